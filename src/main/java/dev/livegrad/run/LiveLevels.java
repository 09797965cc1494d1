package dev.livegrad.run;

import dev.livegrad.training.Network;
import dev.livegrad.training.TrainingRun;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run's levels as they are now, and how often each is worth sending. */
final class LiveLevels implements LevelSchedule.Source {
  /** Ten times a second: numbers that change more often can't be read. */
  private static final long NANOS_BETWEEN_NUMBERS = 100_000_000;

  /** Of more than 5,000 parameters the levels are sent less often, the larger they are. */
  private static final long NANOS_A_PARAMETER = 20_000;

  /** Five times a second, so that a picture is seen to move. */
  private static final long NANOS_BETWEEN_PICTURES = 200_000_000;

  /** Four times a second, for what has many numbers to read. */
  private static final long NANOS_BETWEEN_FIGURES = 250_000_000;

  private final TrainingRun run;
  private final Supplier<LevelReader> readers;
  private final long frameNanos;

  /** What the reader reads: another one where samples were added. */
  private Network network;

  private LevelReader reader;

  /**
   * @param readers gives one of the run as it is then
   */
  LiveLevels(TrainingRun run, Supplier<LevelReader> readers, long frameNanos) {
    this.run = run;
    this.readers = readers;
    this.frameNanos = frameNanos;
    this.network = run.network();
    this.reader = readers.get();
  }

  @Override
  public @Nullable Level level(Topic topic) {
    if (network != run.network()) {
      network = run.network();
      reader = readers.get();
    }
    return reader.read(topic, run.checkpoint());
  }

  @Override
  public long nanosBetween(Topic topic) {
    long nanos =
        switch (topic.kind()) {
          case STEPS -> 0;
          case PREDICTIONS -> NANOS_BETWEEN_NUMBERS;
          case PARAMETERS, OPTIMIZER ->
              Math.max(NANOS_BETWEEN_NUMBERS, NANOS_A_PARAMETER * run.parameterNames().size());
          case NEURONS, SURFACE, SURFACES -> NANOS_BETWEEN_PICTURES;
          case HEALTH, GRAPH -> NANOS_BETWEEN_FIGURES;
        };
    return Math.max(frameNanos, nanos);
  }
}
