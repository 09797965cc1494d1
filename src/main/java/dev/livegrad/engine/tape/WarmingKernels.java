package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Plain loops until the vectors are compiled, then the vectors. Before the JIT has seen to it, an
 * operation on vectors takes a thousand times as long as on numbers; so a thread of its own
 * practises until the vectors are the faster ones, while training goes on. Since both give the same
 * bits, nobody can tell when it was.
 */
final class WarmingKernels implements Kernels {
  private static volatile boolean warm;

  private final Kernels plain = new PlainKernels();
  private final Kernels vectors = new VectorKernels();

  private Kernels now() {
    if (warm) {
      return vectors;
    }
    WarmUp.begin();
    return plain;
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
      Affine instruction, double[] data, double[] grad, double[] lanes, int n) {
    now().backwardToParameters(instruction, data, grad, lanes, n);
  }

  @Override
  public void sum(double[] grad, int row, double[] lanes, int parameter, int n) {
    now().sum(grad, row, lanes, parameter, n);
  }

  /** Runs once in a process, from the first step on. */
  private static final class WarmUp {
    private static final long MAX_NANOS = 5_000_000_000L;

    /** A layer with every size of tile in it, for one vector of samples and for several. */
    private static final int[] IN = IntStream.range(0, 5).toArray();

    private static final int[] OUT = IntStream.range(5, 10).toArray();
    private static final Affine LAYER = new Affine(IN, OUT, IN, 0, 6, 5, 6);
    private static final int[] SAMPLES = {LANES, 5 * LANES};

    private final double[] parameters = new Random(0).doubles(30, -1, 1).toArray();
    private final double[] lanes = new double[parameters.length * LANES];
    private final double[] data = new Random(1).doubles(15 * 5 * LANES, -1, 1).toArray();
    private final double[] grad = data.clone();

    static {
      Thread.ofPlatform().name("livegrad-warm-up").daemon().start(() -> new WarmUp().practise());
    }

    /** Begins, the first time. */
    static void begin() {}

    private void practise() {
      Kernels plain = new PlainKernels();
      Kernels vectors = new VectorKernels();
      long start = System.nanoTime();
      while (System.nanoTime() - start < MAX_NANOS && time(vectors) > time(plain)) {
        // Once more.
      }
      warm = true;
    }

    private long time(Kernels kernels) {
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        for (int n : SAMPLES) {
          kernels.forward(LAYER, parameters, data, n);
          for (Operation operation : Operation.values()) {
            // The result doesn't matter, so the second operand of a function of one is none either.
            int b = operation.operands() == 2 ? 0 : -1;
            Elementwise it = new Elementwise(operation, 2, 5, 5, b, 10, 5, b);
            kernels.forward(it, data, n);
            kernels.backward(it, data, grad, n);
          }
          kernels.backwardToParameters(LAYER, data, grad, lanes, n);
          kernels.backwardToInputs(LAYER, parameters, grad, n);
        }
      }
      return System.nanoTime() - start;
    }
  }
}
