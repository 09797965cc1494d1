package dev.livegrad.training;

import dev.livegrad.nn.Loss;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is to become small.
 *
 * @param l2 how much of the sum of all parameters' squares is added
 */
public record LossSpec(Loss loss, Reduction reduction, double l2) {
  /** How the samples' losses become one. */
  public enum Reduction {
    SUM,
    MEAN
  }

  static LossSpec parse(Fields fields) {
    LossSpec spec =
        new LossSpec(
            fields.oneOf("name", Loss.class, Loss.SQUARED_ERROR),
            fields.oneOf("reduction", Reduction.class, Reduction.SUM),
            fields.number("l2", 0, Double.MAX_VALUE, 0));
    fields.end();
    return spec;
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", loss.name().toLowerCase(Locale.ROOT));
    tree.put("reduction", reduction.name().toLowerCase(Locale.ROOT));
    tree.put("l2", l2);
    return tree;
  }
}
