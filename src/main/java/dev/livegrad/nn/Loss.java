package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.List;

/** How wrong one sample's outputs are. */
public enum Loss {
  /** {@code (output - target)**2}. */
  SQUARED_ERROR,
  /** {@code max(0, 1 - target * output)}. */
  HINGE;

  /** The loss of one sample: the sum over its outputs. Both lists have one entry an output. */
  public Value of(List<Value> outputs, List<Value> targets) {
    Value sum = of(outputs.getFirst(), targets.getFirst());
    for (int i = 1; i < outputs.size(); i++) {
      sum = sum.plus(of(outputs.get(i), targets.get(i)));
    }
    return sum;
  }

  /** What no output of {@code activation} has a lower loss than, for one target. */
  public double least(double target, Activation activation) {
    double low = activation.least();
    double high = activation.greatest();
    return switch (this) {
      case SQUARED_ERROR -> Math.pow(target - Math.clamp(target, low, high), 2);
      case HINGE -> target == 0 ? 1 : Math.max(0, 1 - Math.max(target * low, target * high));
    };
  }

  private Value of(Value output, Value target) {
    return switch (this) {
      case SQUARED_ERROR -> output.minus(target).power(2);
      case HINGE -> Value.minus(1, target.times(output)).relu();
    };
  }
}
