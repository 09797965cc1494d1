package dev.livegrad.training.spec;

import dev.livegrad.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many samples a step is made of: mini-batches, one after the other through all samples, the
 * last of a pass as small as what is left.
 *
 * @param size samples a batch
 * @param shuffle whether each pass has another order, drawn from the run's seed; the data's
 *     otherwise
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
