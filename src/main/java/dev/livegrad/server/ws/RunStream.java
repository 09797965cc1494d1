package dev.livegrad.server.ws;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.Position;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.Level;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.run.Topic;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run to many viewers: encodes each message once, and hands it to every subscriber. Belongs to
 * one thread at a time.
 */
final class RunStream {
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private SeriesReader reader = new SeriesReader(0, new Series());
  private long trajectory;

  /**
   * The end of what has been published. The run may have added more to the series, but what it did
   * there, commands above all, is still to be told.
   */
  private long end;

  /** Begins another trajectory; subscriptions stay. */
  void begin(long trajectory, Series series) {
    this.trajectory = trajectory;
    this.reader = new SeriesReader(trajectory, series);
    end = 0;
    subscribers.forEach(Subscriber::begin);
  }

  /** The number of the first step that is still to come. */
  long offset() {
    return end;
  }

  Subscriber add(Transport transport) {
    Subscriber subscriber = new Subscriber(transport);
    subscribers.add(subscriber);
    return subscriber;
  }

  void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  int viewers() {
    return subscribers.size();
  }

  /**
   * Adds topics; the series first brings what follows {@code position}, or all of it if the
   * position is of another trajectory or no longer held. Levels follow when they are published.
   */
  void subscribe(Subscriber subscriber, Set<Topic> topics, @Nullable Position position) {
    subscriber.subscribe(topics);
    if (topics.contains(Topic.STEPS)) {
      subscriber.seek(position == null ? 0 : start(position));
      subscriber.catchUp(reader, end);
    }
  }

  private long start(Position position) {
    Long wanted = position.trajectory();
    boolean known = (wanted == null || wanted == trajectory) && position.offset() <= end;
    return known ? position.offset() : 0;
  }

  void unsubscribe(Subscriber subscriber, Set<Topic> topics) {
    subscriber.unsubscribe(topics);
  }

  /** The topics that somebody is subscribed to. */
  Set<Topic> watched() {
    Set<Topic> watched = new HashSet<>();
    subscribers.forEach(subscriber -> watched.addAll(subscriber.topics()));
    return watched;
  }

  /** Sends what was added to the series. */
  void publish(RunEvent.StepsMade made) {
    end = made.entries().getLast().step() + 1;
    if (subscribers.stream().noneMatch(subscriber -> subscriber.wants(Topic.STEPS))) {
      return;
    }
    List<SeriesEntry> entries = made.entries();
    ServerMessage.Steps steps = new ServerMessage.Steps(trajectory, entries);
    String text = Encoder.encode(steps);
    for (Subscriber subscriber : subscribers) {
      subscriber.frame(entries.getFirst().from(), end, text, reader);
    }
  }

  /** Sends a level to those who watch it. */
  void publish(Topic topic, Level level) {
    String text = Encoder.encode(level);
    subscribers.forEach(subscriber -> subscriber.level(topic, text));
  }

  /**
   * Sends to every viewer, whatever it is subscribed to.
   *
   * @param message is encoded only where there are any: of a run that is opened it is all of its
   *     past
   */
  void broadcast(Supplier<String> message) {
    if (!subscribers.isEmpty()) {
      String text = message.get();
      subscribers.forEach(subscriber -> subscriber.send(text));
    }
  }

  /** Tells that a viewer's transport has room again. */
  void drained(Subscriber subscriber) {
    subscriber.drained(reader, end);
  }
}
