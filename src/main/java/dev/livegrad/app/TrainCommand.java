package dev.livegrad.app;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import dev.livegrad.training.spec.RunSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code livegrad train}. */
@Command(
    name = "train",
    description = "Trains without a server and writes what it measured as CSV files.",
    footer = {
      "",
      "Exit code: 0, or 1 when the run diverged, or 2 for bad input. Interrupted, it finishes",
      "the step, writes all files whole, and exits with 130 (Ctrl-C) or 143 (told to end)."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Parameters(paramLabel = "SPEC", description = "The run spec, a YAML or JSON file.")
  Path specFile;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps, in place of the spec's training.steps.")
  @Nullable Long steps;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Where to write steps.csv, predictions.csv, parameters.csv and findings.csv.",
        "Without it a table is printed instead."
      })
  @Nullable Path out;

  @Override
  public Integer call() {
    RunSetup setup = SpecFile.read(specFile);
    long goal = goal(setup.spec());
    TrainingRun run = new TrainingRun(setup, setup.spec().seed());
    Progress progress = Progress.of(command.commandLine().getErr(), goal);
    try (Interruption interruption = new Interruption()) {
      BooleanSupplier goesOn = () -> run.stepsDone() < goal && !interruption.came();
      if (out == null) {
        PrintWriter terminal = command.commandLine().getOut();
        RunTable table = new RunTable(terminal, goal);
        Diagnosis _ = train(run, goesOn, table::step, progress);
        table.finish(run);
      } else {
        try (RunFiles files = new RunFiles(out)) {
          files.finish(run, train(run, goesOn, files::step, progress).findings());
        }
      }
    }
    return run.divergence() == null ? 0 : 1;
  }

  private long goal(RunSpec spec) {
    Long goal = steps == null ? spec.steps() : steps;
    if (goal == null) {
      throw new UserError(
          specFile + ": training.steps: is missing; give it there, or as --steps N");
    }
    if (goal < 0 || goal > RunSpec.MAX_STEPS) {
      throw new UserError(
          "--steps: %d is not allowed; a whole number from 0 to %d is"
              .formatted(goal, RunSpec.MAX_STEPS));
    }
    return goal;
  }

  private static Diagnosis train(
      TrainingRun run, BooleanSupplier goesOn, Consumer<StepResult> sink, Progress progress) {
    Diagnosis diagnosis = new Diagnosis(run);
    while (goesOn.getAsBoolean() && run.divergence() == null) {
      StepResult result = run.step();
      sink.accept(result);
      progress.step(result);
      diagnosis.after(result);
      diagnosis.takeChanges().forEach(progress::tell);
    }
    diagnosis.finish();
    diagnosis.takeChanges().forEach(progress::tell);
    progress.finish(run);
    return diagnosis;
  }
}
