package dev.livegrad.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples as their source gives them, before it is settled what a network sees of them; immutable.
 *
 * @param names one for each input column
 * @param inputs samples by input columns, finite
 * @param targets as many as there are samples
 */
public record Samples(List<String> names, double[][] inputs, Targets targets) {
  public Samples {
    names = List.copyOf(names);
    inputs = Dataset.rectangle("inputs", inputs);
    if (targets.count() != inputs.length) {
      throw new DataException(
          "inputs: has %s, and targets has %d; allowed is the same number"
              .formatted(Refusal.counted(inputs.length, "sample"), targets.count()));
    }
    if (names.size() != inputs[0].length) {
      throw new DataException(
          "columns: has %s; allowed are %d, as many as a sample has inputs"
              .formatted(Refusal.counted(names.size(), "name"), inputs[0].length));
    }
  }

  /** Samples whose inputs are called {@code x1}, {@code x2} and so on. */
  public static Samples of(double[][] inputs, Targets targets) {
    return new Samples(
        Dataset.inputNames(inputs.length == 0 ? 0 : inputs[0].length), inputs, targets);
  }

  /** Samples of numbers whose inputs are called {@code x1}, {@code x2} and so on. */
  public static Samples of(double[][] inputs, double[][] targets) {
    return of(inputs, new Targets.Numbers(targets));
  }

  public int count() {
    return inputs.length;
  }

  /**
   * These, and others behind them.
   *
   * @param more of the same columns, and of the same classes where there are any
   */
  public Samples and(Samples more) {
    return new Samples(names, Dataset.joined(inputs, more.inputs), targets.and(more.targets));
  }

  /** Whether the inputs are called {@code x1}, {@code x2} and so on. */
  public boolean hasPlainNames() {
    return names.equals(Dataset.inputNames(names.size()));
  }

  /** A fresh copy: samples by input columns. */
  @Override
  public double[][] inputs() {
    return Dataset.copy(inputs);
  }

  /** Input {@code column} of {@code sample}, both from 0. */
  public double input(int sample, int column) {
    return inputs[sample][column];
  }

  /** What is to be learned of each sample. */
  public sealed interface Targets {
    /** The number of samples. */
    int count();

    /** The number of columns; 1 for classes. */
    int columns();

    /** These, and others of the same kind behind them. */
    default Targets and(Targets more) {
      return switch (this) {
        case Numbers(double[][] rows) when more instanceof Numbers(double[][] others) ->
            new Numbers(Dataset.joined(rows, others));
        case Classes(List<String> names, int[] places)
            when more instanceof Classes(List<String> same, int[] others) && same.equals(names) ->
            new Classes(
                names, IntStream.concat(IntStream.of(places), IntStream.of(others)).toArray());
        case Numbers _, Classes _ -> throw new IllegalArgumentException("targets of another kind");
      };
    }

    /**
     * Classes by their names.
     *
     * @param labels of each sample
     * @throws DataException if all are the same, or there are too many different ones
     */
    static Classes classes(List<String> labels) {
      Categories classes = Categories.of("targets", labels);
      return new Classes(classes.names(), classes.places(labels));
    }

    /**
     * Classes that are numbers, in their order.
     *
     * @param labels of each sample
     * @throws DataException if all are the same, or there are too many different ones
     */
    static Classes numbered(double[] labels) {
      double[] different = Arrays.stream(labels).map(it -> it + 0.0).distinct().sorted().toArray();
      if (different.length > Categories.MAX) {
        throw new DataException(
            "targets: has %d different numbers; allowed are %d classes"
                .formatted(different.length, Categories.MAX));
      }
      return new Classes(
          Arrays.stream(different).mapToObj(Classes::named).toList(),
          Arrays.stream(labels).mapToInt(it -> Arrays.binarySearch(different, it + 0.0)).toArray());
    }

    /**
     * Numbers.
     *
     * @param rows samples by target columns, finite
     */
    record Numbers(double[][] rows) implements Targets {
      public Numbers {
        rows = Dataset.rectangle("targets", rows);
      }

      @Override
      public int count() {
        return rows.length;
      }

      @Override
      public int columns() {
        return rows[0].length;
      }

      /** A fresh copy: samples by target columns. */
      @Override
      public double[][] rows() {
        return Dataset.copy(rows);
      }
    }

    /**
     * Which of several classes it belongs to.
     *
     * @param names of the classes in their order, two or more
     * @param places of each sample's class in {@code names}
     */
    record Classes(List<String> names, int[] places) implements Targets {
      public Classes {
        names = List.copyOf(names);
        places = places.clone();
        if (names.size() < 2) {
          throw new DataException(
              "targets: all are %s; allowed are two classes or more"
                  .formatted(Refusal.shown(names.getFirst())));
        }
      }

      @Override
      public int count() {
        return places.length;
      }

      @Override
      public int columns() {
        return 1;
      }

      /** A fresh copy. */
      @Override
      public int[] places() {
        return places.clone();
      }

      /** A number as people write it: 2 and not 2.0. */
      private static String named(double number) {
        return Double.toString(number).replaceFirst("\\.0$", "");
      }

      /** {@code low} for the first class and {@code high} for the second; samples by one column. */
      public double[][] twoValued(double low, double high) {
        return Arrays.stream(places)
            .mapToObj(place -> new double[] {place == 0 ? low : high})
            .toArray(double[][]::new);
      }

      /** A column for each class, 1 for the sample's own and 0 for others. */
      public double[][] oneHot() {
        double[][] rows = new double[places.length][names.size()];
        for (int i = 0; i < rows.length; i++) {
          rows[i][places[i]] = 1;
        }
        return rows;
      }
    }
  }
}
