package dev.livegrad.training.optimizer;

import dev.livegrad.training.spec.OptimizerSpec;
import java.util.List;

/**
 * The rule by which parameters follow from their gradients, and what it remembers from step to
 * step. An update allocates nothing. Belongs to one thread at a time.
 *
 * <p>In formulas {@code p} is a parameter, {@code g} its gradient and {@code t} the number of the
 * update, from 1 on. They are those of PyTorch's documentation of {@code torch.optim}.
 */
public interface Optimizer {
  /**
   * The optimizer that a spec names, at the beginning of a run.
   *
   * @param parameters how many there are
   */
  static Optimizer of(OptimizerSpec spec, int parameters) {
    return switch (spec.rule()) {
      case OptimizerSpec.Sgd sgd when sgd.momentum() == 0 -> new Sgd(sgd.weightDecay());
      case OptimizerSpec.Sgd sgd -> new Momentum(sgd, parameters);
      case OptimizerSpec.Adam(double beta1, double beta2, double epsilon, double decay) ->
          new Adam(beta1, beta2, epsilon, decay, 0, parameters);
      case OptimizerSpec.AdamW(double beta1, double beta2, double epsilon, double decay) ->
          new Adam(beta1, beta2, epsilon, 0, decay, parameters);
      case OptimizerSpec.RmsProp rule -> new RmsProp(rule, parameters);
      case OptimizerSpec.AdaGrad rule -> new AdaGrad(rule, parameters);
    };
  }

  /** What formulas call the arrays that the rule of {@code spec} remembers, in their order. */
  static List<String> memoryNames(OptimizerSpec spec) {
    return of(spec, 0).memory().stream().map(Memory::name).toList();
  }

  /**
   * Works an update out; what is remembered is changed by {@link #commit} alone. All arrays have an
   * entry for each parameter.
   *
   * @param step updates of these parameters made before this one
   * @param updated gets the parameters after the update; may be {@code parameters} itself
   * @param from the first parameter that is updated
   * @param to the one behind the last
   */
  void update(
      double[] parameters,
      double[] gradients,
      double learningRate,
      long step,
      double[] updated,
      int from,
      int to);

  /** Lets what is remembered of some parameters stand still in the update that is worked out. */
  default void keep(int from, int to) {
    List<Memory> memory = memory();
    for (int i = 0; i < memory.size(); i++) {
      memory.get(i).keep(from, to);
    }
  }

  /** Remembers the update that was worked out last: it was made. */
  default void commit() {}

  /** What is remembered, each with an entry for each parameter; not to be changed. */
  default List<Memory> memory() {
    return List.of();
  }

  /**
   * Remembers what another one did.
   *
   * @param memory as {@link #memory} gave it for the same spec
   * @throws IllegalArgumentException if it is of another kind or size
   */
  default void restore(List<double[]> memory) {
    List<Memory> mine = memory();
    if (memory.size() != mine.size()) {
      throw new IllegalArgumentException(
          "%d arrays can't be remembered, where %d are".formatted(memory.size(), mine.size()));
    }
    for (int i = 0; i < mine.size(); i++) {
      mine.get(i).restore(memory.get(i));
    }
  }
}
