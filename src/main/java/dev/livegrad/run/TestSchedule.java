package dev.livegrad.run;

/**
 * When the network is tested on samples that it doesn't learn from, while it trains: for a small
 * part of the time, and at steps that are about as far from each other on a logarithmic axis, so
 * that the beginning of a curve has points too. Belongs to one thread at a time.
 */
final class TestSchedule {
  /** Tests take at most one part of this many of the time, but for those at round steps. */
  private static final int PARTS = 16;

  private static final long MAX_REST_NANOS = 1_000_000_000;

  /** Where a test takes longer, a round step is no reason for one. */
  private static final long SHORT_NANOS = 5_000_000;

  private final DutyCycle duty;
  private long took;
  private long ended;

  TestSchedule(long now) {
    this.ended = now;
    this.duty = new DutyCycle(PARTS, MAX_REST_NANOS, now);
  }

  /**
   * Whether it is time for a test, whatever the step: also when the last one is long past, however
   * much time those took that many pauses needed.
   */
  boolean isDue(long now) {
    return duty.nanosLeft(now) <= 0 || now - ended >= MAX_REST_NANOS;
  }

  /** Whether the step is to be tested: all of the first, then eight while they double. */
  boolean isDueAt(long step) {
    return took < SHORT_NANOS && (step < 16 || step % (Long.highestOneBit(step) / 8) == 0);
  }

  /** A test was made. */
  void made(long began, long nanos) {
    took = nanos;
    ended = began + nanos;
    duty.worked(began, nanos);
  }
}
