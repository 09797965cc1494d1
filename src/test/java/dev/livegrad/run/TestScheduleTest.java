package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When the test samples are measured, by a clock that is told. */
final class TestScheduleTest {
  private static final long MILLI = 1_000_000;

  private final TestSchedule schedule = new TestSchedule(0);

  @Test
  void testsTakeASixteenthOfTheTime() {
    schedule.made(0, 10 * MILLI);
    assertFalse(schedule.isDue(159 * MILLI));
    assertTrue(schedule.isDue(160 * MILLI));
  }

  @Test
  void howeverManyTestsPausesNeededTheNextIsDueAfterASecond() {
    for (int pause = 0; pause < 100; pause++) {
      schedule.made(30 * pause * MILLI, 20 * MILLI);
    }
    assertFalse(schedule.isDue(3_900 * MILLI));
    assertTrue(schedule.isDue(3_990 * MILLI));
  }

  @Test
  void aTestThatTakesLongIsNotMadeForARoundStep() {
    assertTrue(schedule.isDueAt(18));
    assertFalse(schedule.isDueAt(19));
    schedule.made(0, 6 * MILLI);
    assertFalse(schedule.isDueAt(18));
  }
}
