package dev.livegrad.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands.
 *
 * @param step steps done
 * @param learningRate of the next step
 * @param stepsPerSecond at most; null for as fast as it goes
 * @param measuredStepsPerSecond null while nothing is running
 * @param goal the number of steps after which it will stop by itself, or null
 * @param message a sentence for people, or null
 * @param hyperparameters of the next step, by their names; empty where they aren't told
 */
public record RunState(
    long trajectory,
    RunStatus status,
    long step,
    double learningRate,
    @Nullable Double stepsPerSecond,
    @Nullable Double measuredStepsPerSecond,
    @Nullable Long goal,
    @Nullable String message,
    Map<String, @Nullable Object> hyperparameters) {

  /** The same, some steps later. */
  public RunState at(long step) {
    return new RunState(
        trajectory,
        status,
        step,
        learningRate,
        stepsPerSecond,
        measuredStepsPerSecond,
        goal,
        message,
        hyperparameters);
  }
}
