package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
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
final class Levels {
  /** All levels together may take one part of so many of the time. */
  private static final int SHARE = 32;

  /**
   * No level takes so long, but for the first time, when its code is compiled: nobody shall wait so
   * many times as long for the next one then.
   */
  private static final long MAX_PAUSE_NANOS = 1_000_000_000;

  private final Consumer<Update> updates;
  private final LongSupplier nanoTime;

  private final Set<Topic> watched = new HashSet<>();

  /** Those that have changed since they were sent, in the order in which they are to be sent. */
  private final Set<Topic> stale = new LinkedHashSet<>();

  /** When each that is watched may be sent again. */
  private final Map<Topic, Long> due = new HashMap<>();

  private Source source;

  /** When any may be sent again. */
  private long next;

  /** What levels show. */
  interface Source {
    /** A level as it is now; null where the run has no such thing. */
    @Nullable ServerMessage level(Topic topic);

    /** The least time between two levels of a topic. */
    long nanosBetween(Topic topic);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Levels(Source source, Consumer<Update> updates, LongSupplier nanoTime) {
    this.source = source;
    this.updates = updates;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  /** Shows another run from now on. */
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

  /** How long until {@link #send} has something to do; {@link Long#MAX_VALUE} for never. */
  long nanosLeft(long now) {
    long left = Long.MAX_VALUE;
    for (Topic topic : stale) {
      left = Math.min(left, nanosLeft(topic, now));
    }
    return left;
  }

  private long nanosLeft(Topic topic, long now) {
    return Math.max(next - now, due.getOrDefault(topic, now) - now);
  }

  /** Sends the level that has waited longest, if one is due. */
  void send(long now) {
    for (Topic topic : stale) {
      if (nanosLeft(topic, now) <= 0) {
        send(topic, now);
        return;
      }
    }
  }

  private void send(Topic topic, long now) {
    tell(topic);
    stale.remove(topic);
    long end = nanoTime.getAsLong();
    next = end + Math.min((SHARE - 1) * (end - now), MAX_PAUSE_NANOS);
    due.put(topic, now + source.nanosBetween(topic));
  }

  /** Sends all that is stale, however long it takes: it will be looked at for a while. */
  void flush() {
    stale.forEach(this::tell);
    stale.clear();
  }

  private void tell(Topic topic) {
    ServerMessage level = source.level(topic);
    if (level != null) {
      updates.accept(new Update.Level(topic, level));
    }
  }
}
