package dev.livegrad.training.optimizer;

import dev.livegrad.training.spec.OptimizerSpec;
import java.util.List;

/**
 * RMSprop (G. Hinton, "Neural networks for machine learning", lecture 6, 2012): {@code g +=
 * weightDecay * p}, {@code v = decay * v + (1 - decay) * g**2}, {@code velocity = momentum *
 * velocity + g / (sqrt(v) + epsilon)}, {@code p -= learningRate * velocity}.
 */
final class RmsProp implements Optimizer {
  private final OptimizerSpec.RmsProp rule;
  private final Memory square;
  private final Memory velocity;
  private final List<Memory> memory;

  RmsProp(OptimizerSpec.RmsProp rule, int parameters) {
    this.rule = rule;
    this.square = new Memory("v", parameters);
    this.velocity = new Memory("velocity", parameters);
    this.memory = List.of(square, velocity);
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
    double decay = rule.decay();
    double epsilon = rule.epsilon();
    double weightDecay = rule.weightDecay();
    double momentum = rule.momentum();
    double tiny = epsilon > 0 ? Memory.TINY : 0;
    double[] v = square.present();
    double[] before = velocity.present();
    double[] nextV = square.next();
    double[] after = velocity.next();
    for (int i = from; i < to; i++) {
      double g = gradients[i] + weightDecay * parameters[i];
      nextV[i] = decay * v[i] + (1 - decay) * (g * g) + tiny - tiny;
      after[i] =
          momentum * before[i] + g / (Math.sqrt(nextV[i]) + epsilon) + Memory.TINY - Memory.TINY;
      updated[i] = parameters[i] - learningRate * after[i];
    }
  }

  @Override
  public void commit() {
    square.commit();
    velocity.commit();
  }

  @Override
  public List<Memory> memory() {
    return memory;
  }
}
