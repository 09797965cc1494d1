package dev.livegrad.nn;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.List;

/** What a layer does to its neurons' weighted sums. */
public enum Activation {
  TANH,
  RELU,
  SIGMOID,
  LINEAR,
  /** As ReLU, but with a slope of 0.01 below 0. */
  LEAKY_RELU,
  /** The Gaussian error linear unit, in its form with tanh. */
  GELU,
  /** The shares of {@code exp(sum)} in all neurons of the layer; only of an output. */
  SOFTMAX;

  /** What no output is below; negative infinity for none. */
  public double least() {
    return switch (this) {
      case TANH -> -1;
      case RELU, SIGMOID, SOFTMAX -> 0;
      case GELU -> -0.1700407505712542;
      case LINEAR, LEAKY_RELU -> Double.NEGATIVE_INFINITY;
    };
  }

  /** What no output is above; infinity for none. */
  public double greatest() {
    return switch (this) {
      case TANH, SIGMOID, SOFTMAX -> 1;
      case RELU, LINEAR, LEAKY_RELU, GELU -> Double.POSITIVE_INFINITY;
    };
  }

  /** The outputs for a layer's weighted sums, one for each. */
  List<Value> of(List<Value> sums) {
    return switch (this) {
      case TANH -> sums.stream().map(Value::tanh).toList();
      case RELU -> sums.stream().map(Value::relu).toList();
      case SIGMOID -> sums.stream().map(Value::sigmoid).toList();
      case LINEAR -> sums;
      case LEAKY_RELU -> sums.stream().map(sum -> sum.apply(Operation.LEAKY_RELU)).toList();
      case GELU -> sums.stream().map(sum -> sum.apply(Operation.GELU)).toList();
      case SOFTMAX -> softmax(sums);
    };
  }

  private static List<Value> softmax(List<Value> sums) {
    Value total = logSumExp(sums);
    return sums.stream().map(sum -> sum.minus(total).exp()).toList();
  }

  /** {@code log(exp(v1) + exp(v2) + ...)}, finite for values of any size. */
  static Value logSumExp(List<Value> values) {
    return values.stream().reduce((a, b) -> a.apply(Operation.LOG_ADD_EXP, b)).orElseThrow();
  }
}
