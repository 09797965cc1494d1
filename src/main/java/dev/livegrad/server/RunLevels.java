package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** A run's levels as they are now, and how often each kind of topic is worth sending at most. */
final class RunLevels implements Levels.Source {
  /** Ten times a second: numbers that change more often can't be read. */
  private static final long NANOS_BETWEEN_NUMBERS = 100_000_000;

  /** Levels of more than 5,000 parameters are sent the less often the larger they are. */
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
    long worthIt =
        switch (topic.kind()) {
          case STEPS -> 0;
          case PREDICTIONS -> NANOS_BETWEEN_NUMBERS;
          case PARAMETERS ->
              Math.max(NANOS_BETWEEN_NUMBERS, NANOS_A_PARAMETER * run.parameterNames().size());
          case NEURONS, SURFACE -> NANOS_A_PICTURE;
          case HEALTH -> NANOS_BETWEEN_HEALTH;
          case GRAPH -> NANOS_BETWEEN_GRAPHS;
        };
    return Math.max(frameNanos, worthIt);
  }
}
