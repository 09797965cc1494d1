package dev.livegrad.training.optimizer;

import dev.livegrad.training.spec.OptimizerSpec;
import java.util.List;

/**
 * AdaGrad (J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods", 2011): {@code g +=
 * weightDecay * p}, {@code sum += g**2}, {@code p -= learningRate * g / (sqrt(sum) + epsilon)}.
 */
final class AdaGrad implements Optimizer {
  private final double epsilon;
  private final double weightDecay;
  private final Memory squares;
  private final List<Memory> memory;

  AdaGrad(OptimizerSpec.AdaGrad rule, int parameters) {
    this.epsilon = rule.epsilon();
    this.weightDecay = rule.weightDecay();
    this.squares = new Memory("sum", parameters);
    this.memory = List.of(squares);
  }

  @Override
  public void update(
      double[] parameters,
      double[] gradients,
      double learningRate,
      long step,
      double[] updated,
      int from,
      int to) {
    double[] sum = squares.present();
    double[] nextSum = squares.next();
    for (int i = from; i < to; i++) {
      double g = gradients[i] + weightDecay * parameters[i];
      nextSum[i] = sum[i] + g * g;
      updated[i] = parameters[i] - learningRate * (g / (Math.sqrt(nextSum[i]) + epsilon));
    }
  }

  @Override
  public void commit() {
    squares.commit();
  }

  @Override
  public List<Memory> memory() {
    return memory;
  }
}
