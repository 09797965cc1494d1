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

  private Value of(Value output, Value target) {
    return switch (this) {
      case SQUARED_ERROR -> output.minus(target).power(2);
      case HINGE -> Value.minus(1, target.times(output)).relu();
    };
  }
}
