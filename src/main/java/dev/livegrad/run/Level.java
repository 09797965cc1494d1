package dev.livegrad.run;

import dev.livegrad.training.diagnosis.Health;
import dev.livegrad.training.inspect.Lattice;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run shows of itself after some number of updates, {@code step}: of all that were only the
 * latest matters. Arrays must not be changed.
 */
public sealed interface Level {
  long trajectory();

  long step();

  /**
   * The parameters, and the last update's gradients, in the order of the parameters' names.
   *
   * @param grad zeros before the first update
   */
  record Parameters(long trajectory, long step, double[] data, double[] grad) implements Level {}

  /**
   * The parameters with what the optimizer did and remembers, all at one step; in the order of the
   * parameters' names.
   *
   * @param grad zeros before the first update
   * @param lastStep by how much the last update moved each parameter: 0 before the first, NaN for
   *     one that was set since; null where that isn't known
   * @param memory arrays by what formulas call them, as {@code velocity}; none where it remembers
   *     nothing
   */
  record Optimizer(
      long trajectory,
      long step,
      double[] data,
      double[] grad,
      double @Nullable [] lastStep,
      SequencedMap<String, double[]> memory)
      implements Level {}

  /**
   * What the network says for the first samples: samples by outputs.
   *
   * @param outputs of those to learn from
   * @param testOutputs of those that are kept for a test; null for none
   */
  record Predictions(
      long trajectory, long step, double[][] outputs, double @Nullable [][] testOutputs)
      implements Level {}

  /**
   * What each neuron puts out.
   *
   * @param lattice where; null for the first samples
   * @param values neurons, layer by layer, by the lattice's points or the samples
   */
  record Neurons(long trajectory, long step, @Nullable Lattice lattice, double[][] values)
      implements Level {}

  /**
   * One output over a plane through the space of the data's inputs.
   *
   * @param sample where the plane goes through; null for the samples' means
   * @param values row after row
   */
  record Surface(
      long trajectory,
      long step,
      Lattice lattice,
      int output,
      @Nullable Integer sample,
      double[] values)
      implements Level {}

  /**
   * All outputs over a plane through the space of the data's inputs.
   *
   * @param sample where the plane goes through; null for the samples' means
   * @param values outputs by points, row after row
   */
  record Surfaces(
      long trajectory, long step, Lattice lattice, @Nullable Integer sample, double[][] values)
      implements Level {}

  /** What {@link Health} tells of the run. */
  record HealthFigures(long trajectory, Health health) implements Level {
    @Override
    public long step() {
      return health.step();
    }
  }

  /**
   * Every node of one sample's loss, by the node's id.
   *
   * @param grad of this sample's loss alone
   */
  record Graph(long trajectory, long step, int sample, double[] data, double[] grad)
      implements Level {}
}
