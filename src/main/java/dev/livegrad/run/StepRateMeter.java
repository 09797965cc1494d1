package dev.livegrad.run;

import org.jspecify.annotations.Nullable;

/**
 * Steps per second as measured over the last quarter to half second, or the last few steps. Times
 * are in nanoseconds, as {@link System#nanoTime}. Belongs to one thread at a time.
 */
final class StepRateMeter {
  private static final long WINDOW = 250_000_000;

  private long since;
  private long stepsThen;
  private @Nullable Double measured;

  /** Begins anew. */
  void restart(long steps, long now) {
    since = now;
    stepsThen = steps;
    measured = null;
  }

  /** Measures, if enough time and steps have passed; true if there is a new measurement. */
  boolean measure(long steps, long now) {
    if (now - since < WINDOW || steps - stepsThen < 2) {
      return false;
    }
    measured = (steps - stepsThen) * 1e9 / (now - since);
    since = now;
    stepsThen = steps;
    return true;
  }

  /** The last measurement; null if there is none. */
  @Nullable Double stepsPerSecond() {
    return measured;
  }
}
