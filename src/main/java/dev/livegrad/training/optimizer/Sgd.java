package dev.livegrad.training.optimizer;

/** Gradient descent: {@code p -= learningRate * (g + weightDecay * p)}. */
final class Sgd implements Optimizer {
  private final double weightDecay;

  Sgd(double weightDecay) {
    this.weightDecay = weightDecay;
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
    if (weightDecay == 0) {
      for (int i = from; i < to; i++) {
        updated[i] = parameters[i] - learningRate * gradients[i];
      }
      return;
    }
    for (int i = from; i < to; i++) {
      updated[i] = parameters[i] - learningRate * (gradients[i] + weightDecay * parameters[i]);
    }
  }
}
