package dev.livegrad.run;

/**
 * Lets some work take no more than one part of the time: after each piece it is not due again until
 * a multiple of what it took has passed. Times are in nanoseconds, as {@link System#nanoTime}.
 * Belongs to one thread at a time.
 */
public final class DutyCycle {
  private final int parts;
  private final long maxRest;
  private long due;

  /**
   * @param parts the work takes one of this many parts of the time
   * @param maxRest the longest rest: a piece that takes very long, as the first one may when code
   *     is compiled for it, holds up the next no longer
   */
  public DutyCycle(int parts, long maxRest, long now) {
    this.parts = parts;
    this.maxRest = maxRest;
    this.due = now;
  }

  /** How long until the next piece is due; 0 or less if it is. */
  public long nanosLeft(long now) {
    return due - now;
  }

  /** When the next piece is due. */
  public long due() {
    return due;
  }

  /** Counts a rest until {@code until} as long enough, unless there was work since it began. */
  public void rested(long until, long now) {
    if (due == until) {
      due = now;
    }
  }

  /** Counts a piece of work. */
  public void worked(long began, long nanos) {
    due = Math.max(due, began) + Math.min(parts * nanos, nanos + maxRest);
  }
}
