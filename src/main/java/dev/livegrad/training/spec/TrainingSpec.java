package dev.livegrad.training.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a run trains, and on which samples at a time.
 *
 * @param steps after how many steps the run is finished; null for one that goes on until paused
 * @param stopAtLoss it is finished after the first step whose loss is not above it; null for never
 * @param batch null where every step sees all samples
 */
public record TrainingSpec(
    @Nullable Long steps, @Nullable Double stopAtLoss, @Nullable BatchSpec batch) {
  static TrainingSpec parse(Fields fields) {
    TrainingSpec spec =
        new TrainingSpec(
            fields.has("steps") ? (Long) fields.integer("steps", 1, RunSpec.MAX_STEPS) : null,
            fields.has("stopAtLoss") ? (Double) fields.number("stopAtLoss") : null,
            fields.has("batch") ? BatchSpec.parse(fields.object("batch")) : null);
    fields.end();
    return spec;
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (steps != null) {
      tree.put("steps", steps);
    }
    if (stopAtLoss != null) {
      tree.put("stopAtLoss", stopAtLoss);
    }
    if (batch != null) {
      tree.put("batch", batch.toTree());
    }
    return tree;
  }
}
