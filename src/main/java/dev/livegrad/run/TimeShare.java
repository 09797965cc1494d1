package dev.livegrad.run;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets many runs share a few threads fairly. A run that has something to do gets a turn of some
 * milliseconds on one of the threads, then waits behind those that have used less time. What it is
 * asked for it does between two turns, before all who only train, so that a command takes effect
 * soon, however many runs there are, and at a step boundary. A run with nothing to do costs no
 * thread.
 *
 * <p>Thread-safe.
 */
public final class TimeShare {
  private static final long TURN_NANOS = 4_000_000;

  private final Executor executor;
  private final int threads;
  private final Timer timer;
  private final LongSupplier nanoTime;
  private final LongSupplier processorTime;

  /** Those that wait for a thread; who has used least comes first. */
  private final PriorityQueue<Member> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong((Member it) -> it.used).thenComparingLong(it -> it.place));

  /** Those of the waiting that were asked for something, in that order. */
  private final Queue<Member> asked = new ArrayDeque<>();

  /** Those that wait for a time, and what calls that off. */
  private final Map<Member, Runnable> resting = new HashMap<>();

  /** Completes when it is closed and nobody has a thread any more. */
  private final CompletableFuture<Void> idle = new CompletableFuture<>();

  private long places;

  /** What the member that got the last thread had used: nobody who comes later is owed more. */
  private long leastUsed;

  private int busy;
  private boolean closed;

  /** Calls later. */
  public interface Timer {
    /**
     * Runs {@code task} once, on any thread.
     *
     * @return what calls it off
     */
    Runnable after(long nanos, Runnable task);
  }

  /** What has turns. One thread at a time calls it, one that sees all that was done before. */
  interface Turns {
    /** Works until {@code deadline}, at most. */
    void turn(long deadline);

    /** How long until there is work; 0 for now, {@link Long#MAX_VALUE} for never. */
    long nanosLeft();
  }

  /**
   * @param executor has {@code threads} threads
   * @param nanoTime as {@link System#nanoTime}
   * @param processorTime what the calling thread has had of a processor, in nanoseconds: a share is
   *     of that, since whoever waits for a processor in his turn gets nothing done
   */
  public TimeShare(
      Executor executor,
      int threads,
      Timer timer,
      LongSupplier nanoTime,
      LongSupplier processorTime) {
    this.executor = executor;
    this.threads = threads;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.processorTime = processorTime;
  }

  /** Adds a member, which has nothing to do until it is asked for something. */
  Member add(Turns turns) {
    return new Member(turns);
  }

  /**
   * How many threads a member may compute on during its turn: its own, and those that are idle as
   * long as no other member waits for one.
   */
  synchronized int availableThreads() {
    return waiting.isEmpty() && asked.isEmpty() ? 1 + threads - busy : 1;
  }

  /** Gives no more turns; completes when all that was asked for before is done. */
  public synchronized CompletionStage<Void> close() {
    closed = true;
    resting.values().forEach(Runnable::run);
    resting.clear();
    completeIfIdle();
    return idle;
  }

  /** Somebody who gets turns, and his tasks. */
  final class Member {
    private final Turns turns;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long used;
    private long place;

    /** Whether it waits for a thread or has one. */
    private boolean active;

    private boolean left;

    private Member(Turns turns) {
      this.turns = turns;
    }

    /**
     * Has {@code task} run before the member's next turn, in order.
     *
     * @return false where there will be no more turns
     */
    boolean run(Runnable task) {
      synchronized (TimeShare.this) {
        if (closed || left) {
          return false;
        }
        tasks.add(task);
        if (waiting.remove(this)) {
          enqueue();
          occupyThreads();
        } else {
          activate();
        }
        return true;
      }
    }

    /** Has no turn any more; what it was asked for before is still done. */
    void leave() {
      synchronized (TimeShare.this) {
        left = true;
        callOff();
      }
    }

    private void wake() {
      synchronized (TimeShare.this) {
        activate();
      }
    }

    private void activate() {
      if (!active && !closed && !left) {
        active = true;
        callOff();
        // Time that it didn't need is not owed to it.
        used = Math.max(used, leastUsed);
        enqueue();
        occupyThreads();
      }
    }

    private void callOff() {
      Runnable callOff = resting.remove(this);
      if (callOff != null) {
        callOff.run();
      }
    }

    private void enqueue() {
      place = places++;
      (tasks.isEmpty() ? waiting : asked).add(this);
    }

    /**
     * Does what it was asked for, then has a turn.
     *
     * @param nanos how long its turn is
     */
    private void work(long nanos) {
      long had = processorTime.getAsLong();
      try {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
          task.run();
        }
        if (!hasEnded()) {
          turns.turn(nanoTime.getAsLong() + nanos);
        }
      } finally {
        ended(processorTime.getAsLong() - had);
      }
    }

    private @Nullable Runnable nextTask() {
      synchronized (TimeShare.this) {
        return tasks.poll();
      }
    }

    private boolean hasEnded() {
      synchronized (TimeShare.this) {
        return closed || left;
      }
    }

    private void ended(long nanos) {
      long untilNext = turns.nanosLeft();
      synchronized (TimeShare.this) {
        used += nanos;
        active = !tasks.isEmpty() || (untilNext == 0 && !hasEnded());
        if (active) {
          enqueue();
        } else if (untilNext < Long.MAX_VALUE && !hasEnded()) {
          resting.put(this, timer.after(untilNext, this::wake));
        }
        busy--;
        occupyThreads();
        completeIfIdle();
      }
    }
  }

  private void completeIfIdle() {
    if (closed && busy == 0 && waiting.isEmpty() && asked.isEmpty()) {
      idle.complete(null);
    }
  }

  private void occupyThreads() {
    while (busy < threads && !(asked.isEmpty() && waiting.isEmpty())) {
      busy++;
      Member next = asked.poll();
      if (next == null) {
        Member trains = waiting.remove();
        leastUsed = trains.used;
        executor.execute(() -> trains.work(TURN_NANOS));
      } else {
        // It trains when it is its turn.
        executor.execute(() -> next.work(waiting.isEmpty() ? TURN_NANOS : 0));
      }
    }
  }
}
