package dev.livegrad.stream;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.Entry;
import dev.livegrad.protocol.Position;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run to many viewers: keeps the series, encodes each frame once, and hands it to every
 * subscriber. Belongs to one thread at a time.
 */
public final class RunStream {
  private final History history = new History();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private long epoch;

  /** Begins another epoch; subscriptions stay. */
  public void begin(long epoch) {
    this.epoch = epoch;
    history.clear();
    subscribers.forEach(Subscriber::begin);
  }

  public long epoch() {
    return epoch;
  }

  /** The number of the first step that is still to come. */
  public long offset() {
    return history.end();
  }

  public Subscriber add(Outlet outlet) {
    Subscriber subscriber = new Subscriber(outlet);
    subscribers.add(subscriber);
    return subscriber;
  }

  public void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  public int viewers() {
    return subscribers.size();
  }

  /**
   * Adds topics; the series first brings what follows {@code position}, or all of it if the
   * position is of another epoch or no longer held. Levels follow with the next {@link
   * #publish(Topic, ServerMessage)}.
   */
  public void subscribe(Subscriber subscriber, Set<Topic> topics, @Nullable Position position) {
    subscriber.subscribe(topics);
    if (topics.contains(Topic.STEPS)) {
      subscriber.seek(position == null ? 0 : start(position));
      subscriber.catchUp(epoch, history);
    }
  }

  private long start(Position position) {
    Long wanted = position.epoch();
    boolean known = (wanted == null || wanted == epoch) && position.offset() <= history.end();
    return known ? position.offset() : 0;
  }

  public void unsubscribe(Subscriber subscriber, Set<Topic> topics) {
    subscriber.unsubscribe(topics);
  }

  /** The topics that somebody is subscribed to. */
  public Set<Topic> watched() {
    Set<Topic> watched = new HashSet<>();
    subscribers.forEach(subscriber -> watched.addAll(subscriber.topics()));
    return watched;
  }

  /** Sends entries that follow those sent before. */
  public void publish(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    entries.forEach(history::append);
    if (subscribers.stream().noneMatch(subscriber -> subscriber.wants(Topic.STEPS))) {
      return;
    }
    ServerMessage.Steps steps = new ServerMessage.Steps(epoch, entries);
    String text = Encoder.encode(steps);
    long from = entries.getFirst().from();
    for (Subscriber subscriber : subscribers) {
      subscriber.frame(from, steps.offset(), text, epoch, history);
    }
  }

  /** Sends a level to those who watch it. */
  public void publish(Topic topic, ServerMessage level) {
    String text = Encoder.encode(level);
    subscribers.forEach(subscriber -> subscriber.level(topic, text));
  }

  /** Sends to every viewer, whatever it is subscribed to. */
  public void broadcast(ServerMessage message) {
    if (subscribers.isEmpty()) {
      return;
    }
    String text = Encoder.encode(message);
    subscribers.forEach(subscriber -> subscriber.send(text));
  }

  /** Tells that a viewer's outlet has room again. */
  public void drained(Subscriber subscriber) {
    subscriber.drained(epoch, history);
  }
}
