package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** A run's levels: how each kind of topic is computed, and how often at most. */
final class RunLevels implements Levels.Source {
  /** Levels of more samples than this are cut. */
  static final int MAX_SAMPLES_SHOWN = 1_000;

  /** Levels are sent the less often the larger they are: 5,000 parameters ten times a second. */
  private static final long NANOS_A_PARAMETER = 20_000;

  private final TrainingRun run;
  private final long epoch;
  private final long frameNanos;

  RunLevels(TrainingRun run, long epoch, long frameNanos) {
    this.run = run;
    this.epoch = epoch;
    this.frameNanos = frameNanos;
  }

  @Override
  public @Nullable ServerMessage level(Topic topic) {
    return switch (topic.kind()) {
      case STEPS -> null;
      case PARAMETERS ->
          new ServerMessage.Parameters(epoch, run.stepsDone(), run.parameters(), run.gradients());
      case PREDICTIONS ->
          new ServerMessage.Predictions(epoch, run.stepsDone(), run.predictions(MAX_SAMPLES_SHOWN));
    };
  }

  @Override
  public long nanosBetween(Topic topic) {
    return switch (topic.kind()) {
      case STEPS, PREDICTIONS -> frameNanos;
      case PARAMETERS -> Math.max(frameNanos, NANOS_A_PARAMETER * run.parameterNames().size());
    };
  }
}
