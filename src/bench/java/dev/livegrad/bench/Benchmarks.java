package dev.livegrad.bench;

import dev.livegrad.app.Workload;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures all contenders; takes JMH's own options. */
final class Benchmarks {
  private static final int STEPS = 10;
  private static final double RELATIVE = 1e-9;

  private Benchmarks() {}

  public static void main(String[] args) throws CommandLineOptionException, RunnerException {
    for (Workload workload : Workload.values()) {
      checkThatAllDoTheSame(workload);
    }
    Options options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(args))
            .include(TrainingBenchmark.class.getName())
            .resultFormat(ResultFormatType.JSON)
            .result("target/bench.json")
            .build();
    System.out.print(Table.of(new Runner(options).run()));
  }

  private static void checkThatAllDoTheSame(Workload workload) {
    double expected = lossOfLastStep(workload, Contender.LIVEGRAD);
    for (Contender contender : Contender.values()) {
      double loss = lossOfLastStep(workload, contender);
      if (!(Math.abs(loss - expected) <= RELATIVE * Math.abs(expected))) {
        throw new IllegalStateException(
            "%s: after %d steps %s has a loss of %s, Livegrad of %s"
                .formatted(workload, STEPS, contender.title(), loss, expected));
      }
    }
    System.out.printf("%s: all agree on the loss of step %d, %s%n", workload, STEPS, expected);
  }

  private static double lossOfLastStep(Workload workload, Contender contender) {
    try (Training training = contender.begin(workload)) {
      for (int i = 0; i < STEPS; i++) {
        training.step();
      }
      return training.step();
    }
  }
}
