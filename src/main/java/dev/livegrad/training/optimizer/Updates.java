package dev.livegrad.training.optimizer;

import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.OptimizerSpec;
import java.util.Arrays;
import java.util.List;

/**
 * The updates of a network's parameters: by the optimizer's rule, and none for a layer that is
 * frozen. What the optimizer remembers of it stands still then, and so does the number of its
 * updates, as PyTorch counts them. Belongs to one thread at a time.
 */
public final class Updates {
  /** Where each layer's parameters begin, and behind them how many there are. */
  private final int[] begins;

  /** How many updates were made while a layer was frozen, for each layer. */
  private final long[] missed;

  private Hyperparameters hyperparameters;
  private Optimizer optimizer;

  /** Whether no layer is or was frozen: then one call updates all of them together. */
  private boolean isUniform;

  /**
   * Those of a run that begins.
   *
   * @param begins where each layer's parameters begin, and behind them how many there are
   */
  public Updates(Hyperparameters hyperparameters, int[] begins) {
    this.begins = begins.clone();
    this.missed = new long[begins.length - 1];
    this.hyperparameters = hyperparameters;
    this.optimizer = Optimizer.of(hyperparameters.optimizer(), parameters());
    this.isUniform = !hyperparameters.frozen().contains(true);
  }

  private OptimizerSpec.Rule rule() {
    return hyperparameters.optimizer().rule();
  }

  private int parameters() {
    return begins[begins.length - 1];
  }

  /**
   * Goes on with others. What is remembered stays where the rule remembers the same; a momentum
   * that was 0 begins at rest.
   */
  public void use(Hyperparameters next) {
    OptimizerSpec.Rule before = rule();
    hyperparameters = next;
    if (!rule().equals(before)) {
      List<Memory> memory = optimizer.memory();
      optimizer = Optimizer.of(hyperparameters.optimizer(), parameters());
      if (optimizer.memory().size() == memory.size()) {
        optimizer.restore(memory.stream().map(Memory::values).toList());
      }
    }
    isUniform = !next.frozen().contains(true) && Arrays.stream(missed).allMatch(it -> it == 0);
  }

  /**
   * Works an update out; what is remembered is changed by {@link #commit} alone. All arrays have an
   * entry for each parameter.
   *
   * @param step updates made before this one
   * @param updated gets the parameters after the update; may be {@code parameters} itself
   */
  public void update(
      double[] parameters, double[] gradients, double learningRate, long step, double[] updated) {
    if (isUniform) {
      optimizer.update(parameters, gradients, learningRate, step, updated, 0, parameters());
      return;
    }
    for (int layer = 0; layer < missed.length; layer++) {
      int from = begins[layer];
      int to = begins[layer + 1];
      if (hyperparameters.frozen().get(layer)) {
        System.arraycopy(parameters, from, updated, from, to - from);
        optimizer.keep(from, to);
      } else {
        long own = step - missed[layer];
        optimizer.update(parameters, gradients, learningRate, own, updated, from, to);
      }
    }
  }

  /** Remembers the update that was worked out last: it was made. */
  public void commit() {
    optimizer.commit();
    if (!isUniform) {
      for (int layer = 0; layer < missed.length; layer++) {
        missed[layer] += hyperparameters.frozen().get(layer) ? 1 : 0;
      }
    }
  }

  /** What is remembered, each with an entry for each parameter; not to be changed. */
  public List<Memory> memory() {
    return optimizer.memory();
  }

  /** How many updates each layer has missed; a fresh copy. */
  public long[] missed() {
    return missed.clone();
  }

  /**
   * Goes on where another one was, with the same hyperparameters.
   *
   * @throws IllegalArgumentException if it is of another kind or size
   */
  public void restore(List<double[]> memory, long[] missed) {
    if (missed.length != this.missed.length) {
      throw new IllegalArgumentException(
          "%d layers can't have missed updates, where %d are"
              .formatted(missed.length, this.missed.length));
    }
    optimizer.restore(memory);
    System.arraycopy(missed, 0, this.missed, 0, missed.length);
    isUniform = isUniform && Arrays.stream(missed).allMatch(it -> it == 0);
  }
}
