package dev.livegrad.nn;

import dev.livegrad.engine.Value;

/** What a neuron does to its weighted sum. */
public enum Activation {
  TANH,
  RELU,
  SIGMOID,
  LINEAR;

  /** What no output is below; negative infinity for none. */
  public double least() {
    return switch (this) {
      case TANH -> -1;
      case RELU, SIGMOID -> 0;
      case LINEAR -> Double.NEGATIVE_INFINITY;
    };
  }

  /** What no output is above; infinity for none. */
  public double greatest() {
    return switch (this) {
      case TANH, SIGMOID -> 1;
      case RELU, LINEAR -> Double.POSITIVE_INFINITY;
    };
  }

  Value of(Value sum) {
    return switch (this) {
      case TANH -> sum.tanh();
      case RELU -> sum.relu();
      case SIGMOID -> sum.sigmoid();
      case LINEAR -> sum;
    };
  }
}
