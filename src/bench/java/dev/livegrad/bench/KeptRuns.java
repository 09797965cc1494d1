package dev.livegrad.bench;

import dev.livegrad.app.Workload;
import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunState;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Runs;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Runs that are kept: how long the list takes, and how long one takes that is opened.
 *
 * <p>Arguments: the folder, which is filled where it has no runs, and how many runs are to be kept
 * in it. Each has a million steps of W2 and a hundred commands, but for a few whose journal is
 * full.
 */
final class KeptRuns {
  private static final Workload WORKLOAD = Workload.W2;
  private static final int COMMANDS = 100;
  private static final int MOST_COMMANDS = 10_000;
  private static final int FULL = 20;
  private static final int OPENED = 200;
  private static final int LISTED = 100;
  private static final int CURVE_POINTS = 48;
  private static final String BY = "bench";
  private static final String TYPICAL = "a hundred commands";
  private static final String FULL_JOURNAL = "a full journal";

  private final SqlRunStore store;
  private final Runs runs;
  private final long steps;

  private KeptRuns(SqlRunStore store, Runs runs, long steps) {
    this.store = store;
    this.runs = runs;
    this.steps = steps;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    SqlRunStore store = SqlRunStore.in(folder, InstantSource.system());
    ScheduledThreadPoolExecutor threads =
        new ScheduledThreadPoolExecutor(Runtime.getRuntime().availableProcessors());
    Runs runs =
        new Runs(
            ManyRuns.environment(store, threads),
            Integer.MAX_VALUE,
            ManyRuns.ids(),
            new ManyRuns.Deaf());
    KeptRuns kept = new KeptRuns(store, runs, Long.parseLong(args[2]));
    try {
      if (store.count() == 0) {
        kept.fill(Integer.parseInt(args[1]));
      }
      System.out.printf(
          "%,d runs, %,d KiB%n", store.count(), Files.size(folder.resolve("livegrad.db")) >> 10);
      kept.measure();
    } finally {
      ManyRuns.await(runs.close());
      store.close();
      threads.shutdownNow();
    }
  }

  private void fill(int count) {
    RunHandle first = ManyRuns.await(runs.create(WORKLOAD.setup(), BY));
    ManyRuns.await(first.apply(new Command.SetSpeed(null), BY));
    for (int i = 0; i < COMMANDS; i++) {
      ManyRuns.await(first.apply(new Command.SetLearningRate(0.01), BY));
      ManyRuns.await(first.apply(new Command.Step(steps / COMMANDS), BY));
      while (snapshot(first).state().status() == RunStatus.RUNNING) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    ManyRuns.await(runs.close());
    RunStore.KeptRun run = Objects.requireNonNull(store.read(first.id()));
    for (int i = 1; i < count; i++) {
      copy(run, run.state().trajectory() + i, i < count - FULL);
    }
  }

  private static RunSnapshot snapshot(RunHandle run) {
    return ManyRuns.await(run.snapshot());
  }

  private List<JournalEntry> fullJournal() {
    return IntStream.range(0, MOST_COMMANDS)
        .mapToObj(i ->
            new JournalEntry(
                i * steps / MOST_COMMANDS, new Command.SetLearningRate(0.01), "viewer " + i % 5))
        .toList();
  }

  /** Has another run of this past kept. */
  private void copy(RunStore.KeptRun run, long trajectory, boolean isTypical) {
    String id = "kept" + trajectory;
    List<RunStore.Update> updates = new ArrayList<>();
    updates.add(new RunStore.Created(id, isTypical ? TYPICAL : FULL_JOURNAL, BY));
    updates.add(new RunStore.TrajectoryCreated(id, trajectory, WORKLOAD.setup(), run.seed()));
    updates.add(
        new RunEvent.CommandsApplied(trajectory, isTypical ? run.journal() : fullJournal()));
    updates.add(new RunEvent.StepsMade(trajectory, run.series()));
    for (Checkpoint checkpoint : run.checkpoints()) {
      boolean isLast = checkpoint == run.checkpoints().getLast();
      updates.add(new RunStore.CheckpointMade(trajectory, checkpoint, isLast));
    }
    RunState state = run.state();
    updates.add(
        new RunEvent.StatusChanged(
            new RunState(
                trajectory,
                state.status(),
                state.step(),
                state.learningRate(),
                null,
                null,
                null,
                null,
                state.hyperparameters())));
    CompletableFuture<Void> done = new CompletableFuture<>();
    store.keep(updates, _ -> done.complete(null));
    ManyRuns.await(done);
  }

  private void measure() {
    Latencies list = new Latencies();
    Latencies curves = new Latencies();
    for (int i = 0; i < OPENED; i++) {
      List<String> ids = listed(list, "");
      if (i % 10 == 0) {
        long began = System.nanoTime();
        ManyRuns.await(runs.curves(ids, CURVE_POINTS));
        curves.add(System.nanoTime() - began);
      }
    }
    System.out.printf("the newest %d: %s%nwith their curves: %s%n", LISTED, list, curves);
    for (String name : List.of(TYPICAL, FULL_JOURNAL)) {
      System.out.printf("opened with %s: %s%n", name, opened(name));
    }
  }

  private List<String> listed(Latencies latencies, String name) {
    long began = System.nanoTime();
    List<RunStore.Listed> found =
        ManyRuns.await(runs.list(RunStore.Order.CREATED, LISTED, null, name));
    latencies.add(System.nanoTime() - began);
    return found.stream().map(RunStore.Listed::id).toList();
  }

  private Latencies opened(String name) {
    Latencies latencies = new Latencies();
    for (String id : listed(new Latencies(), name)) {
      long began = System.nanoTime();
      ManyRuns.await(runs.ask(id, RunHandle::snapshot));
      latencies.add(System.nanoTime() - began);
      runs.park(_ -> false);
    }
    return latencies;
  }
}
