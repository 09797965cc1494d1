package dev.livegrad.nn;

import dev.livegrad.engine.Value;

/** What a neuron does to its weighted sum. */
public enum Activation {
  TANH,
  RELU,
  SIGMOID,
  LINEAR;

  Value of(Value sum) {
    return switch (this) {
      case TANH -> sum.tanh();
      case RELU -> sum.relu();
      case SIGMOID -> sum.sigmoid();
      case LINEAR -> sum;
    };
  }
}
