package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;

/**
 * The instructions' arithmetic. There are two implementations, with vectors and without, and for
 * every input they give the same bits.
 *
 * <p>{@code data} and {@code grad} hold rows of {@code n} numbers, one for each sample; n is a
 * multiple of {@link #LANES}. {@code lanes} holds {@link #LANES} sums for each parameter: lane l
 * sums the samples whose number is l modulo {@code LANES}, in their order. That order is part of
 * what a run is.
 */
interface Kernels {
  /** How many samples go in step. */
  int LANES = 8;

  /** As many rows as a tape may have whose vectors are practised. */
  int MAX_WARMED_ROWS = 20_000;

  /** Applies an operation to its rows. */
  void forward(Elementwise instruction, double[] data, int n);

  /** Lets the gradient flow back through an operation. */
  void backward(Elementwise instruction, double[] data, double[] grad, int n);

  /** Computes weighted sums. */
  void forward(Affine instruction, double[] parameters, double[] data, int n);

  /** Lets the gradient flow back through weighted sums: from 0 on, in the order of the sums. */
  void backwardToInputs(Affine instruction, double[] parameters, double[] grad, int n);

  /** Adds to the weights' and biases' lanes what flows back through weighted sums. */
  void backwardToParameters(
      Affine instruction, double[] data, double[] grad, double[] lanes, int n);

  /** Adds row {@code row} of {@code grad} to the lanes of {@code parameter}. */
  void sum(double[] grad, int row, double[] lanes, int parameter, int n);

  /**
   * Those with vectors where the JDK's vector module is there, as soon as they are the faster ones,
   * and plain loops elsewhere. The system property {@code livegrad.simd} asks for plain loops with
   * {@code false}, and with {@code true} for vectors from the first step on.
   *
   * @param columns the tape's samples, to practise with
   */
  static Kernels best(Tape tape, double[][] columns, int samples) {
    String wish = System.getProperty("livegrad.simd", "");
    if (wish.equals("false") || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new PlainKernels();
    }
    // A tape so long is run too rarely to be practised, and too large to have a second set of rows.
    return wish.equals("true") || tape.rows() > MAX_WARMED_ROWS
        ? new VectorKernels()
        : new WarmingKernels(tape, columns, samples);
  }
}
