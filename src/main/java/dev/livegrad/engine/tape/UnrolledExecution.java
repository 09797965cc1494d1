package dev.livegrad.engine.tape;

/**
 * Runs a small tape over a few samples by code made for just that: where a loop has only a few
 * rounds, its beginning and end cost more than what it does. Belongs to one thread at a time.
 */
final class UnrolledExecution {
  /** The most samples: with more, vectors are faster. */
  static final int MAX_SAMPLES = 4;

  /** The most multiplications or so: with more, vectors are faster even for few samples. */
  private static final long MAX_WORK = 2_500;

  private final Tape tape;
  private final int samples;
  private final UnrolledClass code;
  private final double[] memory;
  private final double[] lossLanes = new double[Kernels.LANES];

  /** Whether the full batch stands in the input rows. */
  private boolean loaded;

  UnrolledExecution(Tape tape, int samples) {
    UnrolledCode.Written written = UnrolledCode.write(tape, samples);
    this.tape = tape;
    this.samples = samples;
    this.code = UnrolledClass.of(written);
    this.memory = new double[written.memory()];
  }

  /** Whether a batch has few enough samples, and little enough work, for unrolled code. */
  static boolean suits(int samples, long workPerSample) {
    return samples <= MAX_SAMPLES && samples * workPerSample <= MAX_WORK;
  }

  /** Forward and backward, as {@link Execution#run(double[], double, double[])}. */
  double run(Batch batch, double[] parameters, double seed, double[] gradient) {
    if (!loaded || !batch.isFull()) {
      batch.load(memory, samples, 0, samples);
      loaded = batch.isFull();
    }
    code.run(memory, parameters, seed, gradient);
    batch.take(tape, memory, samples, 0, samples);
    int loss = tape.lossRow() * samples;
    for (int s = 0; s < samples; s++) {
      lossLanes[s] = 0 + memory[loss + s];
    }
    return Kernels.tree(lossLanes, 0);
  }
}
