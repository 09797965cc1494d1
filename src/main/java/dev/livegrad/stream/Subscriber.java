package dev.livegrad.stream;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.Entry;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One viewer's subscriptions and how far it has come.
 *
 * <p>A viewer that is up to date gets the frame that all get. One whose outlet is full gets
 * nothing, and pulls what it missed from the history when the outlet has drained. Of each level
 * only the latest waits for it. Belongs to its {@link RunStream}'s thread.
 */
public final class Subscriber {
  /** As many topics as a viewer can watch at a time. */
  public static final int MAX_TOPICS = 24;

  private static final int ENTRIES_A_MESSAGE = 1_024;

  private final Outlet outlet;
  private final Set<Topic> topics = new HashSet<>();
  private final Map<Topic, String> waiting = new LinkedHashMap<>();
  private long offset;

  Subscriber(Outlet outlet) {
    this.outlet = outlet;
  }

  boolean wants(Topic topic) {
    return topics.contains(topic);
  }

  Set<Topic> topics() {
    return topics;
  }

  /** Whether it would still watch no more than {@value #MAX_TOPICS} topics with {@code more}. */
  public boolean hasRoomFor(Set<Topic> more) {
    return Stream.concat(topics.stream(), more.stream()).distinct().count() <= MAX_TOPICS;
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

  /** Forgets what belongs to the epoch that has ended. */
  void begin() {
    offset = 0;
    waiting.clear();
  }

  /** Sends what everybody gets, or leaves it for later. */
  void frame(long from, long end, String text, long epoch, History history) {
    if (!wants(Topic.STEPS)) {
      return;
    }
    if (offset == from && !outlet.isFull()) {
      outlet.send(text);
      offset = end;
    } else {
      catchUp(epoch, history);
    }
  }

  /** Sends what the history holds beyond its offset, as far as there is room. */
  void catchUp(long epoch, History history) {
    while (wants(Topic.STEPS) && offset < history.end() && !outlet.isFull()) {
      List<Entry> entries = history.after(offset, ENTRIES_A_MESSAGE);
      outlet.send(Encoder.encode(new ServerMessage.Steps(epoch, entries)));
      offset = entries.getLast().step() + 1;
    }
  }

  /** Sends a level, or lets it wait in the place of an older one. */
  void level(Topic topic, String text) {
    if (!wants(topic)) {
      return;
    }
    if (outlet.isFull()) {
      waiting.put(topic, text);
    } else {
      outlet.send(text);
    }
  }

  /** The outlet has room again. */
  void drained(long epoch, History history) {
    catchUp(epoch, history);
    for (Topic topic : List.copyOf(waiting.keySet())) {
      String text = waiting.get(topic);
      if (text != null && !outlet.isFull()) {
        waiting.remove(topic);
        outlet.send(text);
      }
    }
  }

  void send(String text) {
    outlet.send(text);
  }
}
