package dev.livegrad.data.preprocessing;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Refusal;
import dev.livegrad.expression.ExpressionException;
import dev.livegrad.expression.Formula;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the inputs of a network follow from those of a sample: features, then standardized. Immutable
 * and thread-safe.
 */
public final class Inputs {
  private final List<String> names;

  /** Null where every input is seen as it is. */
  private final @Nullable List<Feature> features;

  /** What is taken from each feature, and what it is then divided by; null for nothing. */
  private final double @Nullable [] means;

  private final double @Nullable [] deviations;

  private Inputs(
      List<String> names,
      @Nullable List<Feature> features,
      double @Nullable [] means,
      double @Nullable [] deviations) {
    this.names = List.copyOf(names);
    this.features = features;
    this.means = means;
    this.deviations = deviations;
  }

  /** A number that follows from a sample's inputs. */
  @FunctionalInterface
  private interface Feature {
    double of(double[] inputs);
  }

  /**
   * Features, not standardized.
   *
   * @param names of a sample's inputs
   * @param features each the name of an input or a {@link Formula} over them; empty for all inputs
   *     as they are
   * @throws DataException for one that is neither; the message begins with its place
   */
  static Inputs of(List<String> names, List<String> features) {
    if (features.isEmpty()) {
      return new Inputs(names, null, null, null);
    }
    List<Feature> read = new ArrayList<>();
    for (String feature : features) {
      read.add(feature("features[%d]: ".formatted(read.size()), feature, names));
    }
    return new Inputs(features, List.copyOf(read), null, null);
  }

  private static Feature feature(String where, String feature, List<String> names) {
    int column = names.indexOf(feature);
    if (column >= 0) {
      return inputs -> inputs[column];
    }
    try {
      Formula formula = Formula.parse(feature, names);
      return formula::at;
    } catch (ExpressionException e) {
      throw new DataException(
          where + "%s is not allowed: %s".formatted(Refusal.shown(feature), e.getMessage()));
    }
  }

  /**
   * The same, less its mean and divided by its deviation: of {@code rows}, which then have a mean
   * of 0 and a population variance of 1.
   *
   * @param rows what {@link #apply} made, one or more
   * @throws DataException if an input is the same in all of them
   */
  Inputs standardized(double[][] rows) {
    double[] means = new double[names.size()];
    double[] deviations = new double[names.size()];
    for (int column = 0; column < means.length; column++) {
      int c = column;
      double mean = Arrays.stream(rows).mapToDouble(row -> row[c]).sum() / rows.length;
      double squares =
          Arrays.stream(rows).mapToDouble(row -> (row[c] - mean) * (row[c] - mean)).sum();
      means[column] = mean;
      deviations[column] = Math.sqrt(squares / rows.length);
      double first = rows[0][c];
      if (Arrays.stream(rows).allMatch(row -> row[c] == first)) {
        throw new DataException(
            "standardize: %s is %s in every sample that is trained on, so that it has no deviation; leave it out or don't standardize"
                .formatted(Refusal.oneLine(names.get(column), 100), first));
      }
      if (!Double.isFinite(deviations[column]) || deviations[column] == 0) {
        throw new DataException(
            "standardize: %s has numbers too great or too small for a deviation; leave it out or don't standardize"
                .formatted(Refusal.oneLine(names.get(column), 100)));
      }
    }
    return new Inputs(names, features, means, deviations);
  }

  /** Whether the network sees a sample's inputs as they are. */
  public boolean areRaw() {
    return features == null && means == null;
  }

  /** What the network's inputs are called. */
  public List<String> names() {
    return names;
  }

  /**
   * The network's inputs.
   *
   * @param inputs of a sample; not changed
   */
  public double[] apply(double[] inputs) {
    double[] seen =
        features == null
            ? inputs.clone()
            : features.stream().mapToDouble(feature -> feature.of(inputs)).toArray();
    if (means != null && deviations != null) {
      for (int i = 0; i < seen.length; i++) {
        seen[i] = (seen[i] - means[i]) / deviations[i];
      }
    }
    return seen;
  }
}
