package dev.livegrad.training;

/**
 * A run at one step: whatever there is to show of it follows from its setup and these.
 *
 * @param step updates made
 * @param parameters after them, in the order of {@link TrainingRun#parameterNames}; not to be
 *     changed
 * @param gradients of the last step, 0 before the first; ordered likewise, not to be changed
 * @param learningRate of the next step
 */
public record Checkpoint(long step, double[] parameters, double[] gradients, double learningRate) {}
