package dev.livegrad.training.optimizer;

import dev.livegrad.training.spec.OptimizerSpec;

/**
 * The rule by which parameters follow from their gradients. It allocates nothing. Belongs to one
 * thread at a time.
 */
public interface Optimizer {
  /** The optimizer that a spec names, at the beginning of a run. */
  static Optimizer of(OptimizerSpec spec) {
    return switch (spec.name()) {
      case SGD -> new Sgd();
    };
  }

  /**
   * Makes one update. All arrays have an entry for each parameter.
   *
   * @param updated gets the parameters after the update; may be {@code parameters} itself
   */
  void update(double[] parameters, double[] gradients, double learningRate, double[] updated);
}
