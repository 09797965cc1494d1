package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A clock and one thread that tests move; each member says what its turns take. */
final class TimeShareTest {
  private static final long MILLI = 1_000_000;

  private final Queue<Runnable> thread = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final List<String> order = new ArrayList<>();
  private long now;

  /** For a processor, in all turns together. */
  private long waited;

  private final TimeShare share = share(1);

  @Test
  void thoseWhoAlwaysHaveWorkGetEqualTimeHoweverLongTheirTurnsAre() {
    Busy quick = new Busy("quick", MILLI);
    Busy slow = new Busy("slow", 40 * MILLI);
    Busy late = new Busy("late", 4 * MILLI);
    quick.join();
    slow.join();
    runFor(10_000 * MILLI);
    assertEquals(quick.used, slow.used, 2 * 40 * MILLI);
    long before = quick.used;
    late.join();
    runFor(9_000 * MILLI);
    assertEquals(3_000 * MILLI, late.used, 2 * 40 * MILLI, "what was before it came is not owed");
    assertEquals(late.used, quick.used - before, 2 * 40 * MILLI);
  }

  @Test
  void whoWaitsForAProcessorInItsTurnsGetsMoreOfThem() {
    Busy free = new Busy("free", 4 * MILLI);
    Busy held = new Busy("held", 4 * MILLI);
    held.waits = 4 * MILLI;
    free.join();
    held.join();
    runFor(12_000 * MILLI);
    assertEquals(4_000 * MILLI, free.used, 8 * MILLI);
    assertEquals(free.used, held.used, 8 * MILLI);
  }

  @Test
  void moreThreadsAreAvailableWhereNobodyElseHasOrWaitsForThem() {
    TimeShare four = share(4);
    List<Integer> threads = new ArrayList<>();
    TimeShare.Member alone = four.add(new Idle());
    alone.run(() -> threads.add(four.availableThreads()));
    thread.remove().run();
    for (int i = 0; i < 4; i++) {
      four.add(new Idle()).run(() -> threads.add(four.availableThreads()));
    }
    four.add(new Idle()).run(() -> threads.add(four.availableThreads()));
    while (!thread.isEmpty()) {
      thread.remove().run();
    }
    // Of the last five, the first has a turn while four have a thread and one waits.
    assertEquals(List.of(4, 1, 1, 2, 3, 4), threads);
  }

  @Test
  void whoHasWorkNowAndThenDoesItOnTimeBesideOneWhoAlwaysHas() {
    Busy busy = new Busy("busy", 4 * MILLI);
    Clocked clocked = new Clocked(20 * MILLI);
    busy.join();
    clocked.member.run(() -> {});
    runFor(1_000 * MILLI);
    assertEquals(50, clocked.turns, 2);
    assertTrue(clocked.latest <= 8 * MILLI, "late by " + clocked.latest);
  }

  @Test
  void whatOneIsAskedForComesBeforeTheTrainingOfAllOthers() {
    for (int i = 0; i < 100; i++) {
      new Busy("busy", 4 * MILLI).join();
    }
    TimeShare.Member asked = share.add(new Idle());
    Busy trains = new Busy("trains", 4 * MILLI);
    trains.join();
    runFor(1_000 * MILLI);
    order.clear();
    asked.run(() -> order.add("one"));
    trains.member.run(() -> order.add("other"));
    runFor(12 * MILLI);
    assertEquals(List.of("one", "turn", "other", "trains"), order.subList(1, 5));
  }

  @Test
  void whoHasNothingToDoTakesNoThread() {
    TimeShare.Member idle = share.add(new Idle());
    assertTrue(thread.isEmpty());
    assertTrue(idle.run(() -> order.add("asked")));
    runFor(1_000 * MILLI);
    assertEquals(List.of("asked", "turn"), order);
    assertTrue(thread.isEmpty());
    assertTrue(alarms.isEmpty());
  }

  @Test
  void whatSomebodyIsAskedForIsDoneInOrderBeforeHisNextTurn() {
    Busy busy = new Busy("turn", MILLI);
    busy.join();
    runFor(MILLI);
    order.clear();
    for (int i = 0; i < 5; i++) {
      int number = i;
      assertTrue(busy.member.run(() -> order.add("task " + number)));
    }
    runFor(2 * MILLI);
    assertEquals(
        List.of("task 0", "task 1", "task 2", "task 3", "task 4", "turn"), order.subList(0, 6));
  }

  @Test
  void nobodyIsOnTwoThreadsAndNoMoreThreadsAreTakenThanThereAre() {
    TimeShare two = share(2);
    List<Busy> members = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      members.add(new Busy("member " + i, MILLI, two));
    }
    members.forEach(Busy::join);
    for (int i = 0; i < 100; i++) {
      members.get(i % 5).join();
      assertEquals(2, thread.size());
      Runnable first = thread.remove();
      Runnable second = thread.remove();
      first.run();
      second.run();
      List<String> together = order.subList(order.size() - 2, order.size());
      assertEquals(2, Set.copyOf(together).size(), together.toString());
    }
  }

  @Test
  void whenItIsClosedWhatWasAskedForIsDoneAndNothingMore() {
    Busy busy = new Busy("turn", MILLI);
    busy.join();
    assertTrue(busy.member.run(() -> order.add("asked before")));
    var closed = share.close().toCompletableFuture();
    assertFalse(closed.isDone());
    assertFalse(busy.member.run(() -> order.add("asked after")));
    runFor(100 * MILLI);
    assertTrue(closed.isDone());
    assertEquals(List.of("asked before"), order);
  }

  @Test
  void aTurnThatFailsDoesNotEndTheOthers() {
    Busy busy = new Busy("turn", MILLI);
    TimeShare.Member bad =
        share.add(
            new Idle() {
              @Override
              public void turn(long deadline) {
                throw new IllegalStateException("as the test wants it");
              }
            });
    busy.join();
    bad.run(() -> {});
    runFor(10 * MILLI);
    assertTrue(order.size() >= 9);
    bad.run(() -> order.add("again"));
    runFor(10 * MILLI);
    assertTrue(order.contains("again"));
  }

  private TimeShare share(int threads) {
    return new TimeShare(
        thread::add,
        threads,
        (nanos, task) -> {
          Alarm alarm = new Alarm(now + nanos, task);
          alarms.add(alarm);
          return () -> alarms.remove(alarm);
        },
        () -> now,
        () -> now - waited);
  }

  private void runFor(long nanos) {
    long end = now + nanos;
    while (now < end) {
      while (!alarms.isEmpty() && alarms.peek().time <= now) {
        alarms.remove().task.run();
      }
      if (!thread.isEmpty()) {
        try {
          thread.remove().run();
        } catch (IllegalStateException e) {
          order.add(e.getMessage());
        }
      } else if (alarms.isEmpty()) {
        now = end;
      } else {
        now = Math.min(end, alarms.peek().time);
      }
    }
  }

  private record Alarm(long time, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.compare(time, other.time);
    }
  }

  private class Idle implements TimeShare.Turns {
    @Override
    public void turn(long deadline) {
      order.add("turn");
    }

    @Override
    public long nanosLeft() {
      return Long.MAX_VALUE;
    }
  }

  /** Always has work. */
  private final class Busy implements TimeShare.Turns {
    final TimeShare.Member member;
    final String name;
    final long cost;
    long waits;
    long used;

    Busy(String name, long cost) {
      this(name, cost, share);
    }

    Busy(String name, long cost, TimeShare share) {
      this.member = share.add(this);
      this.name = name;
      this.cost = cost;
    }

    void join() {
      assertTrue(member.run(() -> {}));
    }

    @Override
    public void turn(long deadline) {
      now += cost + waits;
      waited += waits;
      used += cost;
      order.add(name);
    }

    @Override
    public long nanosLeft() {
      return 0;
    }
  }

  /** Has work at equal distances. */
  private final class Clocked implements TimeShare.Turns {
    final TimeShare.Member member = share.add(this);
    final long distance;
    long due;
    long turns;
    long latest;

    Clocked(long distance) {
      this.distance = distance;
    }

    @Override
    public void turn(long deadline) {
      if (now >= due) {
        latest = Math.max(latest, now - due);
        due += distance;
        turns++;
        now += MILLI / 10;
      }
    }

    @Override
    public long nanosLeft() {
      return Math.max(0, due - now);
    }
  }
}
