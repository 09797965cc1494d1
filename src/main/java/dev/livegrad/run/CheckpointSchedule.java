package dev.livegrad.run;

/**
 * When a run is to be kept as it stands: every few seconds while it trains, soon after it stops,
 * and the less often the larger it is. Belongs to one thread at a time.
 */
final class CheckpointSchedule {
  private static final long NANOS_TRAINING = 2_000_000_000;
  private static final long NANOS_STANDING = 250_000_000;

  /** A checkpoint of so many numbers, which are 1 MiB, may be made that often. */
  private static final long NUMBERS = 1 << 17;

  private final long factor;
  private boolean changed;
  private long last;

  /**
   * @param numbers that a checkpoint has
   */
  CheckpointSchedule(long numbers, long now) {
    this.factor = Math.ceilDiv(numbers, NUMBERS);
    this.last = now;
  }

  /** The run is another one than at the last checkpoint. */
  void changed() {
    changed = true;
  }

  /** Whether there is something that no checkpoint has. */
  boolean isChanged() {
    return changed;
  }

  /** Nanoseconds until a checkpoint is due; {@link Long#MAX_VALUE} for never. */
  long nanosLeft(long now, boolean training) {
    return changed
        ? last + factor * (training ? NANOS_TRAINING : NANOS_STANDING) - now
        : Long.MAX_VALUE;
  }

  /** A checkpoint was made. */
  void made(long now) {
    changed = false;
    last = now;
  }
}
