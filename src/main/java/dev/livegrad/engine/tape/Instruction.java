package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;

/**
 * One step of a {@link Tape}. A row holds one number for each sample; what an instruction reads
 * lies in rows that earlier ones wrote.
 */
sealed interface Instruction {
  /** Fills row {@code out} with a constant. */
  record Fill(double value, int out) implements Instruction {}

  /**
   * Fills row {@code out} with a parameter; backwards, sums the row's gradient over the samples.
   */
  record Broadcast(int parameter, int out) implements Instruction {}

  /**
   * An operation, row by row: of {@code rows} rows from {@code a} on, and of as many from {@code b}
   * on, into as many from {@code out} on, which may be {@code a} itself.
   *
   * @param b -1 where there is no second operand
   * @param flowA the rows that get what flows back to {@code a}: {@code a} itself where nothing has
   *     flowed there yet, scratch rows that are then added to it where something has, -1 for
   *     nowhere
   * @param flowB likewise for {@code b}
   */
  record Elementwise(
      Operation operation, double exponent, int rows, int a, int b, int out, int flowA, int flowB)
      implements Instruction {}

  /**
   * A layer's weighted sums: row {@code out[j]} is parameter {@code bias(j)} plus the sum over i of
   * parameter {@code weight(j, i)} times row {@code in[i]}: each product fused with its addition,
   * in the order of i.
   *
   * @param in the rows that the sums are made from
   * @param out the sums' rows
   * @param flow for each row of {@code in} the one that gets what flows back to it, as in {@link
   *     Elementwise}; empty for nowhere
   * @param weight0 the parameter {@code weight(0, 0)}; those of one sum follow each other
   * @param weightStride from one sum's weights to the next one's
   * @param bias0 the parameter {@code bias(0)}; -1 where there are no biases
   * @param biasStride from one sum's bias to the next one's
   */
  @SuppressWarnings("ArrayRecordComponent") // Written once, read in the innermost loops.
  record Affine(
      int[] in, int[] out, int[] flow, int weight0, int weightStride, int bias0, int biasStride)
      implements Instruction {
    /** The parameter that stands before input {@code i} in sum {@code j}. */
    int weight(int j, int i) {
      return weight0 + j * weightStride + i;
    }

    boolean biased() {
      return bias0 >= 0;
    }

    int bias(int j) {
      return bias0 + j * biasStride;
    }
  }
}
