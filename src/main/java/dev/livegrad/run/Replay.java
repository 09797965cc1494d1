package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import java.util.List;

/** Makes a run again, every bit of it. */
public final class Replay {
  private Replay() {}

  /**
   * The run that setup, seed and commands make, after {@code steps} steps.
   *
   * @throws IllegalArgumentException if the run diverges before, or the steps of the commands go
   *     backwards
   */
  public static TrainingRun run(
      RunSetup setup, long seed, List<JournalEntry> commands, long steps) {
    Command.Origin origin = new Command.Origin(setup, seed, History.of(commands), steps);
    TrainingRun run = new Trajectory(0, origin, _ -> {}).run();
    if (run.divergence() != null) {
      throw new IllegalArgumentException(run.divergence().text());
    }
    return run;
  }
}
