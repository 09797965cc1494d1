package dev.livegrad.training.diagnosis;

import dev.livegrad.data.Dataset;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Targets that the output can't reach, since its activation has limits, or for which the loss is
 * the same whatever the output is. It follows from the spec and the data alone, so it is known
 * before the first step and stays so.
 *
 * @param floor the loss of all samples that no parameters get below, in the spec's reduction,
 *     without the penalty
 * @param findings a note, or none
 */
record Unreachable(double floor, List<Finding> findings) {
  /** An output this near its target has reached it: a share of the largest target, or of 1. */
  private static final double NEAR = 0.01;

  static Unreachable in(RunSetup setup) {
    Dataset data = setup.data();
    Loss loss = setup.spec().loss().loss();
    Activation output = setup.spec().model().output();
    double near = near(loss, data);
    double sum = 0;
    Targets limited = new Targets();
    Targets zero = new Targets();
    for (int column = 0; column < data.targetColumns(); column++) {
      for (int sample = 0; sample < data.samples(); sample++) {
        double target = data.target(sample, column);
        double least = loss.least(target, output);
        sum += least;
        if (least > near) {
          (loss == Loss.HINGE && target == 0 ? zero : limited).add(column, target);
        }
      }
    }
    double floor =
        switch (setup.spec().loss().reduction()) {
          case SUM -> sum;
          case MEAN -> sum / data.samples();
        };
    if (limited.count + zero.count == 0) {
      return new Unreachable(floor, List.of());
    }
    Targets told = zero.count > 0 ? zero : limited;
    int all = data.samples() * data.targetColumns();
    String text =
        "%s, so the loss of all samples can't fall below %s: %s."
            .formatted(
                zero.count > 0
                    ? "Hinge is 1 for " + zero.of(all) + ", whatever the output is"
                    : limits(loss, output, limited, all),
                Wording.shown(floor),
                zero.count > 0
                    ? "hinge is made for targets of -1 and 1"
                    : "a linear output has no limits");
    int last = setup.spec().model().layers().size() - 1;
    String where =
        told.columns.size() == 1
            ? ParameterLayout.name(last, told.columns.first())
            : ParameterLayout.name(last);
    return new Unreachable(
        floor, List.of(new Finding(0, Kind.UNREACHABLE, Severity.NOTE, where, text)));
  }

  /** The least loss of a target that counts as out of reach. */
  private static double near(Loss loss, Dataset data) {
    return switch (loss) {
      case HINGE -> NEAR;
      // Whatever the targets are, an output can come as near as their own uncertainty allows.
      case BINARY_CROSS_ENTROPY, CROSS_ENTROPY -> Double.POSITIVE_INFINITY;
      case SQUARED_ERROR -> {
        double largest = 0;
        for (double[] targets : data.targets()) {
          for (double target : targets) {
            largest = Math.max(largest, Math.abs(target));
          }
        }
        yield Math.pow(NEAR * largest, 2);
      }
    };
  }

  private static String limits(Loss loss, Activation output, Targets targets, int all) {
    String range =
        "what a %s output can be, %s"
            .formatted(
                output.name().toLowerCase(Locale.ROOT),
                output.greatest() == Double.POSITIVE_INFINITY
                    ? Wording.shown(output.least()) + " and more"
                    : Wording.shown(output.least()) + " to " + Wording.shown(output.greatest()));
    return switch (loss) {
      case SQUARED_ERROR, BINARY_CROSS_ENTROPY, CROSS_ENTROPY ->
          "%s %s outside %s"
              .formatted(
                  Wording.capital(targets.of(all)), targets.count == 1 ? "lies" : "lie", range);
      case HINGE -> "Hinge can't be 0 for %s with %s".formatted(targets.of(all), range);
    };
  }

  /** Some of the targets. */
  private static final class Targets {
    private int count;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private final TreeSet<Integer> columns = new TreeSet<>();

    void add(int column, double target) {
      count++;
      low = Math.min(low, target);
      high = Math.max(high, target);
      columns.add(column);
    }

    /** "13 of 20 targets (0)". */
    String of(int all) {
      String values =
          low == high ? Wording.shown(low) : Wording.shown(low) + " to " + Wording.shown(high);
      String some =
          count == all ? Wording.all(all, "target") : "%,d of %,d targets".formatted(count, all);
      return "%s (%s)".formatted(some, values);
    }
  }
}
