package dev.livegrad.training;

import dev.livegrad.data.Samples;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run at one step: whatever there is to show of it follows from its setup and these, and it can
 * go on from here, see {@link TrainingRun#TrainingRun(RunSetup, long, Checkpoint)}.
 *
 * @param step updates made
 * @param parameters after them, in the order of {@link TrainingRun#parameterNames}; not to be
 *     changed
 * @param previous those that the last step measured with, NaN for one that was set since; before
 *     the first step the same; ordered likewise, not to be changed; null where they aren't told, as
 *     of more than {@link #MAX_PREVIOUS}
 * @param gradients of the last step, 0 before the first; ordered likewise, not to be changed
 * @param hyperparameters of the next steps
 * @param batches the place in the data; null where every step sees all samples
 * @param optimizer what the optimizer remembers, each ordered likewise and not to be changed
 * @param added the samples that were added to the source's until then; null for none
 * @param missed how many updates each layer has missed, being frozen; not to be changed
 * @param diagnosis what the run's diagnosis knows, in its own form; null where it isn't told; not
 *     to be changed
 */
public record Checkpoint(
    long step,
    double[] parameters,
    double @Nullable [] previous,
    double[] gradients,
    Hyperparameters hyperparameters,
    @Nullable BatchPosition batches,
    List<double[]> optimizer,
    @Nullable Samples added,
    long[] missed,
    byte @Nullable [] diagnosis) {
  /** The most parameters of which the previous values are kept, too. */
  public static final int MAX_PREVIOUS = 10_000;

  public Checkpoint {
    optimizer = List.copyOf(optimizer);
  }

  /** The same with what the run's diagnosis knows. */
  public Checkpoint with(byte @Nullable [] diagnosis) {
    return new Checkpoint(
        step,
        parameters,
        previous,
        gradients,
        hyperparameters,
        batches,
        optimizer,
        added,
        missed,
        diagnosis);
  }

  /**
   * By how much the last step moved each parameter: NaN for one that was set since; null where that
   * isn't known. A fresh array.
   */
  public double @Nullable [] lastStep() {
    if (previous == null) {
      return null;
    }
    double[] moved = new double[parameters.length];
    Arrays.setAll(moved, i -> parameters[i] - previous[i]);
    return moved;
  }

  /** The learning rate of each step. */
  public LearningRate schedule() {
    return hyperparameters.optimizer().learningRate();
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return schedule().at(step);
  }
}
