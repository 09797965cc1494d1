package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import java.util.List;

/**
 * Lets a trajectory do again what another one did until some step: the same commands at the same
 * steps. Belongs to one thread at a time.
 */
public final class Replay {
  private final List<JournalEntry> commands;
  private final long end;
  private int next;

  /**
   * @param commands in the order of their steps
   * @param end the number of steps after which it is over
   */
  Replay(List<JournalEntry> commands, long end) {
    this.commands = commands;
    this.end = end;
  }

  /**
   * The run that setup, seed and commands make, after {@code steps} steps.
   *
   * @throws IllegalArgumentException if the run diverges before, or the steps of the commands go
   *     backwards
   */
  public static TrainingRun run(
      RunSetup setup, long seed, List<JournalEntry> commands, long steps) {
    Trajectory trajectory = new Trajectory(0, setup, seed, _ -> {}, () -> 0);
    new Replay(commands, steps).runOn(trajectory);
    return trajectory.run();
  }

  /**
   * Replays all at once.
   *
   * @throws IllegalArgumentException if the run diverges before the end, or the steps of the
   *     commands go backwards
   */
  void runOn(Trajectory trajectory) {
    while (giveDue(trajectory)) {
      if (trajectory.step().divergence() != null) {
        throw new IllegalArgumentException(trajectory.divergenceText());
      }
    }
  }

  /**
   * Gives the trajectory the commands that belong where it stands; to be called before its first
   * step and after each.
   *
   * @return whether there are steps to make
   * @throws IllegalArgumentException if a command belongs to an earlier step
   */
  boolean giveDue(Trajectory trajectory) {
    long step = trajectory.stepsDone();
    for (; next < commands.size() && commands.get(next).step() <= step; next++) {
      JournalEntry entry = commands.get(next);
      if (entry.step() < step) {
        throw new IllegalArgumentException(
            "a command of step %d comes when step %d is done".formatted(entry.step(), step));
      }
      if (!trajectory.append(entry)) {
        throw new IllegalArgumentException("these are more commands than a journal has room for");
      }
    }
    return step < end;
  }
}
