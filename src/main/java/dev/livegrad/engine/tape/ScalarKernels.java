package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import java.util.Arrays;

/** In plain loops: what the vectors have to agree with, and what runs where there are none. */
final class ScalarKernels implements Kernels {

  @Override
  public void forward(Elementwise it, double[] data, int n) {
    Operation operation = it.operation();
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    for (int i = 0; i < it.rows() * n; i++) {
      double second = b < 0 ? it.exponent() : data[b + i];
      data[out + i] = TapeRules.forward(operation, data[a + i], second);
    }
  }

  @Override
  public void backward(Elementwise it, double[] data, double[] grad, int n) {
    Operation.Rule rule = TapeRules.derivatives(it.operation());
    int out = it.out() * n;
    int a = it.a() * n;
    int b = it.b() * n;
    int flowA = it.flowA() * n;
    int flowB = it.flowB() * n;
    for (int i = 0; flowA >= 0 && i < it.rows() * n; i++) {
      double second = b < 0 ? it.exponent() : data[b + i];
      grad[flowA + i] = rule.da(data[a + i], second, data[out + i]) * grad[out + i];
    }
    addScratch(it, grad, it.flowA(), it.a(), n);
    for (int i = 0; flowB >= 0 && i < it.rows() * n; i++) {
      grad[flowB + i] = rule.db(data[a + i], data[b + i], data[out + i]) * grad[out + i];
    }
    addScratch(it, grad, it.flowB(), it.b(), n);
  }

  private static void addScratch(Elementwise it, double[] grad, int flow, int row, int n) {
    if (flow >= 0 && flow != row) {
      addRows(grad, flow, row, it.rows(), n);
    }
  }

  private static void addRows(double[] grad, int from, int to, int rows, int n) {
    for (int i = 0; i < rows * n; i++) {
      grad[to * n + i] += grad[from * n + i];
    }
  }

  @Override
  public void forward(Affine it, double[] parameters, double[] data, int n) {
    for (int j = 0; j < it.out().length; j++) {
      fill(data, it.out()[j], it.biased() ? parameters[it.bias(j)] : 0, n);
      for (int i = 0; i < it.in().length; i++) {
        multiplyAdd(parameters[it.weight(j, i)], data, it.in()[i], it.out()[j], n);
      }
    }
  }

  @Override
  public void backwardToInputs(Affine it, double[] parameters, double[] grad, int n) {
    for (int i = 0; i < it.flow().length; i++) {
      fill(grad, it.flow()[i], 0, n);
      for (int j = 0; j < it.out().length; j++) {
        multiplyAdd(parameters[it.weight(j, i)], grad, it.out()[j], it.flow()[i], n);
      }
    }
    for (int i = 0; i < it.flow().length; i++) {
      if (it.flow()[i] != it.in()[i]) {
        addRows(grad, it.flow()[i], it.in()[i], 1, n);
      }
    }
  }

  private static void fill(double[] rows, int row, double value, int n) {
    Arrays.fill(rows, row * n, row * n + n, value);
  }

  @Override
  public void backwardToParameters(
      Affine it, double[] data, double[] grad, double[] gradient, double[] sums, int n) {
    for (int j = 0; j < it.out().length; j++) {
      for (int i = 0; i < it.in().length; i++) {
        gradient[it.weight(j, i)] +=
            sumOfProducts(grad, it.out()[j] * n, data, it.in()[i] * n, sums, n);
      }
    }
    // After all weights, of which a graph of its own making may have a bias be one.
    for (int j = 0; it.biased() && j < it.out().length; j++) {
      gradient[it.bias(j)] += sum(grad, it.out()[j], sums, n);
    }
  }

  @Override
  public double sum(double[] grad, int row, double[] sums, int n) {
    Arrays.fill(sums, 0, LANES, 0);
    for (int s = 0; s < n; s++) {
      sums[s % LANES] += grad[row * n + s];
    }
    return Kernels.tree(sums, 0);
  }

  private static double sumOfProducts(
      double[] grad, int g, double[] data, int x, double[] sums, int n) {
    Arrays.fill(sums, 0, LANES, 0);
    for (int s = 0; s < n; s++) {
      sums[s % LANES] = Fused.multiplyAdd(grad[g + s], data[x + s], sums[s % LANES]);
    }
    return Kernels.tree(sums, 0);
  }

  /** Row {@code to} += factor times row {@code from}. */
  private static void multiplyAdd(double factor, double[] rows, int from, int to, int n) {
    for (int s = 0; s < n; s++) {
      rows[to * n + s] = Fused.multiplyAdd(factor, rows[from * n + s], rows[to * n + s]);
    }
  }
}
