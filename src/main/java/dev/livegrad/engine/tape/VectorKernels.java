package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;

/**
 * With the JDK's vectors: as many samples in one instruction of the processor as it takes, at most
 * {@link #LANES}.
 *
 * <p>Weighted sums are computed in tiles that fit into the registers, so that a number that was
 * loaded serves several products. An operation with no case here runs by its plain rule.
 */
final class VectorKernels implements Kernels {
  private static final double[] ZERO = {0};

  private final PlainKernels plain = new PlainKernels();

  @Override
  public void forward(Elementwise it, double[] data, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int end = it.rows() * n;
    switch (it.operation()) {
      case ADD -> Loops.add(data, a, b, out, end);
      case SUBTRACT -> Loops.subtract(data, a, b, out, end);
      case MULTIPLY -> Loops.multiply(data, a, b, out, end);
      case DIVIDE -> Loops.divide(data, a, b, out, end);
      case NEGATE -> Loops.negate(data, a, out, end);
      case RELU -> Loops.relu(data, a, out, end);
      case TANH -> {
        Loops.expMinus1OfTwice(data, a, out, end);
        Loops.tanh(data, out, end);
      }
      case EXP -> Loops.exp(data, a, out, end);
      case LOG -> Loops.log(data, a, out, end);
      case SIGMOID -> {
        Loops.expOfMinus(data, a, out, end);
        Loops.sigmoid(data, a, out, end);
      }
      case POWER -> {
        if (it.exponent() == 2) {
          Loops.multiply(data, a, a, out, end);
        } else {
          plain.forward(it, data, n);
        }
      }
      default -> plain.forward(it, data, n);
    }
  }

  @Override
  public void backward(Elementwise it, double[] data, double[] grad, int n) {
    if (!hasVectors(it)) {
      plain.backward(it, data, grad, n);
      return;
    }
    int end = it.rows() * n;
    if (it.flowA() >= 0) {
      flowToA(it, data, grad, n);
      addScratch(grad, it.flowA() * n, it.a() * n, end);
    }
    if (it.flowB() >= 0) {
      flowToB(it, data, grad, n);
      addScratch(grad, it.flowB() * n, it.b() * n, end);
    }
  }

  private static boolean hasVectors(Elementwise it) {
    return switch (it.operation()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, EXP, LOG, TANH, RELU, SIGMOID -> true;
      case POWER -> it.exponent() == 2;
      default -> false;
    };
  }

  private static void flowToA(Elementwise it, double[] data, double[] grad, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int flow = it.flowA() * n;
    int end = it.rows() * n;
    switch (it.operation()) {
      case ADD, SUBTRACT -> System.arraycopy(grad, out, grad, flow, end);
      case MULTIPLY -> Loops.multiply(data, b, grad, out, flow, end);
      case DIVIDE -> Loops.divide(grad, out, data, b, flow, end);
      case NEGATE -> Loops.negate(grad, out, flow, end);
      case EXP -> Loops.multiply(data, out, grad, out, flow, end);
      case LOG -> Loops.divide(grad, out, data, a, flow, end);
      case RELU -> Loops.reluBackward(data, grad, a, out, flow, end);
      case TANH -> Loops.tanhBackward(data, grad, out, flow, end);
      case SIGMOID -> Loops.sigmoidBackward(data, grad, out, flow, end);
      case POWER -> Loops.squareBackward(data, grad, a, out, flow, end);
      default -> throw new AssertionError(it);
    }
  }

  private static void flowToB(Elementwise it, double[] data, double[] grad, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int flow = it.flowB() * n;
    int end = it.rows() * n;
    switch (it.operation()) {
      case ADD -> System.arraycopy(grad, out, grad, flow, end);
      case SUBTRACT -> Loops.negate(grad, out, flow, end);
      case MULTIPLY -> Loops.multiply(data, a, grad, out, flow, end);
      case DIVIDE -> Loops.divideBackward(data, grad, b, out, flow, end);
      default -> throw new AssertionError(it);
    }
  }

  private static void addScratch(double[] grad, int flow, int to, int end) {
    if (flow != to) {
      Loops.add(grad, to, flow, to, end);
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
  public void backwardToParameters(
      Affine it, double[] data, double[] grad, double[] gradient, double[] sums, int n) {
    SampleSums.products(it, data, grad, gradient, sums, n);
    // After all weights, of which a graph of its own making may have a bias be one.
    if (it.biased()) {
      SampleSums.biases(it, grad, gradient, sums, n);
    }
  }

  @Override
  public double sum(double[] grad, int row, double[] sums, int n) {
    return SampleSums.one(grad, row * n, sums, n);
  }
}
