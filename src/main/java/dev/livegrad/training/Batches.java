package dev.livegrad.training;

import dev.livegrad.data.PythonRandom;
import dev.livegrad.training.spec.BatchSpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which samples each step sees.
 *
 * <p>A shuffled pass begins with CPython's {@code random.shuffle} of the order that the last pass
 * had, the first with that of the data, drawn from {@code random.seed(seed)} of its own: the
 * initial parameters are the same with and without batches.
 */
final class Batches {
  private final int samples;
  private final int batchSize;
  private final boolean shuffle;
  private final PythonRandom random;

  /** The order of this pass. */
  private final int[] pass;

  /** The present batch, from its first element on. */
  private final int[] order;

  private int next;
  private int size;

  Batches(@Nullable BatchSpec spec, int samples, long seed) {
    this.samples = samples;
    this.batchSize = spec == null ? samples : spec.size();
    this.shuffle = spec != null && spec.shuffle();
    this.random = new PythonRandom(seed);
    this.pass = IntStream.range(0, full() ? 0 : samples).toArray();
    this.order = new int[full() ? 0 : batchSize];
    shuffle();
  }

  /** Whether every step sees every sample, so that their order doesn't matter. */
  boolean full() {
    return batchSize >= samples;
  }

  /** Goes on to the next batch. */
  void next() {
    if (full()) {
      size = samples;
      return;
    }
    size = Math.min(batchSize, samples - next);
    System.arraycopy(pass, next, order, 0, size);
    next += size;
    if (next == samples) {
      next = 0;
      shuffle();
    }
  }

  private void shuffle() {
    if (shuffle) {
      random.shuffle(pass);
    }
  }

  /** The samples of the batch after this one; a fresh array. */
  int[] upcoming() {
    return full()
        ? IntStream.range(0, samples).toArray()
        : Arrays.copyOfRange(pass, next, Math.min(next + batchSize, samples));
  }

  /** How many samples the present batch has. */
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
