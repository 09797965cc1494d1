package dev.livegrad.training.spec;

import dev.livegrad.nn.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The loss that a run minimizes.
 *
 * @param l1 the factor of a penalty: {@code l1 * sum(|p|)} is added to the reduced loss
 * @param l2 the factor of another: {@code l2 * sum(p * p)} is added too
 */
public record LossSpec(Loss loss, Reduction reduction, double l1, double l2) {
  /** Where a spec has it. */
  static final String PATH = "loss";

  /** With the penalty on squares alone. */
  public LossSpec(Loss loss, Reduction reduction, double l2) {
    this(loss, reduction, 0, l2);
  }

  /** How the samples' losses become that of a batch. */
  public enum Reduction {
    SUM,
    MEAN
  }

  static LossSpec parse(Fields fields) {
    LossSpec spec =
        new LossSpec(
            fields.oneOf("name", Loss.class, Loss.SQUARED_ERROR),
            fields.oneOf("reduction", Reduction.class, Reduction.SUM),
            fields.number("l1", 0, Double.MAX_VALUE, 0),
            fields.number("l2", 0, Double.MAX_VALUE, 0));
    fields.end();
    return spec;
  }

  /** The factor of each sample's loss in that of {@code samples}: 1 for a sum, 1/n for a mean. */
  public double lossScale(int samples) {
    return switch (reduction) {
      case SUM -> 1;
      case MEAN -> 1.0 / samples;
    };
  }

  /** The loss of {@code samples}, given the sum of theirs; without the penalty. */
  public double reduced(double sum, int samples) {
    return switch (reduction) {
      case SUM -> sum;
      case MEAN -> sum / samples;
    };
  }

  /** What is added to the loss: {@code l1 * sum(|p|) + l2 * sum(p * p)}. */
  public double penalty(double[] parameters) {
    double penalty = 0;
    if (l2 != 0) {
      double sum = 0;
      for (double parameter : parameters) {
        sum += parameter * parameter;
      }
      penalty = l2 * sum;
    }
    if (l1 != 0) {
      double sum = 0;
      for (double parameter : parameters) {
        sum += Math.abs(parameter);
      }
      penalty += l1 * sum;
    }
    return penalty;
  }

  /** Adds the penalty's gradient: {@code l1 * sign(p) + 2 * l2 * p}, the sign of 0 being 0. */
  public void addPenaltyGradient(double[] parameters, double[] gradients) {
    if (l2 != 0) {
      for (int i = 0; i < parameters.length; i++) {
        gradients[i] += 2 * l2 * parameters[i];
      }
    }
    if (l1 != 0) {
      for (int i = 0; i < parameters.length; i++) {
        gradients[i] += l1 * Math.signum(parameters[i]);
      }
    }
  }

  /** The fields that are factors of penalties. */
  SequencedMap<String, Object> penalties() {
    SequencedMap<String, Object> penalties = new LinkedHashMap<>();
    penalties.put("l1", l1);
    penalties.put("l2", l2);
    return penalties;
  }

  /** The same loss with other penalties. */
  LossSpec with(Map<String, ? extends @Nullable Object> penalties) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(toTree());
    tree.putAll(penalties);
    return parse(Fields.of(PATH, tree));
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", Fields.word(loss));
    tree.put("reduction", Fields.word(reduction));
    if (l1 > 0) {
      tree.put("l1", l1);
    }
    tree.put("l2", l2);
    return tree;
  }
}
