package dev.livegrad.bench;

import dev.livegrad.app.Workload;
import dev.livegrad.run.Command;
import dev.livegrad.run.RunEnvironment;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunOptions;
import dev.livegrad.run.Runs;
import dev.livegrad.run.TimeShare;
import dev.livegrad.run.TrainingSlots;
import dev.livegrad.store.SqlRunStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Many runs at full speed on a few threads: what they make together, beside one alone, and how
 * equal their shares are.
 *
 * <p>Arguments: how many, for how many seconds, the workload, and the folder where they are kept or
 * {@code none}.
 */
final class ManyRuns {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int WARM_UP_SECONDS = 15;

  private ManyRuns() {}

  public static void main(String[] args) throws InterruptedException {
    int count = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    Workload workload = Workload.valueOf(args[2]);
    SqlRunStore store =
        args[3].equals("none")
            ? SqlRunStore.inMemory(InstantSource.system())
            : SqlRunStore.in(Path.of(args[3]), InstantSource.system());
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS + 1);
    Runs runs = new Runs(environment(store, threads), count + 1, ids(), new Deaf());
    try {
      RunHandle alone = started(runs, workload);
      double one = LongStream.of(steps(List.of(alone), seconds)).sum() / (double) seconds;
      System.out.printf("%s, one run alone: %,.0f steps a second%n", workload, one);
      List<RunHandle> all = new ArrayList<>(List.of(alone));
      while (all.size() < count) {
        all.add(started(runs, workload));
      }
      long[] steps = steps(all, seconds);
      double mean = LongStream.of(steps).average().orElseThrow();
      System.out.printf(
          "%d runs: %,.0f steps a second together, %.1f%% of that; the slowest makes %.1f%% of the"
              + " mean, the fastest %.1f%%%n",
          count,
          mean * count / seconds,
          100 * mean * count / seconds / one,
          100 * LongStream.of(steps).min().orElseThrow() / mean,
          100 * LongStream.of(steps).max().orElseThrow() / mean);
      System.gc();
      Runtime jvm = Runtime.getRuntime();
      System.out.printf("heap: %,d KiB%n", (jvm.totalMemory() - jvm.freeMemory()) >> 10);
    } finally {
      await(runs.close());
      store.close();
      threads.shutdownNow();
    }
  }

  /** The steps that each run makes in {@code seconds}, measured after the warm-up. */
  private static long[] steps(List<RunHandle> runs, int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    long[] before = stepsDone(runs);
    TimeUnit.SECONDS.sleep(seconds);
    long[] after = stepsDone(runs);
    for (int i = 0; i < after.length; i++) {
      after[i] -= before[i];
    }
    return after;
  }

  private static long[] stepsDone(List<RunHandle> runs) {
    List<CompletionStage<Long>> steps =
        runs.stream().map(run -> run.snapshot().thenApply(it -> it.state().step())).toList();
    return steps.stream().mapToLong(ManyRuns::await).toArray();
  }

  private static RunHandle started(Runs runs, Workload workload) {
    RunHandle run = await(runs.create(workload.setup(), "bench"));
    run.watch(Set.of(), Set.of());
    await(run.apply(new Command.SetSpeed(null), "bench"));
    await(run.apply(new Command.Start(), "bench"));
    return run;
  }

  static RunEnvironment environment(SqlRunStore store, ScheduledThreadPoolExecutor threads) {
    TimeShare share =
        new TimeShare(
            threads,
            THREADS,
            (nanos, task) -> {
              var alarm = threads.schedule(task, nanos, TimeUnit.NANOSECONDS);
              return () -> alarm.cancel(false);
            },
            System::nanoTime,
            ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    AtomicLong numbers = new AtomicLong(System.currentTimeMillis());
    return new RunEnvironment(
        RunOptions.DEFAULTS,
        store,
        share,
        new TrainingSlots(Integer.MAX_VALUE),
        System::nanoTime,
        numbers::getAndIncrement,
        threads,
        Runnable::run);
  }

  static Supplier<String> ids() {
    AtomicLong ids = new AtomicLong(System.currentTimeMillis());
    return () -> "bench" + ids.getAndIncrement();
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  static final class Deaf implements Runs.Listener {
    @Override
    public void happened(RunHandle run, RunEvent event) {
      // Nobody watches.
    }

    @Override
    public void closed(RunHandle run, boolean deleted) {
      // Nobody watches.
    }
  }
}
