package dev.livegrad.training;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Samples;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers that the outputs are to become, as the loss needs them. */
final class TargetColumns {
  /** Numbers add up to 1 within what writing them as decimals loses. */
  private static final double NEAR = 1e-6;

  private TargetColumns() {}

  /**
   * Classes become -1 and 1 where there are two, 0 and 1 with binary cross-entropy; and a column
   * for each, of 0 and 1, where there are more, and with cross-entropy.
   *
   * @return samples by target columns
   * @throws SpecException for numbers that the loss has no meaning for
   */
  static double[][] of(Samples.Targets targets, Loss loss) {
    return switch (loss) {
      case SQUARED_ERROR, HINGE ->
          switch (targets) {
            case Samples.Targets.Numbers numbers -> numbers.rows();
            case Samples.Targets.Classes classes ->
                classes.names().size() == 2 ? classes.twoValued(-1, 1) : classes.oneHot();
          };
      case BINARY_CROSS_ENTROPY ->
          switch (targets) {
            case Samples.Targets.Numbers numbers -> probabilities(numbers.rows());
            case Samples.Targets.Classes classes ->
                classes.names().size() == 2 ? classes.twoValued(0, 1) : classes.oneHot();
          };
      case CROSS_ENTROPY ->
          switch (targets) {
            case Samples.Targets.Numbers numbers -> distributions(numbers);
            case Samples.Targets.Classes classes -> classes.oneHot();
          };
    };
  }

  /** What the columns, or the two numbers in the only one, stand for; null where for numbers. */
  static @Nullable List<String> classNames(Samples.Targets targets, Loss loss) {
    return switch (targets) {
      case Samples.Targets.Classes classes -> classes.names();
      case Samples.Targets.Numbers numbers -> {
        double[][] rows = numbers.rows();
        yield loss == Loss.CROSS_ENTROPY && rows[0].length == 1 ? numbered(rows).names() : null;
      }
    };
  }

  private static double[][] probabilities(double[][] rows) {
    return meant(rows, Loss.BINARY_CROSS_ENTROPY);
  }

  private static double[][] meant(double[][] rows, Loss loss) {
    for (int i = 0; i < rows.length; i++) {
      String refusal = refusal(rows[i], loss, "sample " + i);
      if (refusal != null) {
        throw new SpecException("loss.name: " + refusal);
      }
    }
    return rows;
  }

  /**
   * Why a loss has no meaning for these numbers; null where it has.
   *
   * @param of what they are the targets of
   */
  static @Nullable String refusal(double[] targets, Loss loss, String of) {
    return switch (loss) {
      case SQUARED_ERROR, HINGE -> null;
      case BINARY_CROSS_ENTROPY ->
          Arrays.stream(targets)
              .filter(target -> !(target >= 0 && target <= 1))
              .mapToObj(target ->
                  "binary_cross_entropy has no meaning for the target %s of %s;"
                          .formatted(target, of)
                      + " allowed are targets from 0 to 1")
              .findFirst()
              .orElse(null);
      case CROSS_ENTROPY ->
          Math.abs(Arrays.stream(targets).sum() - 1) > NEAR
                  || Arrays.stream(targets).anyMatch(target -> target < 0)
              ? "cross_entropy has no meaning for the targets %s of %s;"
                      .formatted(Arrays.toString(targets), of)
                  + " allowed are targets from 0 on that sum to 1, or one column of classes"
              : null;
    };
  }

  /** A single column names the class of each sample by a number. */
  private static double[][] distributions(Samples.Targets.Numbers numbers) {
    double[][] rows = numbers.rows();
    if (rows[0].length == 1) {
      return numbered(rows).oneHot();
    }
    return meant(rows, Loss.CROSS_ENTROPY);
  }

  private static Samples.Targets.Classes numbered(double[][] rows) {
    try {
      return Samples.Targets.numbered(Arrays.stream(rows).mapToDouble(row -> row[0]).toArray());
    } catch (DataException e) {
      throw new SpecException("data: " + e.getMessage());
    }
  }
}
