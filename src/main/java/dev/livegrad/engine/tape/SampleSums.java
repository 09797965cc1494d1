package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;

/**
 * Sums over the samples: of rows, and of products of rows, which are the gradients of parameters.
 *
 * <p>{@link GradientTiles} makes several at a time, from {@code first} on every {@link
 * Kernels#LANES}th sample; where vectors are as long as that, once is enough, and it has added the
 * lanes already.
 */
final class SampleSums {
  private static final int LANES = Kernels.LANES;
  private static final int V = Lanes.SPECIES.length();

  private SampleSums() {}

  /**
   * Adds to {@code gradient} of {@code weight(j, i)}: the products of {@code out[j]}'s gradient and
   * {@code in[i]}.
   */
  static void products(
      Affine it, double[] data, double[] grad, double[] gradient, double[] sums, int n) {
    int[] in = it.in();
    int[] out = it.out();
    int j = 0;
    for (; j + 4 <= out.length; j += 4) {
      int i = 0;
      for (; i + 4 <= in.length; i += 4) {
        for (int first = 0; first < LANES; first += V) {
          GradientTiles.fourByFour(grad, out, j, data, in, i, sums, n, first);
        }
        if (V == LANES) {
          GradientTiles.addSixteen(sums, gradient, it.weight(j, i), it.weightStride());
        } else {
          for (int r = 0; r < 4; r++) {
            addFour(sums, 4 * r, gradient, it.weight(j + r, i));
          }
        }
      }
      for (; i + 2 <= in.length; i += 2) {
        for (int first = 0; first < LANES; first += V) {
          GradientTiles.fourByTwo(grad, out, j, data, in, i, sums, n, first);
        }
        for (int r = 0; r < 4; r++) {
          addTwo(sums, 2 * r, gradient, it.weight(j + r, i));
        }
      }
      for (; i < in.length; i++) {
        for (int first = 0; first < LANES; first += V) {
          GradientTiles.fourByOne(grad, out, j, data, in, i, sums, n, first);
        }
        for (int r = 0; r < 4; r++) {
          gradient[it.weight(j + r, i)] += sum(sums, r);
        }
      }
    }
    for (; j < out.length; j++) {
      int i = 0;
      for (; i + 4 <= in.length; i += 4) {
        for (int first = 0; first < LANES; first += V) {
          GradientTiles.fourByOne(data, in, i, grad, out, j, sums, n, first);
        }
        addFour(sums, 0, gradient, it.weight(j, i));
      }
      for (; i < in.length; i++) {
        for (int first = 0; first < LANES; first += V) {
          GradientTiles.oneByOne(data, in[i] * n, grad, out[j] * n, sums, n, first);
        }
        gradient[it.weight(j, i)] += Kernels.tree(sums, 0);
      }
    }
  }

  /** Adds to {@code gradient} of {@code bias(j)}: {@code out[j]}'s gradient. */
  static void biases(Affine it, double[] grad, double[] gradient, double[] sums, int n) {
    int j = 0;
    for (; j + 4 <= it.out().length; j += 4) {
      for (int first = 0; first < LANES; first += V) {
        GradientTiles.four(grad, it.out(), j, sums, n, first);
      }
      for (int r = 0; r < 4; r++) {
        gradient[it.bias(j + r)] += sum(sums, r);
      }
    }
    for (; j < it.out().length; j++) {
      gradient[it.bias(j)] += one(grad, it.out()[j] * n, sums, n);
    }
  }

  /** The sum of the row that begins at {@code x}. */
  static double one(double[] grad, int x, double[] sums, int n) {
    for (int first = 0; first < LANES; first += V) {
      GradientTiles.one(grad, x, sums, n, first);
    }
    return Kernels.tree(sums, 0);
  }

  /** Adds four finished sums, from the k-th on, to parameters next to each other. */
  private static void addFour(double[] sums, int k, double[] gradient, int parameter) {
    gradient[parameter] += sum(sums, k);
    gradient[parameter + 1] += sum(sums, k + 1);
    gradient[parameter + 2] += sum(sums, k + 2);
    gradient[parameter + 3] += sum(sums, k + 3);
  }

  private static void addTwo(double[] sums, int k, double[] gradient, int parameter) {
    gradient[parameter] += sum(sums, k);
    gradient[parameter + 1] += sum(sums, k + 1);
  }

  /** The k-th sum, which where vectors are short still has its lanes. */
  private static double sum(double[] sums, int k) {
    return V == LANES ? sums[k] : Kernels.tree(sums, k * LANES);
  }
}
