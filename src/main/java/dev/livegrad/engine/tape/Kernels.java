package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;

/**
 * The instructions' arithmetic. There are two implementations, with vectors and without, and for
 * every input they give the same bits.
 *
 * <p>{@code data} and {@code grad} hold rows of {@code n} numbers, one for each sample; n is a
 * multiple of {@link #LANES}. A sum over them has {@link #LANES} lanes: lane l sums the samples
 * whose number is l modulo {@code LANES}, in their order; {@link #tree} adds the lanes. That order
 * is part of what a run is.
 */
interface Kernels {
  /** The number of samples that go in step. */
  int LANES = 8;

  /** The length of {@code sums}, where methods put lanes. */
  int SCRATCH = 16 * LANES;

  /** The most rows of a tape whose vectors are warmed up. */
  int MAX_WARMED_ROWS = 20_000;

  /** Applies an operation to its rows. */
  void forward(Elementwise instruction, double[] data, int n);

  /** Lets the gradient flow back through an operation. */
  void backward(Elementwise instruction, double[] data, double[] grad, int n);

  /** Computes weighted sums. */
  void forward(Affine instruction, double[] parameters, double[] data, int n);

  /** Lets the gradient flow back through weighted sums: from 0 on, in the order of the sums. */
  void backwardToInputs(Affine instruction, double[] parameters, double[] grad, int n);

  /** Adds to the weights' and biases' gradients what flows back through weighted sums. */
  void backwardToParameters(
      Affine instruction, double[] data, double[] grad, double[] gradient, double[] sums, int n);

  /** The sum of row {@code row} of {@code grad}. */
  double sum(double[] grad, int row, double[] sums, int n);

  /** The sum of the lanes from {@code first} on. */
  static double tree(double[] lanes, int first) {
    return ((lanes[first] + lanes[first + 1]) + (lanes[first + 2] + lanes[first + 3]))
        + ((lanes[first + 4] + lanes[first + 5]) + (lanes[first + 6] + lanes[first + 7]));
  }

  /**
   * Those with vectors where the JDK's vector module is there, as soon as they are the faster ones,
   * and plain loops elsewhere, as on a processor that can't multiply and add in one. The system
   * property {@code livegrad.simd} asks for plain loops with {@code false}, and with {@code true}
   * for vectors from the first step on.
   *
   * @param columns the tape's samples, to warm up with
   */
  static Kernels best(Tape tape, double[][] columns, int samples) {
    String wish = System.getProperty("livegrad.simd", "");
    if (wish.equals("false")
        || !Fused.BY_PROCESSOR
        || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new ScalarKernels();
    }
    // A tape so long is run too rarely to warm up, and is too large to have a second set of rows.
    return wish.equals("true") || tape.rows() > MAX_WARMED_ROWS
        ? new VectorKernels()
        : new WarmingKernels(tape, columns, samples);
  }
}
