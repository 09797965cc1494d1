package dev.livegrad.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When levels are computed: only what somebody watches, only when it has changed, one after the
 * other, and so seldom that training keeps nearly all of its time. Belongs to one thread at a time.
 */
final class LevelSchedule {
  /** All levels together take at most one part of this many of the time. */
  private static final int PARTS = 32;

  private static final long MAX_REST_NANOS = 1_000_000_000;

  private final Consumer<RunEvent> events;
  private final LongSupplier nanoTime;
  private final DutyCycle cycle;

  private final Set<Topic> watched = new HashSet<>();

  /** Those that have changed since they were sent, in the order in which they are to be sent. */
  private final Set<Topic> stale = new LinkedHashSet<>();

  /** When each that is watched may be sent again. */
  private final Map<Topic, Long> due = new HashMap<>();

  private Source source;

  /** What levels show. */
  interface Source {
    /** A level as it is now; null where the run has no such thing. */
    @Nullable Level level(Topic topic);

    /** The least time between two levels of a topic. */
    long nanosBetween(Topic topic);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  LevelSchedule(Source source, Consumer<RunEvent> events, LongSupplier nanoTime) {
    this.source = source;
    this.events = events;
    this.nanoTime = nanoTime;
    this.cycle = new DutyCycle(PARTS, MAX_REST_NANOS, nanoTime.getAsLong());
  }

  /** Shows another trajectory from now on. */
  void begin(Source source) {
    this.source = source;
    changed();
  }

  /** What is watched now; levels of {@code fresh} are sent in any case. */
  void watch(Set<Topic> topics, Set<Topic> fresh) {
    watched.clear();
    watched.addAll(topics);
    watched.remove(Topic.STEPS);
    stale.addAll(fresh);
    stale.retainAll(watched);
    due.keySet().retainAll(watched);
  }

  /** All levels are other ones now. */
  void changed() {
    stale.addAll(watched);
  }

  /** How long until {@link #sendIfDue} has something to do; {@link Long#MAX_VALUE} for never. */
  long nanosLeft(long now) {
    long left = Long.MAX_VALUE;
    for (Topic topic : stale) {
      left = Math.min(left, nanosLeft(topic, now));
    }
    return left;
  }

  private long nanosLeft(Topic topic, long now) {
    return Math.max(cycle.nanosLeft(now), due.getOrDefault(topic, now) - now);
  }

  /** Sends the level that has waited longest, if one is due. */
  void sendIfDue(long now) {
    for (Topic topic : stale) {
      if (nanosLeft(topic, now) <= 0) {
        send(topic);
        stale.remove(topic);
        cycle.worked(now, nanoTime.getAsLong() - now);
        due.put(topic, now + source.nanosBetween(topic));
        return;
      }
    }
  }

  /** Sends all that is stale, however long it takes: it will be looked at for a while. */
  void flush() {
    stale.forEach(this::send);
    stale.clear();
  }

  private void send(Topic topic) {
    Level level = source.level(topic);
    if (level != null) {
      events.accept(new RunEvent.LevelChanged(topic, level));
    }
  }
}
