package dev.livegrad.training;

/**
 * How well a network does on samples that it doesn't learn from.
 *
 * @param loss reduced as the run's loss is, without penalties
 * @param accuracy as {@link StepResult#accuracy}; NaN where there is none
 */
public record Evaluation(double loss, double accuracy) {}
