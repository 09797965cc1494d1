package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** A run's levels as they are now, and how often each kind of topic is worth sending at most. */
final class RunLevels implements Levels.Source {
  /** Levels are sent the less often the larger they are: 5,000 parameters ten times a second. */
  private static final long NANOS_A_PARAMETER = 20_000;

  /** Pictures need to move, not more. */
  private static final long NANOS_A_PICTURE = 200_000_000;

  /** Four times a second: more than that nobody reads. */
  private static final long NANOS_BETWEEN_HEALTH = 250_000_000;

  /** Nobody reads a hundred numbers more often than this. */
  private static final long NANOS_BETWEEN_GRAPHS = 250_000_000;

  private final TrainingRun run;
  private final Instruments instruments;
  private final long frameNanos;

  RunLevels(TrainingRun run, Instruments instruments, long frameNanos) {
    this.run = run;
    this.instruments = instruments;
    this.frameNanos = frameNanos;
  }

  @Override
  public @Nullable ServerMessage level(Topic topic) {
    return instruments.read(topic, run.moment());
  }

  @Override
  public long nanosBetween(Topic topic) {
    return switch (topic.kind()) {
      case STEPS, PREDICTIONS -> frameNanos;
      case NEURONS, SURFACE -> Math.max(frameNanos, NANOS_A_PICTURE);
      case HEALTH -> NANOS_BETWEEN_HEALTH;
      case PARAMETERS -> Math.max(frameNanos, NANOS_A_PARAMETER * run.parameterNames().size());
      case GRAPH -> NANOS_BETWEEN_GRAPHS;
    };
  }
}
