package dev.livegrad.app;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code livegrad bench}. */
@Command(
    name = "bench",
    description = "Measures how fast this machine trains, beside what a core of it could do.",
    footer = {
      "",
      "FLOP: two for each multiply-add of the matrix products, forward, backward to the weights",
      "and, but for the first layer, backward to the inputs, times the samples; nothing else.",
      "Large batches are shared by all processors; java -XX:ActiveProcessorCount=1 leaves one."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int COLD_STEPS = 10_000;

  /** The best of so many tries is the peak: whatever else runs can only slow one down. */
  private static final int TRIES = 5;

  @Spec CommandSpec command;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long to measure each workload, after as long a warm-up; 5 by default.")
  double seconds;

  @Override
  public Integer call() {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UserError(
          "--seconds: %s is not allowed; a number above 0, up to 3600, is".formatted(seconds));
    }
    PrintWriter out = command.commandLine().getOut();
    out.printf(Locale.ROOT, "cold: W1 reaches step %,d after %.3f s%n", COLD_STEPS, coldSeconds());
    Peak peak = Peak.ofThisJvm();
    double most = flopsASecond(peak);
    out.printf(
        Locale.ROOT,
        "peak: %.1f GFLOP/s on one core, best of %d, fused multiply-adds on %s%n",
        most / 1e9,
        TRIES,
        peak.name());
    out.printf(
        Locale.ROOT,
        "each workload: %s s warm-up, then %s s measured, processors: %d%n",
        seconds,
        seconds,
        Runtime.getRuntime().availableProcessors());
    out.flush();
    for (Workload workload : Workload.values()) {
      double steps = stepsASecond(workload);
      double flops = steps * workload.flopsAStep();
      out.printf(
          Locale.ROOT,
          "%s  %-28s  %,11.1f steps/s  %7.3f GFLOP/s  %5.1f%% of a core's peak%n",
          workload,
          workload.description(),
          steps,
          flops / 1e9,
          100 * flops / most);
      out.flush();
    }
    return 0;
  }

  /** From before the run is there to its last step, in a JVM that has done nothing of it before. */
  private static double coldSeconds() {
    RunSetup setup = Workload.W1.setup();
    long start = System.nanoTime();
    steps(new TrainingRun(setup, setup.spec().seed()), COLD_STEPS);
    return (System.nanoTime() - start) / 1e9;
  }

  private double flopsASecond(Peak peak) {
    double best = 0;
    // Long enough for the JIT, which still has the cold run's code to see to.
    double _ = Stopwatch.rate(seconds, n -> require(peak.run(n) > 0));
    for (int i = 0; i < TRIES; i++) {
      double rounds = Stopwatch.rate(Math.min(seconds, 1) / TRIES, n -> require(peak.run(n) > 0));
      best = Math.max(best, rounds);
    }
    return best * peak.flops(1);
  }

  private double stepsASecond(Workload workload) {
    RunSetup setup = workload.setup();
    TrainingRun run = new TrainingRun(setup, setup.spec().seed());
    double _ = Stopwatch.rate(seconds, n -> steps(run, n));
    return Stopwatch.rate(seconds, n -> steps(run, n));
  }

  private static void steps(TrainingRun run, long count) {
    for (long i = 0; i < count; i++) {
      require(run.step().divergence() == null);
    }
  }

  private static void require(boolean finite) {
    if (!finite) {
      throw new IllegalStateException("what was measured did not stay finite");
    }
  }
}
