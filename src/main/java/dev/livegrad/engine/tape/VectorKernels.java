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

  private final ScalarKernels plain = new ScalarKernels();

  @Override
  public void forward(Elementwise it, double[] data, int n) {
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int end = it.rows() * n;
    switch (it.operation()) {
      case ADD -> VectorLoops.add(data, a, b, out, end);
      case SUBTRACT -> VectorLoops.subtract(data, a, b, out, end);
      case MULTIPLY -> VectorLoops.multiply(data, a, b, out, end);
      case DIVIDE -> VectorLoops.divide(data, a, b, out, end);
      case NEGATE -> VectorLoops.negate(data, a, out, end);
      case RELU -> VectorLoops.relu(data, a, out, end);
      case LEAKY_RELU -> VectorLoops.leakyRelu(data, a, out, end);
      case TANH -> {
        VectorLoops.expMinus1OfTwice(data, a, out, end);
        VectorLoops.tanh(data, out, end);
      }
      case GELU -> {
        geluTanh(data, a, data, out, end);
        VectorLoops.gelu(data, a, out, end);
      }
      case EXP -> VectorLoops.exp(data, a, out, end);
      case LOG -> VectorLoops.log(data, a, out, end);
      case SIGMOID -> {
        VectorLoops.expOfMinus(data, a, out, end);
        VectorLoops.sigmoid(data, a, out, end);
      }
      case POWER -> {
        if (it.exponent() == 2) {
          VectorLoops.multiply(data, a, a, out, end);
        } else {
          plain.forward(it, data, n);
        }
      }
      default -> plain.forward(it, data, n);
    }
  }

  private static void geluTanh(double[] data, int a, double[] to, int out, int end) {
    VectorLoops.geluBend(data, a, to, out, end);
    VectorLoops.expMinus1OfTwice(to, out, out, end);
    VectorLoops.tanh(to, out, end);
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
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          EXP,
          LOG,
          TANH,
          RELU,
          LEAKY_RELU,
          GELU,
          SIGMOID ->
          true;
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
      case MULTIPLY -> VectorLoops.multiply(data, b, grad, out, flow, end);
      case DIVIDE -> VectorLoops.divide(grad, out, data, b, flow, end);
      case NEGATE -> VectorLoops.negate(grad, out, flow, end);
      case EXP -> VectorLoops.multiply(data, out, grad, out, flow, end);
      case LOG -> VectorLoops.divide(grad, out, data, a, flow, end);
      case RELU -> VectorLoops.reluBackward(data, grad, a, out, flow, end);
      case LEAKY_RELU -> VectorLoops.leakyReluBackward(data, grad, a, out, flow, end);
      case GELU -> {
        geluTanh(data, a, grad, flow, end);
        VectorLoops.geluBackward(data, grad, a, out, flow, end);
      }
      case TANH -> VectorLoops.tanhBackward(data, grad, out, flow, end);
      case SIGMOID -> VectorLoops.sigmoidBackward(data, grad, out, flow, end);
      case POWER -> VectorLoops.squareBackward(data, grad, a, out, flow, end);
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
      case SUBTRACT -> VectorLoops.negate(grad, out, flow, end);
      case MULTIPLY -> VectorLoops.multiply(data, a, grad, out, flow, end);
      case DIVIDE -> VectorLoops.divideBackward(data, grad, b, out, flow, end);
      default -> throw new AssertionError(it);
    }
  }

  private static void addScratch(double[] grad, int flow, int to, int end) {
    if (flow != to) {
      VectorLoops.add(grad, to, flow, to, end);
    }
  }

  @Override
  public void forward(Affine it, double[] parameters, double[] data, int n) {
    double[] start = it.biased() ? parameters : ZERO;
    int s0 = it.biased() ? it.bias0() : 0;
    int ss = it.biased() ? it.biasStride() : 0;
    int rs = it.weightStride();
    ProductTiles.product(
        start, s0, ss, parameters, it.weight0(), rs, 1, data, it.in(), it.out(), n);
  }

  @Override
  public void backwardToInputs(Affine it, double[] parameters, double[] grad, int n) {
    int ks = it.weightStride();
    ProductTiles.product(ZERO, 0, 0, parameters, it.weight0(), 1, ks, grad, it.out(), it.flow(), n);
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
