package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Broadcast;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import dev.livegrad.engine.tape.Instruction.Fill;
import java.util.Arrays;

/**
 * Runs a tape over some of a batch's samples, chunk by chunk, so that the rows stay in the cache.
 * Has the memory that this takes; belongs to one thread at a time.
 */
final class Worker {
  private static final int LANES = Kernels.LANES;

  /** Rows and their gradients are to fit into this, which is about half of a core's own cache. */
  private static final int CACHE_BYTES = 9 << 16;

  private static final int MAX_VECTORS = 129;

  private final Tape tape;
  private final Instruction[] instructions;
  private final Kernels kernels;
  private final int chunk;
  private final double[] data;
  private final double[] grad;

  /** Where kernels put lanes. */
  private final double[] sums = new double[Kernels.SCRATCH];

  /**
   * The number of samples that the rows are laid out for; constants are filled in again when that
   * changes.
   */
  private int laidOutFor;

  /** The samples that stand in the input rows, if they are some of the full batch. */
  private int loadedFrom = -1;

  private int loadedTo = -1;

  Worker(Tape tape, Kernels kernels, int samples) {
    this.tape = tape;
    this.instructions = tape.instructions().toArray(Instruction[]::new);
    this.kernels = kernels;
    this.chunk = Math.min(chunkFor(tape.rows()), roundUp(samples));
    this.data = new double[tape.rows() * chunk];
    this.grad = new double[(tape.rows() + tape.scratchRows()) * chunk];
  }

  /**
   * The number of samples that go through the tape together. A multiple of four vectors and one
   * more: four, since tiles are so wide, and one more, since rows a power of two apart would push
   * each other out of the cache.
   */
  private static int chunkFor(int rows) {
    int vectors = CACHE_BYTES / (2 * Double.BYTES * LANES) / rows;
    return LANES * (Math.clamp(vectors - 1, 0, MAX_VECTORS - 1) / 4 * 4 + 1);
  }

  static int roundUp(int samples) {
    return (samples + LANES - 1) / LANES * LANES;
  }

  /**
   * Forward and backward for the samples {@code from} to {@code to} of a batch.
   *
   * @param seed the gradient of each sample's loss
   * @param gradient gets each parameter's gradient, summed over these samples
   * @return the sum of their losses
   */
  double run(Batch batch, int from, int to, double[] parameters, double seed, double[] gradient) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int first = from; first < to; first += chunk) {
      loss += addChunk(batch, first, to, parameters, seed, gradient);
    }
    return loss;
  }

  /** The most samples that one call of {@link #addChunk} computes. */
  int chunk() {
    return chunk;
  }

  /**
   * Forward and backward for the first samples from {@code first} on, none of them beyond {@code
   * to}.
   *
   * @param gradient their gradients are added to it
   * @return the sum of their losses
   */
  double addChunk(
      Batch batch, int first, int to, double[] parameters, double seed, double[] gradient) {
    int end = Math.min(first + chunk, to);
    int n = roundUp(end - first);
    forward(batch, first, end, n, parameters);
    double loss = sumOfLosses(end - first, n);
    backward(end - first, n, parameters, seed, gradient);
    return loss;
  }

  private double sumOfLosses(int samples, int n) {
    int row = tape.lossRow();
    // The rest of the row are copies of the last sample, which must not count.
    Arrays.fill(data, row * n + samples, row * n + n, 0);
    return kernels.sum(data, row, sums, n);
  }

  /** Forward alone: the outputs of the samples {@code from} to {@code to} of a batch. */
  void predict(Batch batch, int from, int to, double[] parameters) {
    for (int first = from; first < to; first += chunk) {
      int end = Math.min(first + chunk, to);
      forward(batch, first, end, roundUp(end - first), parameters);
    }
  }

  private void forward(Batch batch, int from, int to, int n, double[] parameters) {
    load(batch, from, to, n);
    if (laidOutFor != n) {
      // Rows into which nothing flows are never written.
      Arrays.fill(grad, 0);
    }
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Fill fill -> {
          if (laidOutFor != n) {
            fill(fill.out(), n, fill.value());
          }
        }
        case Broadcast broadcast -> fill(broadcast.out(), n, parameters[broadcast.parameter()]);
        case Elementwise elementwise -> kernels.forward(elementwise, data, n);
        case Affine affine -> kernels.forward(affine, parameters, data, n);
      }
    }
    laidOutFor = n;
    batch.take(tape, data, n, from, to);
  }

  private void backward(int samples, int n, double[] parameters, double seed, double[] gradient) {
    int loss = tape.lossRow() * n;
    Arrays.fill(grad, loss, loss + samples, seed);
    // Copies of the last sample again.
    Arrays.fill(grad, loss + samples, loss + n, 0);
    for (int i = instructions.length - 1; i >= 0; i--) {
      switch (instructions[i]) {
        case Fill _ -> {
          // A constant has no gradient.
        }
        case Broadcast broadcast ->
            gradient[broadcast.parameter()] += kernels.sum(grad, broadcast.out(), sums, n);
        case Elementwise elementwise -> kernels.backward(elementwise, data, grad, n);
        case Affine affine -> {
          kernels.backwardToParameters(affine, data, grad, gradient, sums, n);
          if (affine.flow().length > 0) {
            kernels.backwardToInputs(affine, parameters, grad, n);
          }
        }
      }
    }
  }

  private void load(Batch batch, int from, int to, int n) {
    if (batch.isFull() && loadedFrom == from && loadedTo == to && laidOutFor == n) {
      return;
    }
    batch.load(data, n, from, to);
    loadedFrom = batch.isFull() ? from : -1;
    loadedTo = to;
  }

  private void fill(int row, int n, double value) {
    Arrays.fill(data, row * n, row * n + n, value);
  }
}
