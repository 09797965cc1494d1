package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Levels under a clock of our own, each taking as long as the test says. */
final class LevelScheduleTest {
  private static final Set<Topic> BOTH = Set.of(Topic.PARAMETERS, Topic.PREDICTIONS);
  private static final long FRAME = 1_000;

  private final List<Topic> told = new ArrayList<>();
  private long now;
  private long cost;
  private final LevelSchedule levels =
      new LevelSchedule(
          new LevelSchedule.Source() {
            @Override
            public Level level(Topic topic) {
              now += cost;
              return new Level.Predictions(1, 0, new double[0][0], null);
            }

            @Override
            public long nanosBetween(Topic topic) {
              return FRAME;
            }
          },
          event -> told.add(((RunEvent.LevelChanged) event).topic()),
          () -> now);

  @Test
  void eachIsSentOnceAFrameHoweverOftenItChanges() {
    levels.watch(BOTH, BOTH);
    trainUntil(10 * FRAME);
    assertEquals(10, told.stream().filter(Topic.PARAMETERS::equals).count());
    assertEquals(10, told.stream().filter(Topic.PREDICTIONS::equals).count());
  }

  @Test
  void allTogetherTakeOnePartIn32OfTheTimeAtMost() {
    cost = 5_000;
    levels.watch(BOTH, BOTH);
    trainUntil(4_000_000);
    assertTrue(told.size() * cost <= now / 32 + 2 * cost, told.size() + " in " + now);
    assertTrue(told.size() * cost >= now / 40, told.size() + " in " + now);
    long parameters = told.stream().filter(Topic.PARAMETERS::equals).count();
    assertTrue(Math.abs(told.size() - 2 * parameters) <= 1, "they take turns");
  }

  @Test
  void aLevelThatTakesLongOnceDoesNotHoldUpTheOthersForLong() {
    cost = 3_000_000_000L;
    levels.watch(BOTH, BOTH);
    levels.sendIfDue(now);
    assertEquals(1, told.size());
    assertEquals(1_000_000_000, levels.nanosLeft(now));
  }

  @Test
  void whatNobodyWatchesAnyMoreIsNotSent() {
    levels.watch(BOTH, BOTH);
    levels.watch(Set.of(Topic.PREDICTIONS), Set.of());
    trainUntil(FRAME / 2);
    assertEquals(List.of(Topic.PREDICTIONS), told);
  }

  @Test
  void aFlushSendsWhatHasChangedAtOnce() {
    levels.watch(BOTH, Set.of());
    levels.changed();
    levels.flush();
    levels.flush();
    assertEquals(BOTH, Set.copyOf(told));
    assertEquals(2, told.size());
    assertEquals(Long.MAX_VALUE, levels.nanosLeft(now));
  }

  private void trainUntil(long end) {
    for (; now < end; now += 10) {
      levels.changed();
      levels.sendIfDue(now);
    }
  }
}
