package dev.livegrad.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands a run got, in order, each with the step at which it took effect.
 *
 * <p>Bounded: of several learning rates in a row at one step only the last is kept, since only it
 * was ever used, and so it is with one parameter's values; when the journal is full, the oldest
 * command without influence on the trajectory (a start, a pause, a step) makes room. Belongs to one
 * thread at a time.
 */
public final class Journal {
  /** As many entries as are kept. */
  public static final int MAX_ENTRIES = 10_000;

  private final List<JournalEntry> entries = new ArrayList<>();

  /**
   * Adds a command.
   *
   * @return false if the journal is full of commands that may not be forgotten; nothing is added
   *     then
   */
  public boolean append(JournalEntry entry) {
    if (!entries.isEmpty() && supersedes(entry, entries.getLast())) {
      entries.removeLast();
    }
    if (entries.size() == MAX_ENTRIES && !forgetOne()) {
      return false;
    }
    entries.add(entry);
    return true;
  }

  /** A copy, oldest first. */
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /**
   * The run that these commands make of a lesson, after {@code steps} steps of its last epoch.
   *
   * @throws IllegalArgumentException if the run diverges before, or {@code steps} lies before the
   *     last command
   * @throws SpecException if a parameter is set that the network has not
   */
  public static TrainingRun replay(Lesson lesson, List<JournalEntry> entries, long steps) {
    TrainingRun run = new TrainingRun(lesson, lesson.spec().seed());
    for (JournalEntry entry : entries) {
      advance(run, entry.step());
      switch (entry.command()) {
        case Command.SetLearningRate(double value) -> run.setLearningRate(value);
        case Command.SetParameter(String name, double value) -> run.setParameter(name, value);
        case Command.Reset(long seed) -> run = new TrainingRun(lesson, seed);
        case Command.Start _,
            Command.Pause _,
            Command.Step _,
            Command.Change _,
            Command.Rewind _ -> {
          // They decide when steps are made, or tell what the spec or the commands behind them do.
        }
      }
    }
    advance(run, steps);
    return run;
  }

  private static void advance(TrainingRun run, long steps) {
    if (run.stepsDone() > steps) {
      throw new IllegalArgumentException(
          "step %d lies before step %d, which is done".formatted(steps, run.stepsDone()));
    }
    while (run.stepsDone() < steps) {
      if (run.step().divergence() instanceof Divergence divergence) {
        throw new IllegalArgumentException(divergence.text());
      }
    }
  }

  private static boolean supersedes(JournalEntry entry, JournalEntry last) {
    return entry.step() == last.step()
        && switch (entry.command()) {
          case Command.SetLearningRate _ -> last.command() instanceof Command.SetLearningRate;
          case Command.SetParameter(String name, _) ->
              last.command() instanceof Command.SetParameter(String before, _)
                  && name.equals(before);
          case Command.Start _,
              Command.Pause _,
              Command.Step _,
              Command.Reset _,
              Command.Change _,
              Command.Rewind _ ->
              false;
        };
  }

  private boolean forgetOne() {
    for (int i = 0; i < entries.size(); i++) {
      boolean steers =
          switch (entries.get(i).command()) {
            case Command.SetLearningRate _, Command.SetParameter _, Command.Reset _ -> true;
            case Command.Start _,
                Command.Pause _,
                Command.Step _,
                Command.Change _,
                Command.Rewind _ ->
                false;
          };
      if (!steers) {
        entries.remove(i);
        return true;
      }
    }
    return false;
  }
}
