package dev.livegrad.training.spec;

import dev.livegrad.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mini-batches: each step sees the next samples of the epoch, and the last batch of an epoch has
 * those that are left.
 *
 * @param size samples a batch
 * @param shuffle whether each epoch has an order of its own, drawn from the run's seed; otherwise
 *     all have that of the data
 */
public record BatchSpec(int size, boolean shuffle) {
  static BatchSpec parse(Fields batch) {
    BatchSpec spec =
        new BatchSpec(
            (int) batch.integer("size", 1, Dataset.MAX_SAMPLES), batch.flag("shuffle", true));
    batch.end();
    return spec;
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("size", size);
    tree.put("shuffle", shuffle);
    return tree;
  }
}
