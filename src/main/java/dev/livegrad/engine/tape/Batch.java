package dev.livegrad.engine.tape;

import org.jspecify.annotations.Nullable;

/**
 * Which samples a step is made of, and what came out for each. Belongs to one {@link Execution}.
 */
final class Batch {
  private final double[][] columns;

  /** The samples' numbers in order; null for all, in their own order. */
  private int @Nullable [] order;

  private int size;
  private final double[] losses;
  private final double[][] outputs;

  Batch(double[][] columns, int samples, int outputs) {
    this.columns = columns;
    this.size = samples;
    this.losses = new double[samples];
    this.outputs = new double[outputs][samples];
  }

  /** Makes this a batch of the first {@code size} samples in {@code order}. */
  void choose(int[] order, int size) {
    this.order = order;
    this.size = size;
  }

  /** Makes this the full batch. */
  void chooseAll() {
    order = null;
    size = losses.length;
  }

  boolean isFull() {
    return order == null;
  }

  int size() {
    return size;
  }

  /**
   * Writes the samples from {@code from} to {@code to} into the input rows, the last one repeated.
   */
  void load(double[] rows, int n, int from, int to) {
    for (int column = 0; column < columns.length; column++) {
      double[] values = columns[column];
      for (int s = 0; s < n; s++) {
        int position = Math.min(from + s, to - 1);
        rows[column * n + s] = values[order == null ? position : order[position]];
      }
    }
  }

  /** Keeps the losses and outputs of the samples from {@code from} to {@code to}. */
  void take(Tape tape, double[] rows, int n, int from, int to) {
    System.arraycopy(rows, tape.lossRow() * n, losses, from, to - from);
    for (int output = 0; output < outputs.length; output++) {
      System.arraycopy(rows, tape.outputRow(output) * n, outputs[output], from, to - from);
    }
  }

  double loss(int position) {
    return losses[position];
  }

  double output(int output, int position) {
    return outputs[output][position];
  }
}
