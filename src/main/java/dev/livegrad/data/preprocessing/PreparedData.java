package dev.livegrad.data.preprocessing;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Dataset;
import dev.livegrad.data.Refusal;
import dev.livegrad.data.Samples;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples as a network sees them.
 *
 * @param train the samples to learn from, in their order
 * @param test the samples that were kept for a test, in their order; null for none
 * @param inputs how a network's inputs follow from a sample's
 * @param trained the places of the samples to learn from among all, in their order
 * @param tested the places of the others, in their order
 */
public record PreparedData(
    Dataset train, @Nullable Dataset test, Inputs inputs, int[] trained, int[] tested) {

  /**
   * Prepares samples.
   *
   * @param targets samples by target columns
   * @param features see {@link Inputs}; empty for the inputs as they are
   * @param standardize whether inputs are standardized, by the samples to learn from
   * @param split null where none are kept for a test
   * @throws DataException for samples that can't be prepared so; the message begins with the field
   *     of the spec's {@code data}
   */
  public static PreparedData of(
      Samples samples,
      double[][] targets,
      List<String> features,
      boolean standardize,
      @Nullable Split split) {
    Inputs inputs = Inputs.of(samples.names(), features);
    double[][] rows = samples.inputs();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = inputs.apply(rows[i]);
      requireFinite(i, rows[i], inputs.names());
    }
    BitSet test = split == null ? new BitSet() : split.testOf(rows.length);
    requireSome(test.cardinality(), rows.length, split);
    if (standardize) {
      Inputs standardized = inputs.standardized(chosen(rows, test, false));
      double[][] raw = samples.inputs();
      Arrays.setAll(rows, i -> standardized.apply(raw[i]));
      inputs = standardized;
    }
    List<String> names = inputs.names();
    return new PreparedData(
        new Dataset(names, chosen(rows, test, false), chosen(targets, test, false)),
        split == null
            ? null
            : new Dataset(names, chosen(rows, test, true), chosen(targets, test, true)),
        inputs,
        IntStream.range(0, rows.length).filter(i -> !test.get(i)).toArray(),
        test.stream().toArray());
  }

  /**
   * The same with others to learn from behind those; what standardizing goes by stays.
   *
   * @param samples as their source gives them, which stand behind all that were prepared before
   * @param targets samples by target columns
   * @throws DataException if what the network sees of one is no finite number
   */
  public PreparedData and(Samples samples, double[][] targets) {
    double[][] rows = samples.inputs();
    Arrays.setAll(rows, i -> inputs.apply(rows[i]));
    int before = trained.length + tested.length;
    return new PreparedData(
        train.and(rows, targets),
        test,
        inputs,
        IntStream.concat(IntStream.of(trained), IntStream.range(before, before + samples.count()))
            .toArray(),
        tested);
  }

  private static void requireFinite(int sample, double[] row, List<String> names) {
    for (int i = 0; i < row.length; i++) {
      if (!Double.isFinite(row[i])) {
        throw new DataException(
            "features[%d]: %s is %s at sample %d; a finite number is allowed"
                .formatted(i, Refusal.oneLine(names.get(i), 100), row[i], sample));
      }
    }
  }

  private static void requireSome(int tested, int samples, @Nullable Split split) {
    if (split != null && (tested == 0 || tested == samples)) {
      throw new DataException(
          samples == 1
              ? "split: there is one sample; two or more can be split"
              : "split.test: %s of %d samples is %d; 1 to %d are allowed"
                  .formatted(split.test(), samples, tested, samples - 1));
    }
  }

  private static double[][] chosen(double[][] rows, BitSet test, boolean tested) {
    return IntStream.range(0, rows.length)
        .filter(i -> test.get(i) == tested)
        .mapToObj(i -> rows[i])
        .toArray(double[][]::new);
  }
}
