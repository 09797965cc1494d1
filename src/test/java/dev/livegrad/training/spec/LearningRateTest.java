package dev.livegrad.training.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LearningRateTest {

  @Test
  void aLineEndsWhereItSaysAndStaysThere() {
    LearningRate rate = new LearningRate.Linear(1, 0.1, 100);
    assertEquals(1, rate.at(0));
    assertEquals(0.55, rate.at(50), 1e-15);
    assertEquals(0.1, rate.at(100));
    assertEquals(0.1, rate.at(1_000_000_000_000L));
  }

  @Test
  void aCosineFallsSlowlyAtBothEnds() {
    LearningRate rate = new LearningRate.Cosine(1, 0.2, 10);
    assertEquals(1, rate.at(0));
    assertEquals(0.2 + 0.8 * (1 + Math.cos(Math.PI * 0.3)) / 2, rate.at(3), 1e-15);
    assertEquals(0.6, rate.at(5), 1e-15);
    assertEquals(0.2, rate.at(10));
    assertEquals(0.2, rate.at(11));
  }

  @Test
  void stepsFallAllAtOnce() {
    LearningRate rate = new LearningRate.Stepwise(0.8, 0.5, 3);
    assertEquals(0.8, rate.at(2));
    assertEquals(0.4, rate.at(3));
    assertEquals(0.4, rate.at(5));
    assertEquals(0.1, rate.at(9));
  }

  @Test
  void anExponentialFallsByTheSameFactorEachStep() {
    LearningRate rate = new LearningRate.Exponential(2, 0.9);
    assertEquals(2, rate.at(0));
    assertEquals(2 * 0.9 * 0.9 * 0.9, rate.at(3), 1e-15);
    assertEquals(0, rate.at(1_000_000), 1e-300);
  }
}
