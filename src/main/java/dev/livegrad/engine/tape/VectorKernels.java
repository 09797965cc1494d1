package dev.livegrad.engine.tape;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * With the JDK's vectors: as many samples in one instruction of the processor as it takes, at most
 * {@link #LANES}.
 *
 * <p>Weighted sums are computed in tiles that fit into the registers, so that a number that was
 * loaded serves several products. An operation with no case here runs by its plain rule.
 */
final class VectorKernels implements Kernels {
  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() > LANES
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  private static final int V = SPECIES.length();

  private final PlainKernels plain = new PlainKernels();

  @Override
  public void forward(Elementwise it, double[] data, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int end = it.rows() * n;
    switch (it.operation()) {
      case ADD -> add(data, a, b, out, end);
      case SUBTRACT -> subtract(data, a, b, out, end);
      case MULTIPLY -> multiply(data, a, b, out, end);
      case DIVIDE -> divide(data, a, b, out, end);
      case NEGATE -> negate(data, a, out, end);
      case RELU -> relu(data, a, out, end);
      case TANH -> tanh(data, a, out, end);
      case EXP -> exp(data, a, out, end);
      case LOG -> log(data, a, out, end);
      case SIGMOID -> sigmoid(data, a, out, end);
      case POWER -> {
        if (it.exponent() == 2) {
          multiply(data, a, a, out, end);
        } else {
          plain.forward(it, data, n);
        }
      }
    }
  }

  // Each loop is a method of its own: in one with many of them, vectors would end up on the heap.

  private static void add(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).add(at(data, b + i)).intoArray(data, out + i);
    }
  }

  private static void subtract(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).sub(at(data, b + i)).intoArray(data, out + i);
    }
  }

  private static void multiply(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).mul(at(data, b + i)).intoArray(data, out + i);
    }
  }

  private static void divide(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).div(at(data, b + i)).intoArray(data, out + i);
    }
  }

  private static void negate(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).neg().intoArray(data, out + i);
    }
  }

  private static void relu(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector x = at(data, a + i);
      x.blend(0, x.compare(LE, 0)).intoArray(data, out + i);
    }
  }

  private static void tanh(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.tanh(at(data, a + i)).intoArray(data, out + i);
    }
  }

  private static void exp(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.exp(at(data, a + i)).intoArray(data, out + i);
    }
  }

  private static void log(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.log(at(data, a + i)).intoArray(data, out + i);
    }
  }

  private static void sigmoid(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.sigmoid(at(data, a + i)).intoArray(data, out + i);
    }
  }

  @Override
  public void backward(Elementwise it, double[] data, double[] grad, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int end = it.rows() * n;
    switch (it.operation()) {
      case ADD -> {
        if (it.gradA()) {
          add(grad, a, out, a, end);
        }
        if (it.gradB()) {
          add(grad, b, out, b, end);
        }
      }
      case SUBTRACT -> {
        if (it.gradA()) {
          add(grad, a, out, a, end);
        }
        if (it.gradB()) {
          subtract(grad, b, out, b, end);
        }
      }
      case MULTIPLY -> {
        if (it.gradA()) {
          multiplyAdd(data, b, grad, out, a, end);
        }
        if (it.gradB()) {
          multiplyAdd(data, a, grad, out, b, end);
        }
      }
      case NEGATE -> subtract(grad, a, out, a, end);
      case EXP -> multiplyAdd(data, out, grad, out, a, end);
      case RELU -> reluBackward(data, grad, a, out, end);
      case TANH -> tanhBackward(data, grad, a, out, end);
      case SIGMOID -> sigmoidBackward(data, grad, a, out, end);
      case POWER -> {
        if (it.exponent() == 2) {
          squareBackward(data, grad, a, out, end);
        } else {
          plain.backward(it, data, grad, n);
        }
      }
      case DIVIDE, LOG -> plain.backward(it, data, grad, n);
    }
  }

  private static void multiplyAdd(
      double[] data, int factor, double[] grad, int out, int to, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, factor + i).fma(at(grad, out + i), at(grad, to + i)).intoArray(grad, to + i);
    }
  }

  private static void reluBackward(double[] data, double[] grad, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector one = DoubleVector.zero(SPECIES).blend(1, at(data, a + i).compare(GT, 0));
      one.fma(at(grad, out + i), at(grad, a + i)).intoArray(grad, a + i);
    }
  }

  private static void tanhBackward(double[] data, double[] grad, int a, int out, int end) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int i = 0; i < end; i += V) {
      DoubleVector y = at(data, out + i);
      one.sub(y.mul(y)).fma(at(grad, out + i), at(grad, a + i)).intoArray(grad, a + i);
    }
  }

  private static void sigmoidBackward(double[] data, double[] grad, int a, int out, int end) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int i = 0; i < end; i += V) {
      DoubleVector y = at(data, out + i);
      y.mul(one.sub(y)).fma(at(grad, out + i), at(grad, a + i)).intoArray(grad, a + i);
    }
  }

  private static void squareBackward(double[] data, double[] grad, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).mul(2).fma(at(grad, out + i), at(grad, a + i)).intoArray(grad, a + i);
    }
  }

  @Override
  public void forward(Affine it, double[] parameters, double[] data, int n) {
    plain.startWithBias(it, parameters, data, n);
    Tiles.product(parameters, it.weight0(), it.weightStride(), 1, data, it.in(), it.out(), n);
  }

  @Override
  public void backwardToInputs(Affine it, double[] parameters, double[] grad, int n) {
    Tiles.product(parameters, it.weight0(), 1, it.weightStride(), grad, it.out(), it.in(), n);
  }

  @Override
  public void backwardToParameters(Affine it, double[] data, double[] grad, double[] lanes, int n) {
    Tiles.outerProduct(it, data, grad, lanes, n);
    int j = 0;
    if (it.biased()) {
      for (; j + 4 <= it.out().length; j += 4) {
        Tiles.sumFour(grad, it.out(), j, lanes, it.bias(j), it.biasStride(), n);
      }
      for (; j < it.out().length; j++) {
        sum(grad, it.out()[j], lanes, it.bias(j), n);
      }
    }
  }

  @Override
  public void sum(double[] grad, int row, double[] lanes, int parameter, int n) {
    for (int first = 0; first < LANES; first += V) {
      int lane = parameter * LANES + first;
      DoubleVector sum = at(lanes, lane);
      for (int s = row * n + first; s < row * n + n; s += LANES) {
        sum = sum.add(at(grad, s));
      }
      sum.intoArray(lanes, lane);
    }
  }

  static DoubleVector at(double[] array, int index) {
    return DoubleVector.fromArray(SPECIES, array, index);
  }
}
