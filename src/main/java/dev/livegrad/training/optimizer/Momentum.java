package dev.livegrad.training.optimizer;

import dev.livegrad.training.spec.OptimizerSpec;
import java.util.List;

/**
 * Gradient descent with momentum: {@code g += weightDecay * p}, {@code velocity = momentum *
 * velocity + g}, {@code p -= learningRate * velocity}; or, as Nesterov has it, {@code p -=
 * learningRate * (g + momentum * velocity)}.
 */
final class Momentum implements Optimizer {
  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;
  private final Memory velocity;
  private final List<Memory> memory;

  Momentum(OptimizerSpec.Sgd rule, int parameters) {
    this.momentum = rule.momentum();
    this.nesterov = rule.nesterov();
    this.weightDecay = rule.weightDecay();
    this.velocity = new Memory("velocity", parameters);
    this.memory = List.of(velocity);
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
    double[] before = velocity.present();
    double[] after = velocity.next();
    // Not in the loop, which is then made of vectors.
    double ahead = nesterov ? momentum : 1;
    double own = nesterov ? 1 : 0;
    for (int i = from; i < to; i++) {
      double g = gradients[i] + weightDecay * parameters[i];
      double v = momentum * before[i] + g + Memory.TINY - Memory.TINY;
      after[i] = v;
      updated[i] = parameters[i] - learningRate * (own * g + ahead * v);
    }
  }

  @Override
  public void commit() {
    velocity.commit();
  }

  @Override
  public List<Memory> memory() {
    return memory;
  }
}
