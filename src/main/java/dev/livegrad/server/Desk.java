package dev.livegrad.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where questions wait in a line to be answered by one thread that works no more than a set share
 * of the time, so that training has the rest of it. A viewer has one place in the line: a newer
 * question of his takes it over. Belongs to one event loop.
 */
final class Desk {
  /** It works one part of so many of the time. */
  static final int SHARE = 5;

  /** By so much it may be ahead of its share, so that a few quick questions wait for no timer. */
  private static final long SLACK_NANOS = 5_000_000;

  /**
   * No question takes so long that it had to rest longer, but for the first one, when code is
   * compiled: nobody shall wait for that again.
   */
  private static final long MAX_REST_NANOS = 250_000_000;

  /** So many are handed over together, since to hand over takes as long as a short answer. */
  private static final int TOGETHER = 8;

  private final int maxWaiting;
  private final Function<String, Reply> answerer;
  private final Room room;
  private final LongSupplier nanoTime;

  private final Map<Object, Asker> line = new LinkedHashMap<>();
  private boolean occupied;

  /** Until when what it has worked is its share. */
  private long due;

  /** Somebody with a question. */
  interface Asker {
    String question();

    /** Whether nobody waits for the answer any more. */
    boolean gone();

    void hear(Reply reply);

    /** The answerer threw something. */
    void fail(Throwable cause);
  }

  /** A status of HTTP and one line of JSON. */
  record Reply(int status, String json) {
    static Reply error(int status, String error) {
      return new Reply(status, Api.write(Map.of("error", error)));
    }
  }

  /** Where the work is done, and how time passes there. */
  interface Room {
    /** Runs {@code work} on the desk's thread, and what follows on the event loop again. */
    <T> void work(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed);

    /**
     * What the calling thread has worked so far, in nanoseconds of a processor: where many threads
     * share it, to have waited for the others is no work.
     */
    long workedNanos();

    /** Runs {@code task} on the event loop in so many nanoseconds. */
    void later(long nanos, Runnable task);
  }

  private record Work(List<Reply> replies, long nanos) {}

  /**
   * @param maxWaiting how many may wait
   * @param answerer runs on the room's thread
   * @param nanoTime as {@link System#nanoTime}
   */
  Desk(int maxWaiting, Function<String, Reply> answerer, Room room, LongSupplier nanoTime) {
    this.maxWaiting = maxWaiting;
    this.answerer = answerer;
    this.room = room;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  /**
   * Takes a place in the line, or refuses with 503 where there is none. Whoever is replaced hears
   * 409.
   */
  void ask(Object viewer, Asker asker) {
    if (line.size() >= maxWaiting && !line.containsKey(viewer)) {
      asker.hear(Reply.error(503, "the lab is busy: %d questions wait".formatted(line.size())));
      return;
    }
    Asker older = line.put(viewer, asker);
    if (older != null) {
      older.hear(Reply.error(409, "a newer question has taken this one's place"));
    }
    turn();
  }

  private void turn() {
    long ahead = due - nanoTime.getAsLong();
    if (occupied || line.isEmpty()) {
      return;
    }
    if (ahead > SLACK_NANOS) {
      occupied = true;
      room.later(ahead, this::rested);
      return;
    }
    List<Asker> askers = next();
    if (!askers.isEmpty()) {
      occupied = true;
      room.work(
          () -> answer(askers),
          work -> {
            tell(askers, work);
            goOn();
          },
          cause -> {
            askers.forEach(asker -> asker.fail(cause));
            goOn();
          });
    }
  }

  private void rested() {
    due = nanoTime.getAsLong();
    goOn();
  }

  private void goOn() {
    occupied = false;
    turn();
  }

  private List<Asker> next() {
    List<Asker> askers = new ArrayList<>();
    for (Iterator<Asker> all = line.values().iterator();
        all.hasNext() && askers.size() < TOGETHER; ) {
      Asker asker = all.next();
      all.remove();
      if (!asker.gone()) {
        askers.add(asker);
      }
    }
    return askers;
  }

  private Work answer(List<Asker> askers) {
    long before = room.workedNanos();
    List<Reply> replies = askers.stream().map(Asker::question).map(answerer).toList();
    return new Work(replies, room.workedNanos() - before);
  }

  private void tell(List<Asker> askers, Work work) {
    long began = nanoTime.getAsLong() - work.nanos();
    due = Math.max(due, began) + Math.min(SHARE * work.nanos(), work.nanos() + MAX_REST_NANOS);
    for (int i = 0; i < askers.size(); i++) {
      askers.get(i).hear(work.replies().get(i));
    }
  }
}
