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
  private static final double[] ZERO = {0};

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
      case TANH -> {
        expMinus1OfTwice(data, a, out, end);
        tanh(data, a, out, end);
      }
      case EXP -> exp(data, a, out, end);
      case LOG -> log(data, a, out, end);
      case SIGMOID -> {
        expOfMinus(data, a, out, end);
        sigmoid(data, a, out, end);
      }
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

  private static void expMinus1OfTwice(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.expMinus1OfTwice(at(data, a + i)).intoArray(data, out + i);
    }
  }

  private static void tanh(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.tanh(at(data, a + i), at(data, out + i)).intoArray(data, out + i);
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

  private static void expOfMinus(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.expOfMinus(at(data, a + i)).intoArray(data, out + i);
    }
  }

  private static void sigmoid(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.sigmoid(at(data, a + i), at(data, out + i)).intoArray(data, out + i);
    }
  }

  @Override
  public void backward(Elementwise it, double[] data, double[] grad, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int end = it.rows() * n;
    if (it.flowA() >= 0) {
      int flow = it.flowA() * n;
      switch (it.operation()) {
        case ADD, SUBTRACT -> System.arraycopy(grad, out, grad, flow, end);
        case MULTIPLY -> multiply(data, b, grad, out, flow, end);
        case DIVIDE -> divide(grad, out, data, b, flow, end);
        case NEGATE -> negate(grad, out, flow, end);
        case EXP -> multiply(data, out, grad, out, flow, end);
        case LOG -> divide(grad, out, data, a, flow, end);
        case RELU -> reluBackward(data, grad, a, out, flow, end);
        case TANH -> tanhBackward(data, grad, out, flow, end);
        case SIGMOID -> sigmoidBackward(data, grad, out, flow, end);
        case POWER -> {
          if (it.exponent() == 2) {
            squareBackward(data, grad, a, out, flow, end);
          } else {
            plain.backward(it, data, grad, n);
            return;
          }
        }
      }
      addScratch(grad, flow, a, end);
    }
    if (it.flowB() >= 0) {
      int flow = it.flowB() * n;
      switch (it.operation()) {
        case ADD -> System.arraycopy(grad, out, grad, flow, end);
        case SUBTRACT -> negate(grad, out, flow, end);
        case MULTIPLY -> multiply(data, a, grad, out, flow, end);
        case DIVIDE -> divideBackward(data, grad, b, out, flow, end);
        case NEGATE, POWER, EXP, LOG, TANH, RELU, SIGMOID -> throw new AssertionError(it);
      }
      addScratch(grad, flow, b, end);
    }
  }

  private static void addScratch(double[] grad, int flow, int to, int end) {
    if (flow != to) {
      add(grad, to, flow, to, end);
    }
  }

  private static void multiply(
      double[] data, int factor, double[] grad, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, factor + i).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  private static void divide(
      double[] grad, int out, double[] data, int divisor, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
      one.div(at(data, divisor + i)).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  private static void divideBackward(
      double[] data, double[] grad, int b, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector db = at(data, out + i).neg().div(at(data, b + i));
      db.mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  private static void reluBackward(
      double[] data, double[] grad, int a, int out, int flow, int end) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = 0; i < end; i += V) {
      DoubleVector da = zero.blend(1, at(data, a + i).compare(GT, 0));
      da.mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  private static void tanhBackward(double[] data, double[] grad, int out, int flow, int end) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int i = 0; i < end; i += V) {
      DoubleVector y = at(data, out + i);
      one.sub(y.mul(y)).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  private static void sigmoidBackward(double[] data, double[] grad, int out, int flow, int end) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int i = 0; i < end; i += V) {
      DoubleVector y = at(data, out + i);
      y.mul(one.sub(y)).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  private static void squareBackward(
      double[] data, double[] grad, int a, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).mul(2).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  @Override
  public void forward(Affine it, double[] parameters, double[] data, int n) {
    double[] start = it.biased() ? parameters : ZERO;
    int s0 = it.biased() ? it.bias0() : 0;
    int ss = it.biased() ? it.biasStride() : 0;
    int rs = it.weightStride();
    Tiles.product(start, s0, ss, parameters, it.weight0(), rs, 1, data, it.in(), it.out(), n);
  }

  @Override
  public void backwardToInputs(Affine it, double[] parameters, double[] grad, int n) {
    int ks = it.weightStride();
    Tiles.product(ZERO, 0, 0, parameters, it.weight0(), 1, ks, grad, it.out(), it.flow(), n);
    for (int i = 0; i < it.flow().length; i++) {
      addScratch(grad, it.flow()[i] * n, it.in()[i] * n, n);
    }
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
