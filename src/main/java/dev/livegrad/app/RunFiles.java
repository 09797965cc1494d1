package dev.livegrad.app;

import dev.livegrad.data.Dataset;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.inspect.Predictions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A run's results as CSV files in one folder. Numbers are written by {@link Double#toString}, so
 * that reading them gives the same double.
 */
final class RunFiles implements AutoCloseable {
  private final Path folder;
  private final CSVPrinter steps;

  /** Makes the folder, if need be, and begins {@code steps.csv} in it. */
  RunFiles(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError("--out: " + folder + " can't be made: " + reason(e));
    }
    this.steps = open("steps.csv", "step", "loss", "accuracy", "learningRate");
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
  void finish(TrainingRun run, List<Finding> findings) {
    try (CSVPrinter file = open("predictions.csv", "sample", "target", "prediction")) {
      Dataset data = run.data();
      double[][] predictions = Predictions.of(run, data.samples());
      for (int i = 0; i < predictions.length; i++) {
        for (int j = 0; j < predictions[i].length; j++) {
          print(file, i, data.target(i, j), predictions[i][j]);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    try (CSVPrinter file = open("parameters.csv", "name", "value")) {
      double[] values = run.parameters();
      for (int i = 0; i < values.length; i++) {
        print(file, run.parameterNames().get(i), values[i]);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    try (CSVPrinter file = open("findings.csv", "step", "kind", "severity", "where", "text")) {
      for (Finding f : findings) {
        print(file, f.step(), f.kind().word(), f.severity().word(), f.where(), f.text());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      steps.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private CSVPrinter open(String name, String... header) {
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(header).get();
    try {
      return new CSVPrinter(Files.newBufferedWriter(folder.resolve(name)), format);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void print(CSVPrinter printer, Object... row) {
    try {
      printer.printRecord(row);
    } catch (IOException | UncheckedIOException e) {
      throw failed(e);
    }
  }

  private UserError failed(Exception e) {
    return new UserError("--out: " + folder + " can't be written: " + reason(e));
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
