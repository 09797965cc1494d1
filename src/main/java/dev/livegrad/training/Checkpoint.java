package dev.livegrad.training;

import dev.livegrad.training.spec.LearningRate;
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
 */
public record Checkpoint(
    long step,
    double[] parameters,
    double[] gradients,
    LearningRate schedule,
    @Nullable BatchPosition batches) {

  /** The learning rate of the next step. */
  public double learningRate() {
    return schedule.at(step);
  }
}
