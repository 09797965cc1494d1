package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses whose course is known: each window says what was put in. */
class LossTraceTest {
  private static LossTrace of(int losses, IntToDoubleFunction loss) {
    LossTrace trace = new LossTrace();
    for (int i = 0; i < losses; i++) {
      boolean complete = (i + 1) % LossTrace.WINDOW == 0;
      assertEquals(complete, trace.add(loss.applyAsDouble(i)));
    }
    return trace;
  }

  /** Up and down by {@code share} of the mean to either side. */
  private static LossTrace alternating(double mean, double share) {
    return of(2 * LossTrace.WINDOW, i -> mean * (1 + (i % 2 == 0 ? share : -share)));
  }

  @Test
  void aWindowHasItsMeanItsTurnsAndTheSumOfItsRises() {
    LossTrace trace = alternating(3, 0.5);
    LossTrace.Window window = trace.closed();
    assertEquals(LossTrace.WINDOW, window.steps());
    assertEquals(LossTrace.WINDOW / 2, window.turns());
    assertEquals(LossTrace.WINDOW / 2 * 3.0, window.climbed(), 1e-12);
    assertEquals(3, window.mean(), 1e-12);
    assertEquals(LossTrace.WINDOW / 2 - 1, trace.before().turns());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1, 1e9})
  void swingsAndRipplesAreMeasuredByTheMean(double mean) {
    assertTrue(alternating(mean, 0.0201).closed().swings());
    assertFalse(alternating(mean, 0.0199).closed().swings());
    assertTrue(alternating(mean, 0.00201).closed().ripples());
    assertFalse(alternating(mean, 0.00199).closed().ripples());
  }

  @Test
  void aLossThatOnlyFallsOrOnlyRisesDoesNotRipple() {
    assertFalse(of(32, i -> Math.exp(-i)).closed().ripples());
    assertFalse(of(32, Math::exp).closed().ripples());
    assertFalse(of(32, _ -> 1).closed().ripples());
  }

  @Test
  void aRiseAfterEqualLossesIsATurnIfTheyFellBefore() {
    double[] course = {3, 2, 2, 3};
    assertEquals(5, of(16, i -> course[i % 3]).closed().turns());
    assertEquals(0, of(16, i -> i / 2).closed().turns());
  }

  @Test
  void aSingleBumpIsNoSwing() {
    assertFalse(of(16, i -> i == 8 ? 5 : 1).closed().ripples());
  }

  @Test
  void whatWasBeforeARestartIsForgotten() {
    LossTrace trace = alternating(1, 0.5);
    trace.restart();
    assertEquals(LossTrace.Window.NONE, trace.closed());
    assertEquals(LossTrace.Window.NONE, trace.before());
    for (int i = 0; i < LossTrace.WINDOW; i++) {
      trace.add(100 - i);
    }
    assertEquals(0, trace.closed().climbed());
  }
}
