package dev.livegrad.app;

import dev.livegrad.data.Dataset;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.inspect.Predictions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A run's results as CSV files in one folder. Numbers are written by {@link Double#toString}, so
 * that reading them gives the same double.
 */
final class RunFiles implements AutoCloseable {
  private final Path folder;
  private final List<CSVPrinter> open = new ArrayList<>();
  private final CSVPrinter steps;
  private final CSVPrinter predictions;
  private final CSVPrinter parameters;
  private final CSVPrinter findings;

  /**
   * Makes the folder, if need be, and begins all files in it: that one of them can't be written is
   * better known before the training.
   */
  RunFiles(Path folder) {
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
    this.steps = open("steps.csv", "step", "loss", "accuracy", "learningRate");
    this.predictions = open("predictions.csv", "sample", "target", "prediction");
    this.parameters = open("parameters.csv", "name", "value");
    this.findings = open("findings.csv", "step", "kind", "severity", "where", "text");
  }

  void step(StepResult result) {
    print(
        steps,
        result.step(),
        result.loss(),
        Double.isNaN(result.accuracy()) ? "" : result.accuracy(),
        result.learningRate());
  }

  /** Writes what is known at the end: predictions, parameters, findings. */
  void finish(TrainingRun run, List<Finding> found) {
    Dataset data = run.data();
    double[][] outputs = Predictions.of(run, data.samples());
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs[i].length; j++) {
        print(predictions, i, data.target(i, j), outputs[i][j]);
      }
    }
    double[] values = run.parameters();
    for (int i = 0; i < values.length; i++) {
      print(parameters, run.parameterNames().get(i), values[i]);
    }
    for (Finding f : found) {
      print(findings, f.step(), f.kind().word(), f.severity().word(), f.where(), f.text());
    }
  }

  @Override
  public void close() {
    try {
      for (CSVPrinter file : open) {
        file.close();
      }
    } catch (IOException e) {
      throw new UserError(
          "--out: " + folder + " can't be written to its end; the disk may be full");
    }
  }

  private CSVPrinter open(String name, String... header) {
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(header).get();
    Path file = folder.resolve(name);
    try {
      CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file), format);
      open.add(printer);
      return printer;
    } catch (IOException e) {
      throw new UserError(
          "--out: " + file + " can't be written; a folder in which it can be is allowed");
    }
  }

  private void print(CSVPrinter printer, Object... row) {
    try {
      printer.printRecord(row);
    } catch (IOException | UncheckedIOException e) {
      throw new UserError(
          "--out: " + folder + " can't be written to its end; the disk may be full");
    }
  }
}
