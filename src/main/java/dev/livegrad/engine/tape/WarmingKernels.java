package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Plain loops until the vectors are compiled, then the vectors. Before the JIT has seen to it, an
 * operation on vectors takes a thousand times as long as on numbers; so a thread of its own runs
 * them until they are the faster ones, while training goes on. Since both give the same bits,
 * nobody can tell when it was.
 */
final class WarmingKernels implements Kernels {
  /**
   * One for the whole process, as the JIT is: the loops that one tape warms up are warm for all,
   * and who resets a run again and again must not start a thread each time.
   */
  private static final Semaphore WARMING_UP = new Semaphore(1);

  private static final int ROUND = 10;
  private static final long MAX_NANOS = 10_000_000_000L;

  /** Enough for every size of tile. */
  private static final int MAX_SAMPLES = 5 * LANES;

  private final Kernels plain = new ScalarKernels();
  private final Kernels vectors = new VectorKernels();
  private final Tape tape;
  private final double[][] columns;
  private final int samples;

  private boolean begun;
  private volatile boolean warm;

  /**
   * Kernels for one tape.
   *
   * @param columns the samples, of which some are used to warm up with
   */
  WarmingKernels(Tape tape, double[][] columns, int samples) {
    this.tape = tape;
    this.columns = columns;
    this.samples = Math.min(samples, MAX_SAMPLES);
  }

  private Kernels now() {
    if (warm) {
      return vectors;
    }
    begin();
    return plain;
  }

  /** With the first step and no sooner: a server's start has other things to do. */
  private synchronized void begin() {
    if (!begun && WARMING_UP.tryAcquire()) {
      begun = true;
      Thread.ofPlatform().name("livegrad-warm-up").daemon().start(this::warmUp);
    }
  }

  private void warmUp() {
    try {
      warmUpUntilFaster();
    } finally {
      WARMING_UP.release();
    }
  }

  private void warmUpUntilFaster() {
    Batch batch = new Batch(columns, samples, tape.outputs());
    double[] parameters = new Random(0).doubles(tape.parameters(), -1, 1).toArray();
    double[] gradient = new double[parameters.length];
    Worker slow = new Worker(tape, plain, samples);
    Worker fast = new Worker(tape, vectors, samples);
    long start = System.nanoTime();
    while (time(fast, batch, parameters, gradient) > time(slow, batch, parameters, gradient)
        && System.nanoTime() - start < MAX_NANOS) {
      // Once more.
    }
    warm = true;
  }

  private static long time(Worker worker, Batch batch, double[] parameters, double[] gradient) {
    long start = System.nanoTime();
    for (int i = 0; i < ROUND; i++) {
      worker.run(batch, 0, batch.size(), parameters, 1, gradient);
    }
    return System.nanoTime() - start;
  }

  @Override
  public void forward(Elementwise instruction, double[] data, int n) {
    now().forward(instruction, data, n);
  }

  @Override
  public void backward(Elementwise instruction, double[] data, double[] grad, int n) {
    now().backward(instruction, data, grad, n);
  }

  @Override
  public void forward(Affine instruction, double[] parameters, double[] data, int n) {
    now().forward(instruction, parameters, data, n);
  }

  @Override
  public void backwardToInputs(Affine instruction, double[] parameters, double[] grad, int n) {
    now().backwardToInputs(instruction, parameters, grad, n);
  }

  @Override
  public void backwardToParameters(
      Affine instruction, double[] data, double[] grad, double[] gradient, double[] sums, int n) {
    now().backwardToParameters(instruction, data, grad, gradient, sums, n);
  }

  @Override
  public double sum(double[] grad, int row, double[] sums, int n) {
    return now().sum(grad, row, sums, n);
  }
}
