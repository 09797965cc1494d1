package dev.livegrad.training.optimizer;

/** Gradient descent: {@code parameter -= learningRate * gradient}. */
final class Sgd implements Optimizer {
  @Override
  public void update(
      double[] parameters, double[] gradients, double learningRate, double[] updated) {
    for (int i = 0; i < parameters.length; i++) {
      updated[i] = parameters[i] - learningRate * gradients[i];
    }
  }
}
