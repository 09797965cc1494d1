package dev.livegrad.store;

import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunState;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.training.BatchPosition;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What happens to a run, in parts, each of which follows from its number alone; every part gives
 * the run its number as a name, so that a store tells how many it has.
 */
final class Story {
  static final String RUN = "r";

  private static final int PARTS_A_TRAJECTORY = 25;
  private static final int RUNS = 4;
  private static final RunSetup SETUP = Specs.fourPoints();

  private Story() {}

  /** Part {@code number}, from 0. */
  static List<RunStore.Update> part(int number) {
    Random random = new Random(number);
    long trajectory = 1 + number / PARTS_A_TRAJECTORY;
    long step = number % PARTS_A_TRAJECTORY;
    RunSetup setup = trajectory % 2 == 0 ? SETUP : RunStoreContract.BATCHED;
    List<RunStore.Update> part = new ArrayList<>();
    if (number == 0) {
      part.add(new RunStore.Created(RUN, "", "by"));
      part.add(new RunStore.Shared(RUN));
    }
    if (step == 0) {
      part.add(new RunStore.TrajectoryCreated(RUN, trajectory, setup, trajectory));
      part.add(new RunStore.Deleted(RUN + "-" + (trajectory - RUNS)));
    } else {
      part.add(
          new RunEvent.StepsMade(
              trajectory, List.of(SeriesEntry.of(step - 1, random.nextDouble(), 0.1, Double.NaN))));
    }
    part.add(new RunEvent.CommandsApplied(trajectory, List.of(command(step, random))));
    if (random.nextInt(3) == 0) {
      part.add(
          new RunStore.CheckpointMade(
              trajectory, checkpoint(setup, step, random), random.nextBoolean()));
    }
    if (random.nextInt(5) == 0) {
      Finding finding =
          new Finding(step, Finding.Kind.SLOW, Finding.Severity.NOTE, "", "Part " + number);
      part.add(new RunEvent.FindingChanged(trajectory, 0, finding, null, null, List.of()));
    }
    part.add(
        new RunEvent.StatusChanged(
            new RunState(
                trajectory, RunStatus.RUNNING, step, 0.1, null, null, null, null, Map.of())));
    part.add(new RunStore.Renamed(RUN, Integer.toString(number)));
    return part;
  }

  /** Of no run: to make one for each part would take most of the time. */
  private static Checkpoint checkpoint(RunSetup setup, long step, Random random) {
    byte[] state = new byte[100];
    random.nextBytes(state);
    return new Checkpoint(
        step,
        random.doubles(41).toArray(),
        random.nextBoolean() ? null : random.doubles(41).toArray(),
        random.doubles(41).toArray(),
        Hyperparameters.of(setup.spec()).with(new LearningRate.Linear(random.nextDouble(), 0, 9)),
        random.nextBoolean() ? null : new BatchPosition(random.ints(30).toArray(), 7, state),
        random.nextBoolean() ? List.of() : List.of(random.doubles(41).toArray()),
        random.nextBoolean() ? null : setup.samples(),
        random.longs(setup.spec().model().layers().size()).toArray(),
        random.nextBoolean() ? null : state);
  }

  private static JournalEntry command(long step, Random random) {
    Command command =
        random.nextBoolean()
            ? new Command.SetLearningRate(random.nextDouble())
            : new Command.Step(1 + random.nextInt(5));
    return new JournalEntry(step, command, "viewer " + random.nextInt(3));
  }

  /** How many parts a store has. */
  static int parts(RunStore store) {
    RunStore.KeptRun run = store.read(RUN);
    return run == null ? 0 : 1 + Integer.parseInt(run.summary().name());
  }
}
