package dev.livegrad.server.ws;

import dev.livegrad.protocol.Decoder;
import dev.livegrad.run.Topic;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One viewer's subscriptions and how far it has come.
 *
 * <p>A viewer that is up to date gets the frame that all get. One whose transport is full gets
 * nothing, and reads what it missed from the series when the transport has drained. Of each level
 * only the latest waits for it. Belongs to its {@link RunStream}'s thread.
 */
final class Subscriber {
  private final Transport transport;
  private final Set<Topic> topics = new HashSet<>();
  private final Map<Topic, String> waiting = new LinkedHashMap<>();
  private long offset;

  Subscriber(Transport transport) {
    this.transport = transport;
  }

  boolean wants(Topic topic) {
    return topics.contains(topic);
  }

  Set<Topic> topics() {
    return topics;
  }

  /**
   * Whether it would still watch no more than {@value Decoder#MAX_TOPICS} topics with {@code more}.
   */
  boolean hasRoomFor(Set<Topic> more) {
    return Stream.concat(topics.stream(), more.stream()).distinct().count() <= Decoder.MAX_TOPICS;
  }

  void subscribe(Set<Topic> more) {
    topics.addAll(more);
  }

  void unsubscribe(Set<Topic> fewer) {
    topics.removeAll(fewer);
    waiting.keySet().removeAll(fewer);
  }

  /** Makes it begin at {@code offset}. */
  void seek(long offset) {
    this.offset = offset;
  }

  /** Forgets what belongs to the trajectory that has ended. */
  void begin() {
    offset = 0;
    waiting.clear();
  }

  /** Sends what everybody gets, or leaves it for later. */
  void frame(long from, long end, String text, SeriesReader reader) {
    if (!wants(Topic.STEPS)) {
      return;
    }
    if (offset == from && !transport.isFull()) {
      transport.send(text);
      offset = end;
    } else {
      catchUp(reader, end);
    }
  }

  /** Sends what the series has beyond its offset up to {@code end}, as far as there is room. */
  void catchUp(SeriesReader reader, long end) {
    while (wants(Topic.STEPS) && offset < end && !transport.isFull()) {
      SeriesReader.Block block = reader.read(offset, end);
      if (block == null) {
        return;
      }
      transport.send(block.text());
      offset = block.end();
    }
  }

  /** Sends a level, or lets it wait in the place of an older one. */
  void level(Topic topic, String text) {
    if (!wants(topic)) {
      return;
    }
    if (transport.isFull()) {
      waiting.put(topic, text);
    } else {
      transport.send(text);
    }
  }

  /** The transport has room again. */
  void drained(SeriesReader reader, long end) {
    catchUp(reader, end);
    for (Topic topic : List.copyOf(waiting.keySet())) {
      String text = waiting.get(topic);
      if (text != null && !transport.isFull()) {
        waiting.remove(topic);
        transport.send(text);
      }
    }
  }

  void send(String text) {
    transport.send(text);
  }
}
