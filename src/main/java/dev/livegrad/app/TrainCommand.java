package dev.livegrad.app;

import dev.livegrad.data.DataException;
import dev.livegrad.data.TextFile;
import dev.livegrad.export.JournalText;
import dev.livegrad.export.ScriptedRun;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
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
  private static final int MAX_MEBIBYTES = 16;

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

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = {
        "Commands that were given while it trained: journal.json of a run that was exported.",
        "Trains as many steps as that run has, unless --steps says otherwise."
      })
  @Nullable Path journalFile;

  @Override
  public Integer call() {
    RunSetup setup = SpecFile.read(specFile);
    JournalText journal = journal();
    if (journal.seed() != null) {
      setup = setup.with(setup.spec().with(journal.seed()));
    }
    long goal = goal(setup.spec(), journal);
    ScriptedRun scripted = begin(setup, journal);
    TrainingRun run = scripted.run();
    boolean endsAtLoss = journal.steps() == null;
    ProgressLine progress = ProgressLine.of(command.commandLine().getErr(), goal);
    try (Interruption interruption = new Interruption()) {
      BooleanSupplier goesOn =
          () ->
              run.stepsDone() < goal && !(endsAtLoss && run.isAtStopLoss()) && !interruption.came();
      if (out == null) {
        PrintWriter terminal = command.commandLine().getOut();
        RunTable table = new RunTable(terminal, goal);
        train(scripted, goesOn, it -> table.step(it, scripted::test), progress);
        table.finish(run, scripted::test);
      } else {
        try (RunFiles files = new RunFiles(out, scripted.isTested())) {
          train(scripted, goesOn, it -> files.step(it, scripted.test()), progress);
          files.finish(run, scripted.findings());
        }
      }
    }
    return run.divergence() == null ? 0 : 1;
  }

  private JournalText journal() {
    if (journalFile == null) {
      return JournalText.EMPTY;
    }
    try {
      return JournalText.parse(TextFile.read(journalFile, MAX_MEBIBYTES));
    } catch (SpecException e) {
      throw new UserError(journalFile + ": " + e.getMessage());
    } catch (DataException e) {
      throw new UserError(e.getMessage());
    }
  }

  private ScriptedRun begin(RunSetup setup, JournalText journal) {
    try {
      return new ScriptedRun(setup, journal.entries());
    } catch (SpecException e) {
      throw new UserError(journalFile + ": " + e.getMessage());
    }
  }

  private long goal(RunSpec spec, JournalText journal) {
    Long told = journal.steps() == null ? spec.training().steps() : journal.steps();
    Long goal = steps == null ? told : steps;
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

  /** Trains to the end, or until it is interrupted. */
  static void train(
      ScriptedRun scripted,
      BooleanSupplier goesOn,
      Consumer<StepResult> sink,
      ProgressLine progress) {
    while (goesOn.getAsBoolean() && scripted.run().divergence() == null) {
      StepResult result = scripted.step();
      sink.accept(result);
      progress.step(result);
      scripted.diagnosis().takeChanges().forEach(progress::tell);
    }
    scripted.finish();
    scripted.diagnosis().takeChanges().forEach(progress::tell);
    progress.finish(scripted.run());
  }
}
