package dev.livegrad.export;

import dev.livegrad.data.Dataset;
import dev.livegrad.training.Evaluation;
import dev.livegrad.training.Network;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.inspect.Predictions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A run's results as comma-separated values. Numbers are written by {@link Double#toString}, so
 * that reading them gives the same double. Whoever gave the writer flushes and closes it; where it
 * fails, an {@link UncheckedIOException} is thrown.
 */
public final class CsvTable {
  private final CSVPrinter printer;

  private CsvTable(Writer out, String... header) {
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(header).get();
    try {
      this.printer = new CSVPrinter(out, format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A table that gets a row for each {@link #step}.
   *
   * @param tested whether there are test samples
   */
  public static CsvTable ofSteps(Writer out, boolean tested) {
    return tested
        ? new CsvTable(out, "step", "loss", "accuracy", "learningRate", "testLoss", "testAccuracy")
        : new CsvTable(out, "step", "loss", "accuracy", "learningRate");
  }

  /**
   * Writes a row.
   *
   * @param test how the network did on the test samples; null where there are none
   */
  public void step(StepResult result, @Nullable Evaluation test) {
    Object accuracy = known(result.accuracy());
    if (test == null) {
      row(result.step(), result.loss(), accuracy, result.learningRate());
    } else {
      row(
          result.step(),
          result.loss(),
          accuracy,
          result.learningRate(),
          test.loss(),
          known(test.accuracy()));
    }
  }

  private static Object known(double accuracy) {
    return Double.isNaN(accuracy) ? "" : (Object) accuracy;
  }

  /** Writes a row for each output of each sample. */
  public static void predictions(Writer out, Network network, double[] parameters) {
    CsvTable table = new CsvTable(out, "sample", "target", "prediction");
    Dataset data = network.setup().data();
    double[][] outputs = new Predictions(network, data.samples()).values(parameters);
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs[i].length; j++) {
        table.row(i, data.target(i, j), outputs[i][j]);
      }
    }
  }

  /** Writes a row for each parameter. */
  public static void parameters(Writer out, List<String> names, double[] values) {
    CsvTable table = new CsvTable(out, "name", "value");
    for (int i = 0; i < values.length; i++) {
      table.row(names.get(i), values[i]);
    }
  }

  /** Writes a row for each finding. */
  public static void findings(Writer out, List<Finding> findings) {
    CsvTable table = new CsvTable(out, "step", "kind", "severity", "where", "text");
    for (Finding it : findings) {
      table.row(it.step(), it.kind().word(), it.severity().word(), it.where(), it.text());
    }
  }

  private void row(Object... cells) {
    try {
      printer.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
