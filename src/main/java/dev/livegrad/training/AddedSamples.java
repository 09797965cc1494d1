package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.Refusal;
import dev.livegrad.data.Samples;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Samples that people add while a run goes on, read from rows: a sample's inputs in the units of
 * the data's source, and behind them its targets, which are a class's name where the data have
 * classes.
 */
public final class AddedSamples {
  /** The most that a run takes. */
  public static final int MAX_SAMPLES = 1_000;

  /** The most numbers that they have together: every checkpoint has them all. */
  private static final int MAX_NUMBERS = 20_000;

  private AddedSamples() {}

  /** The number of samples that were added to a run. */
  public static int count(RunSetup setup) {
    return count(setup.added());
  }

  /** The number of these samples: 0 for null. */
  public static int count(@Nullable Samples added) {
    return added == null ? 0 : added.count();
  }

  /**
   * The setup with more of them.
   *
   * @param rows numbers and texts, at least one row
   * @throws SpecException if a run can't learn from them, or has been given too many; the message
   *     names the value
   */
  public static RunSetup added(RunSetup setup, List<? extends List<?>> rows) {
    Samples before = setup.added();
    Samples more = read(setup, rows);
    return setup.adding(before == null ? more : before.and(more));
  }

  private static Samples read(RunSetup setup, List<? extends List<?>> rows) {
    Samples source = setup.source().samples();
    int columns = source.names().size();
    int targets = source.targets().columns();
    requireRoom(setup, rows.size(), columns + targets);
    double[][] inputs = new double[rows.size()][];
    for (int i = 0; i < inputs.length; i++) {
      List<?> row = rows.get(i);
      if (row.size() != columns + targets) {
        throw new SpecException(
            "points[%d]: has %s; allowed are %d, %s and %s"
                .formatted(
                    i,
                    Refusal.counted(row.size(), "value"),
                    columns + targets,
                    columns > 4 ? columns + " inputs" : String.join(", ", source.names()),
                    targets == 1 ? "the target" : targets + " targets"));
      }
      inputs[i] = numbers(i, row, 0, columns);
      requireFinite(setup, i, inputs[i]);
    }
    return new Samples(
        source.names(),
        inputs,
        switch (source.targets()) {
          case Samples.Targets.Classes(List<String> names, _) -> {
            int[] places = new int[rows.size()];
            Arrays.setAll(places, i -> place(names, i, columns, rows.get(i).getLast()));
            yield new Samples.Targets.Classes(names, places);
          }
          case Samples.Targets.Numbers _ -> {
            double[][] read = new double[rows.size()][];
            Arrays.setAll(read, i -> numbers(i, rows.get(i), columns, columns + targets));
            requireKnown(setup.source(), read, columns);
            yield new Samples.Targets.Numbers(read);
          }
        });
  }

  private static void requireRoom(RunSetup setup, int more, int width) {
    int most =
        Math.min(
            Math.min(MAX_SAMPLES, Math.max(1, MAX_NUMBERS / width)),
            Dataset.MAX_SAMPLES - setup.source().samples().count());
    if (count(setup) + more > most) {
      throw new SpecException(
          "points: has %d; %d more are allowed, since %d were added and this run takes %d"
              .formatted(more, most - count(setup), count(setup), most));
    }
  }

  private static double[] numbers(int point, List<?> row, int from, int to) {
    double[] numbers = new double[to - from];
    for (int i = from; i < to; i++) {
      if (!(row.get(i) instanceof Number number) || !Double.isFinite(number.doubleValue())) {
        throw SpecException.notAllowed(path(point, i), row.get(i), "a finite number");
      }
      numbers[i - from] = number.doubleValue();
    }
    return numbers;
  }

  /** What the network sees of a point may be no number where a feature is computed of it. */
  private static void requireFinite(RunSetup setup, int point, double[] inputs) {
    double[] seen = setup.seen(inputs);
    for (int i = 0; i < seen.length; i++) {
      if (!Double.isFinite(seen[i])) {
        throw SpecException.notAllowed(
            "points[%d]".formatted(point),
            Arrays.stream(inputs).boxed().toList(),
            "a point at which %s is a finite number"
                .formatted(Refusal.oneLine(setup.data().inputNames().get(i), 100)));
      }
    }
  }

  private static String path(int point, int column) {
    return "points[%d][%d]".formatted(point, column);
  }

  private static int place(List<String> names, int point, int column, @Nullable Object label) {
    int place = names.indexOf(label instanceof Number number ? plain(number) : label);
    if (place < 0) {
      throw SpecException.notAllowed(
          path(point, column), label, "one of the data's classes, " + listed(names) + ",");
    }
    return place;
  }

  /** 2 and not 2.0. */
  private static String plain(Number number) {
    return number.toString().replaceFirst("\\.0$", "");
  }

  private static String listed(List<String> all) {
    return all.stream()
        .limit(10)
        .map(it -> Refusal.oneLine(it, 40))
        .collect(Collectors.joining(", ", "", all.size() > 10 ? " ..." : ""));
  }

  /**
   * A number that stands for a class must be one of the data's, since it would be a class of its
   * own; and all must be such that the loss has a meaning for them.
   */
  private static void requireKnown(RunSetup source, double[][] rows, int column) {
    Loss loss = source.spec().loss().loss();
    boolean numbered = loss == Loss.CROSS_ENTROPY && rows[0].length == 1;
    boolean areClasses = numbered || !Double.isNaN(source.boundary());
    List<Double> known = areClasses ? different(source.samples()) : List.of();
    for (int i = 0; i < rows.length; i++) {
      String refusal = numbered ? null : TargetColumns.refusal(rows[i], loss, "point " + i);
      if (refusal != null) {
        throw new SpecException("points[%d]: %s".formatted(i, refusal));
      }
      if (areClasses && !known.contains(rows[i][0] + 0.0)) {
        List<String> texts = new ArrayList<>();
        known.forEach(it -> texts.add(plain(it)));
        throw SpecException.notAllowed(
            path(i, column), rows[i][0], "one of the data's targets, " + listed(texts) + ",");
      }
    }
  }

  private static List<Double> different(Samples samples) {
    return samples.targets() instanceof Samples.Targets.Numbers numbers
        ? Arrays.stream(numbers.rows()).map(row -> row[0] + 0.0).distinct().sorted().toList()
        : List.of();
  }
}
