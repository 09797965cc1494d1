package dev.livegrad.training.spec;

import dev.livegrad.data.Dataset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What of a spec can be set while its run goes on, as it is in force: those of the optimizer's rule
 * and of the loss, the size of a batch, and which layers are frozen. {@link #values} names each as
 * the spec's path does, as {@code optimizer.momentum}; whatever its section can be parsed from may
 * be set, and is checked by the same parser.
 *
 * @param batchSize samples a batch; null where every step sees all of them
 * @param shuffle whether each epoch of mini-batches has an order of its own
 * @param frozen whether a layer's parameters get no updates, the first layer first
 */
public record Hyperparameters(
    OptimizerSpec optimizer,
    LossSpec loss,
    @Nullable Integer batchSize,
    boolean shuffle,
    List<Boolean> frozen) {
  /** The name of the learning rate, be it a number or a schedule. */
  public static final String LEARNING_RATE = OptimizerSpec.PATH + ".learningRate";

  /** The name of the size of a batch. */
  public static final String BATCH_SIZE = "training.batch.size";

  private static final String FROZEN = "layer%d.frozen";

  public Hyperparameters {
    frozen = List.copyOf(frozen);
  }

  /** Those of a spec, where nothing is frozen. */
  public static Hyperparameters of(RunSpec spec) {
    BatchSpec batch = spec.training().batch();
    return new Hyperparameters(
        spec.optimizer(),
        spec.loss(),
        batch == null ? null : (Integer) batch.size(),
        batch == null || batch.shuffle(),
        Collections.nCopies(spec.model().layers().size(), false));
  }

  /** The mini-batches; null where every step sees all samples. */
  public @Nullable BatchSpec batch() {
    return batchSize == null ? null : new BatchSpec(batchSize, shuffle);
  }

  /** By name, each as JSON has it; null for the size of a batch where a step sees all samples. */
  public SequencedMap<String, @Nullable Object> values() {
    SequencedMap<String, @Nullable Object> values = new LinkedHashMap<>();
    optimizer
        .values()
        .forEach((field, value) -> values.put(OptimizerSpec.PATH + "." + field, value));
    loss.penalties().forEach((field, value) -> values.put(LossSpec.PATH + "." + field, value));
    values.put(BATCH_SIZE, batchSize);
    for (int layer = 0; layer < frozen.size(); layer++) {
      values.put(FROZEN.formatted(layer + 1), frozen.get(layer));
    }
    return values;
  }

  /** The same with another learning rate. */
  public Hyperparameters with(LearningRate learningRate) {
    return new Hyperparameters(optimizer.with(learningRate), loss, batchSize, shuffle, frozen);
  }

  /**
   * The same with some other values.
   *
   * @param changed by their names
   * @throws SpecException if a spec of this rule, loss and network can't have them so
   */
  public Hyperparameters with(Map<String, ? extends @Nullable Object> changed) {
    Map<String, @Nullable Object> values = values();
    for (String name : changed.keySet()) {
      if (!values.containsKey(name)) {
        throw SpecException.notAllowed(
            "name",
            name,
            "one of what this run has, %s,".formatted(String.join(", ", values.keySet())));
      }
    }
    values.putAll(changed);
    Object size = values.get(BATCH_SIZE);
    return new Hyperparameters(
        optimizer.with(section(OptimizerSpec.PATH, values)),
        loss.with(section(LossSpec.PATH, values)),
        size == null
            ? null
            : (Integer) (int) Fields.integer(BATCH_SIZE, size, 1, Dataset.MAX_SAMPLES),
        shuffle,
        frozen(Fields.root(values)));
  }

  /** The fields of one of a spec's objects. */
  private static Map<String, @Nullable Object> section(
      String path, Map<String, @Nullable Object> values) {
    String prefix = path + ".";
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        fields.put(name.substring(prefix.length()), value);
      }
    });
    return fields;
  }

  private List<Boolean> frozen(Fields values) {
    return IntStream.rangeClosed(1, frozen.size())
        .mapToObj(layer -> values.flag(FROZEN.formatted(layer), false))
        .toList();
  }
}
