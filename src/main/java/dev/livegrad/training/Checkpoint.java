package dev.livegrad.training;

import dev.livegrad.training.spec.LearningRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run at one step: whatever there is to show of it follows from its setup and these, and it can
 * go on from here, see {@link TrainingRun#TrainingRun(RunSetup, long, Checkpoint)}.
 *
 * @param step updates made
 * @param parameters after them, in the order of {@link TrainingRun#parameterNames}; not to be
 *     changed
 * @param gradients of the last step, 0 before the first; ordered likewise, not to be changed
 * @param schedule the learning rate of the next steps
 * @param batches the place in the data; null where every step sees all samples
 * @param optimizer what the optimizer remembers, each ordered likewise and not to be changed
 * @param diagnosis what the run's diagnosis knows, in its own form; null where it isn't told; not
 *     to be changed
 */
public record Checkpoint(
    long step,
    double[] parameters,
    double[] gradients,
    LearningRate schedule,
    @Nullable BatchPosition batches,
    List<double[]> optimizer,
    byte @Nullable [] diagnosis) {
  public Checkpoint {
    optimizer = List.copyOf(optimizer);
  }

  /** The same with what the run's diagnosis knows. */
  public Checkpoint with(byte @Nullable [] diagnosis) {
    return new Checkpoint(step, parameters, gradients, schedule, batches, optimizer, diagnosis);
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return schedule.at(step);
  }
}
