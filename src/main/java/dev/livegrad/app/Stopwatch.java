package dev.livegrad.app;

import java.util.function.LongConsumer;

/** Repeats something for a while and tells how often a second it went. */
final class Stopwatch {
  /** Asking the clock costs more than a step of a small network. */
  private static final double SECONDS_BETWEEN_LOOKS = 0.001;

  private Stopwatch() {}

  /**
   * Repetitions per second, over at least {@code seconds} and at least one repetition.
   *
   * @param repeat does it so many times
   */
  static double rate(double seconds, LongConsumer repeat) {
    long start = System.nanoTime();
    long done = 0;
    long batch = 1;
    double elapsed;
    do {
      repeat.accept(batch);
      done += batch;
      elapsed = (System.nanoTime() - start) / 1e9;
      batch = Math.max(1, (long) (done / elapsed * SECONDS_BETWEEN_LOOKS));
    } while (elapsed < seconds);
    return done / elapsed;
  }
}
