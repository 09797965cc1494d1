package dev.livegrad.training;

import org.jspecify.annotations.Nullable;

/**
 * What one step measured.
 *
 * @param step its number, from 0
 * @param loss before its update
 * @param accuracy the share of samples whose output lies on their target's side of {@link
 *     RunSetup#boundary}; NaN where there is none
 * @param learningRate of its update
 * @param divergence why the update was not made; null where it was
 */
public record StepResult(
    long step,
    double loss,
    double accuracy,
    double learningRate,
    @Nullable Divergence divergence) {}
