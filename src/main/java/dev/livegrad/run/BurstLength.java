package dev.livegrad.run;

/**
 * How many steps are made between two looks at the clock, at full speed: the look takes a good part
 * of a short step's time. Belongs to one thread at a time.
 */
final class BurstLength {
  /** The time between two looks, about. */
  private static final long NANOS = 50_000;

  private static final int MAX_STEPS = 256;

  private int steps = 1;

  int steps() {
    return steps;
  }

  /** Learns from the time that the last burst took. */
  void took(long nanos) {
    steps = nanos < NANOS / 2 ? Math.min(2 * steps, MAX_STEPS) : (steps + 1) / 2;
  }
}
