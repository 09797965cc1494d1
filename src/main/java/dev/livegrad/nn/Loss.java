package dev.livegrad.nn;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** How wrong one sample's outputs are. */
public enum Loss {
  /** {@code (output - target)**2}. */
  SQUARED_ERROR,
  /** {@code max(0, 1 - target * output)}. */
  HINGE,
  /**
   * {@code -target * log(output) - (1 - target) * log(1 - output)} of sigmoid outputs, from their
   * weighted sums, so that it is finite and right for any: {@code target * softplus(-sum) + (1 -
   * target) * softplus(sum)}.
   */
  BINARY_CROSS_ENTROPY,
  /**
   * {@code -target1 * log(output1) - target2 * log(output2) - ...} of softmax outputs and targets
   * that sum to 1, from the weighted sums, so that it is finite and right for any: the log of the
   * sum of {@code exp(sum - t)}, where t is the sums' mean weighted by the targets.
   */
  CROSS_ENTROPY;

  /** Whether outputs may have this activation. */
  public boolean allows(Activation output) {
    return switch (this) {
      case SQUARED_ERROR, HINGE -> true;
      case BINARY_CROSS_ENTROPY -> output == Activation.SIGMOID;
      case CROSS_ENTROPY -> output == Activation.SOFTMAX;
    };
  }

  /**
   * The loss of one sample: the sum over its outputs.
   *
   * @param sums the outputs before their activation
   * @param targets one for each output, as are the others
   */
  public Value of(List<Value> sums, List<Value> outputs, List<Value> targets) {
    return switch (this) {
      case SQUARED_ERROR -> sum(i -> outputs.get(i).minus(targets.get(i)).power(2), targets.size());
      case HINGE ->
          sum(i -> Value.minus(1, targets.get(i).times(outputs.get(i))).relu(), targets.size());
      case BINARY_CROSS_ENTROPY ->
          sum(i -> binaryCrossEntropy(sums.get(i), targets.get(i)), targets.size());
      case CROSS_ENTROPY -> {
        Value aim = sum(i -> targets.get(i).times(sums.get(i)), targets.size());
        yield Activation.logSumExp(sums.stream().map(sum -> sum.minus(aim)).toList());
      }
    };
  }

  private static Value binaryCrossEntropy(Value sum, Value target) {
    Value one = target.times(sum.negate().apply(Operation.SOFTPLUS));
    return one.plus(Value.minus(1, target).times(sum.apply(Operation.SOFTPLUS)));
  }

  private static Value sum(IntFunction<Value> part, int count) {
    return IntStream.range(0, count).mapToObj(part).reduce(Value::plus).orElseThrow();
  }

  /** What no output of {@code activation} has a lower loss than, for one target. */
  public double least(double target, Activation activation) {
    double low = activation.least();
    double high = activation.greatest();
    return switch (this) {
      case SQUARED_ERROR -> Math.pow(target - Math.clamp(target, low, high), 2);
      case HINGE -> target == 0 ? 1 : Math.max(0, 1 - Math.max(target * low, target * high));
      case BINARY_CROSS_ENTROPY -> information(target) + information(1 - target);
      case CROSS_ENTROPY -> information(target);
    };
  }

  /** {@code -p * log(p)}, whose limit at 0 is 0. */
  private static double information(double p) {
    return p <= 0 ? 0 : -p * StrictMath.log(p);
  }
}
