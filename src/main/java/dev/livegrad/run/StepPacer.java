package dev.livegrad.run;

import org.jspecify.annotations.Nullable;

/**
 * When the next step is due, at a speed that people set. Times are in nanoseconds, as {@link
 * System#nanoTime}. Belongs to one thread at a time.
 */
final class StepPacer {
  /**
   * How far it may fall behind before it forgets what it owes, so that no burst follows a stall.
   */
  private static final long MAX_DEBT = 100_000_000;

  private @Nullable Double stepsPerSecond;
  private long due;

  StepPacer(@Nullable Double stepsPerSecond) {
    this.stepsPerSecond = stepsPerSecond;
  }

  /** The speed; null is as fast as it goes. */
  @Nullable Double stepsPerSecond() {
    return stepsPerSecond;
  }

  /** Sets the speed; null is as fast as it goes. */
  void set(@Nullable Double stepsPerSecond, long now) {
    this.stepsPerSecond = stepsPerSecond;
    due = now;
  }

  /** Begins anew: the next step is due at once. */
  void restart(long now) {
    due = now;
  }

  /** How long until the next step is due; 0 or less if it is. */
  long nanosLeft(long now) {
    return stepsPerSecond == null ? 0 : due - now;
  }

  /** Counts a step that was made. */
  void made(long now) {
    if (stepsPerSecond != null) {
      due = Math.max(due, now - MAX_DEBT) + (long) (1e9 / stepsPerSecond);
    }
  }
}
