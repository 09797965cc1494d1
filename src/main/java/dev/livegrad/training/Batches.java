package dev.livegrad.training;

import dev.livegrad.data.PythonRandom;
import dev.livegrad.training.spec.BatchSpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which samples each step sees: all of them, or the next mini-batch of the epoch.
 *
 * <p>With {@code shuffle} each epoch has an order of its own: that of the epoch before, or of the
 * data, shuffled as CPython's {@code random.shuffle} does. Its generator begins with the run's seed
 * too but is not the one that draws the initial parameters, so that these are the same with and
 * without batches. Samples that are added come at the end of the epoch under way, in the order of
 * their adding, and are shuffled with the others from the next one on.
 */
final class Batches {
  private final int samples;
  private final int batchSize;
  private final boolean shuffle;
  private final long seed;
  private final PythonRandom random;

  /** All samples in the order of this epoch; empty for full batches. */
  private final int[] epoch;

  /** The present batch in its first {@link #size} elements; empty for full batches. */
  private final int[] order;

  private int next;
  private int size;

  Batches(@Nullable BatchSpec spec, int samples, long seed) {
    this.samples = samples;
    this.batchSize = spec == null ? samples : spec.size();
    this.shuffle = spec != null && spec.shuffle();
    this.seed = seed;
    this.random = new PythonRandom(seed);
    this.epoch = IntStream.range(0, full() ? 0 : samples).toArray();
    this.order = new int[full() ? 0 : batchSize];
    shuffle();
  }

  /**
   * Those of a run that goes on with others. Mini-batches of another size go on with the rest of
   * the epoch, in its order; behind full batches they begin as those of a run do.
   *
   * @param samples as many as before, or more
   */
  Batches with(@Nullable BatchSpec spec, int samples) {
    Batches next = new Batches(spec, samples, seed);
    if (!full() && !next.full()) {
      for (int i = 0; i < samples; i++) {
        next.epoch[i] = i < epoch.length ? epoch[i] : i;
      }
      next.next = this.next;
      next.random.restore(random.state());
    }
    return next;
  }

  /** The place in the data; null for full batches. A fresh copy. */
  @Nullable BatchPosition position() {
    return full() ? null : new BatchPosition(epoch.clone(), next, random.state());
  }

  /**
   * Goes on from where {@link #position} was told.
   *
   * @param position null for full batches
   */
  void seek(@Nullable BatchPosition position) {
    if (position != null) {
      System.arraycopy(position.epoch(), 0, epoch, 0, epoch.length);
      next = position.next();
      random.restore(position.random());
    }
  }

  /** Whether every step sees every sample, so that their order doesn't matter. */
  boolean full() {
    return batchSize >= samples;
  }

  /** Makes the next batch the present one; the place in the data is still before it. */
  void choose() {
    if (full()) {
      size = samples;
      return;
    }
    size = Math.min(batchSize, samples - next);
    System.arraycopy(epoch, next, order, 0, size);
  }

  /** Goes on to the place behind the present batch. */
  void pass() {
    if (full()) {
      return;
    }
    next += size;
    if (next == samples) {
      next = 0;
      shuffle();
    }
  }

  private void shuffle() {
    if (shuffle) {
      random.shuffle(epoch);
    }
  }

  /** The samples of the batch that comes at this place; a fresh array. */
  int[] upcoming() {
    return full()
        ? IntStream.range(0, samples).toArray()
        : Arrays.copyOfRange(epoch, next, Math.min(next + batchSize, samples));
  }

  /** The number of samples in the present batch. */
  int size() {
    return size;
  }

  /** The present batch's samples: the first {@link #size} numbers; empty for a full batch. */
  int[] order() {
    return order;
  }

  /** The sample at {@code position} of the present batch. */
  int sample(int position) {
    return full() ? position : order[position];
  }
}
