package dev.livegrad.app;

import dev.livegrad.export.CsvTable;
import dev.livegrad.export.RunFile;
import dev.livegrad.training.Evaluation;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run's results as CSV files in one folder. */
final class RunFiles implements AutoCloseable {
  private final Path folder;
  private final List<Writer> open = new ArrayList<>();
  private final CsvTable steps;
  private final Writer predictions;
  private final Writer parameters;
  private final Writer findings;

  /**
   * Makes the folder, if need be, and begins all files in it: that one of them can't be written is
   * better known before the training.
   *
   * @param tested whether there are test samples
   */
  RunFiles(Path folder, boolean tested) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(
          "--out: " + folder + " is no folder; a folder, or a name for one, is allowed");
    } catch (AccessDeniedException e) {
      throw new UserError(
          "--out: " + folder + " may not be made; a folder that you may write is allowed");
    } catch (IOException e) {
      throw new UserError("--out: " + folder + " can't be made; another folder may do");
    }
    this.steps = CsvTable.ofSteps(open(RunFile.STEPS), tested);
    this.predictions = open(RunFile.PREDICTIONS);
    this.parameters = open(RunFile.PARAMETERS);
    this.findings = open(RunFile.FINDINGS);
  }

  void step(StepResult result, @Nullable Evaluation test) {
    write(() -> steps.step(result, test));
  }

  /** Writes what is known at the end: predictions, parameters, findings. */
  void finish(TrainingRun run, List<Finding> found) {
    write(() -> {
      CsvTable.predictions(predictions, run.network(), run.parameters());
      CsvTable.parameters(parameters, run.parameterNames(), run.parameters());
      CsvTable.findings(findings, found);
    });
  }

  /** Writes a file of its own. */
  void text(RunFile file, String text) {
    Writer out = open(file);
    write(() -> {
      try {
        out.write(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public void close() {
    write(() -> {
      try {
        for (Writer file : open) {
          file.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private Writer open(RunFile kind) {
    Path file = folder.resolve(kind.fileName());
    try {
      Writer writer = Files.newBufferedWriter(file);
      open.add(writer);
      return writer;
    } catch (IOException e) {
      throw new UserError(
          "--out: " + file + " can't be written; a folder in which it can be is allowed");
    }
  }

  private void write(Runnable writing) {
    try {
      writing.run();
    } catch (UncheckedIOException e) {
      throw new UserError(
          "--out: " + folder + " can't be written to its end; the disk may be full");
    }
  }
}
