package dev.livegrad.server;

import org.jspecify.annotations.Nullable;

/** Steps per second as measured over the last quarter to half second or the last few steps. */
final class Speedometer {
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

  /** Looks at the count; true if there is a new measurement. */
  boolean look(long steps, long now) {
    if (now - since < WINDOW || steps - stepsThen < 2) {
      return false;
    }
    measured = (steps - stepsThen) * 1e9 / (now - since);
    since = now;
    stepsThen = steps;
    return true;
  }

  @Nullable Double stepsPerSecond() {
    return measured;
  }
}
