package dev.livegrad.training.optimizer;

import java.util.List;

/**
 * Adam (D. Kingma and J. Ba, "Adam: A method for stochastic optimization", 2015), and AdamW (I.
 * Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2019): {@code p *= 1 -
 * learningRate * decoupledDecay}, {@code g += weightDecay * p}, {@code m = beta1 * m + (1 - beta1)
 * * g}, {@code v = beta2 * v + (1 - beta2) * g**2}, {@code p -= learningRate / (1 - beta1**t) * m /
 * (sqrt(v / (1 - beta2**t)) + epsilon)}.
 */
final class Adam implements Optimizer {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double weightDecay;
  private final double decoupledDecay;
  private final Memory mean;
  private final Memory square;
  private final List<Memory> memory;

  Adam(
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double decoupledDecay,
      int parameters) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
    this.decoupledDecay = decoupledDecay;
    this.mean = new Memory("m", parameters);
    this.square = new Memory("v", parameters);
    this.memory = List.of(mean, square);
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
    double t = (double) step + 1;
    double stepSize = learningRate / correction(beta1, t);
    double root = Math.sqrt(correction(beta2, t));
    double kept = 1 - learningRate * decoupledDecay;
    double tiny = epsilon > 0 ? Memory.TINY : 0;
    double[] m = mean.present();
    double[] v = square.present();
    double[] nextM = mean.next();
    double[] nextV = square.next();
    for (int i = from; i < to; i++) {
      double g = gradients[i] + weightDecay * parameters[i];
      nextM[i] = beta1 * m[i] + (1 - beta1) * g + tiny - tiny;
      nextV[i] = beta2 * v[i] + (1 - beta2) * (g * g) + tiny - tiny;
      updated[i] =
          kept * parameters[i] - stepSize * (nextM[i] / (Math.sqrt(nextV[i]) / root + epsilon));
    }
  }

  /** {@code 1 - beta**t}, which comes to be 1 exactly, since a power below 2**-54 is lost in it. */
  private static double correction(double beta, double t) {
    return t * (1 - beta) > 38 ? 1 : 1 - StrictMath.pow(beta, t);
  }

  @Override
  public void commit() {
    mean.commit();
    square.commit();
  }

  @Override
  public List<Memory> memory() {
    return memory;
  }
}
