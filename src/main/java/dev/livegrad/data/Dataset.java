package dev.livegrad.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Samples to learn from, immutable.
 *
 * @param inputNames a name for each input column
 * @param inputs samples by input columns, finite
 * @param targets samples by target columns, finite
 */
public record Dataset(List<String> inputNames, double[][] inputs, double[][] targets) {
  /** The most samples of a run. */
  public static final int MAX_SAMPLES = 100_000;

  /** The most columns of a sample, inputs and targets each. */
  public static final int MAX_COLUMNS = 1_000;

  public Dataset {
    inputNames = List.copyOf(inputNames);
    inputs = rectangle("inputs", inputs);
    targets = rectangle("targets", targets);
    if (inputs.length != targets.length) {
      throw new DataException(
          "inputs: has %s, and targets has %d; allowed is the same number"
              .formatted(Refusal.counted(inputs.length, "sample"), targets.length));
    }
    if (inputNames.size() != inputs[0].length) {
      throw new DataException(
          "%d names for %d input columns".formatted(inputNames.size(), inputs[0].length));
    }
  }

  /** Samples whose inputs are called {@code x1}, {@code x2} and so on. */
  public static Dataset of(double[][] inputs, double[][] targets) {
    return new Dataset(inputNames(inputs.length == 0 ? 0 : inputs[0].length), inputs, targets);
  }

  public int samples() {
    return inputs.length;
  }

  /** These samples, and others of the same columns behind them. */
  public Dataset and(double[][] moreInputs, double[][] moreTargets) {
    return new Dataset(inputNames, joined(inputs, moreInputs), joined(targets, moreTargets));
  }

  /** A fresh copy: samples by input columns. */
  @Override
  public double[][] inputs() {
    return copy(inputs);
  }

  /** A fresh copy: samples by target columns. */
  @Override
  public double[][] targets() {
    return copy(targets);
  }

  /** Input {@code column} of {@code sample}, both from 0. */
  public double input(int sample, int column) {
    return inputs[sample][column];
  }

  /** Target {@code column} of {@code sample}, both from 0. */
  public double target(int sample, int column) {
    return targets[sample][column];
  }

  /** A fresh copy, turned: columns by samples, the inputs' columns before the targets'. */
  public double[][] columns() {
    double[][] columns = new double[inputColumns() + targetColumns()][samples()];
    for (int sample = 0; sample < samples(); sample++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][sample] =
            column < inputColumns()
                ? inputs[sample][column]
                : targets[sample][column - inputColumns()];
      }
    }
    return columns;
  }

  public int inputColumns() {
    return inputs[0].length;
  }

  public int targetColumns() {
    return targets[0].length;
  }

  static List<String> inputNames(int columns) {
    return java.util.stream.IntStream.rangeClosed(1, columns).mapToObj(i -> "x" + i).toList();
  }

  static double[][] rectangle(String name, double[][] rows) {
    if (rows.length == 0 || rows.length > MAX_SAMPLES) {
      throw new DataException(
          "%s: has %d samples; allowed are 1 to %d".formatted(name, rows.length, MAX_SAMPLES));
    }
    int columns = rows[0].length;
    if (columns == 0 || columns > MAX_COLUMNS) {
      throw new DataException(
          "%s[0]: has %d columns; allowed are 1 to %d".formatted(name, columns, MAX_COLUMNS));
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new DataException(
            "%s[%d]: has %s; allowed are %d, as in %s[0]"
                .formatted(name, i, Refusal.counted(rows[i].length, "column"), columns, name));
      }
      for (int j = 0; j < columns; j++) {
        if (!Double.isFinite(rows[i][j])) {
          throw new DataException(
              "%s[%d][%d]: %s is not allowed; a finite number is"
                  .formatted(name, i, j, rows[i][j]));
        }
      }
    }
    return copy(rows);
  }

  static double[][] joined(double[][] rows, double[][] more) {
    return Stream.concat(Arrays.stream(rows), Arrays.stream(more)).toArray(double[][]::new);
  }

  static double[][] copy(double[][] rows) {
    double[][] copy = rows.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = copy[i].clone();
    }
    return copy;
  }
}
