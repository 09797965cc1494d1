package dev.livegrad.training.spec;

import dev.livegrad.nn.Loss;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that determines a run but the commands it gets: together with its journal it gives the
 * same trajectory, bit for bit, on every machine.
 *
 * @param description one sentence for people; may be empty
 * @param seed of the initial parameters, as CPython's {@code random.seed}
 */
public record RunSpec(
    String name,
    String description,
    long seed,
    DataSpec data,
    ModelSpec model,
    LossSpec loss,
    OptimizerSpec optimizer,
    TrainingSpec training) {
  /** The largest seed, and with a minus the smallest: what every JSON reader can hold. */
  public static final long MAX_SEED = (1L << 53) - 1;

  /** The most steps a run can be asked for. */
  public static final long MAX_STEPS = 1_000_000_000_000L;

  /**
   * Checks that the parts fit.
   *
   * @throws SpecException if the loss has no meaning for such outputs
   */
  public RunSpec {
    if (!loss.loss().allows(model.output())) {
      throw SpecException.notAllowed(
          "model.output",
          Fields.word(model.output()),
          loss.loss() == Loss.CROSS_ENTROPY
              ? "softmax, with the loss cross_entropy,"
              : "sigmoid, with the loss binary_cross_entropy,");
    }
  }

  /**
   * Reads a spec from a tree of maps, lists, strings and numbers, as YAML or JSON give it. Data are
   * not loaded, see {@link RunSetup}.
   *
   * @throws SpecException for an unknown or missing field, a wrong type, or a value out of range;
   *     the message names the field's path
   */
  public static RunSpec parse(Map<?, ?> tree) {
    Fields root = Fields.root(tree);
    RunSpec spec =
        new RunSpec(
            RunName.read(root),
            root.text("description", 500, ""),
            root.integer("seed", -MAX_SEED, MAX_SEED, 0),
            DataSpec.parse(root.object("data")),
            ModelSpec.parse(root.object("model")),
            LossSpec.parse(root.objectOrEmpty("loss")),
            OptimizerSpec.parse(root.object("optimizer")),
            TrainingSpec.parse(root.objectOrEmpty("training")));
    root.end();
    return spec;
  }

  /** The same with another seed. */
  public RunSpec with(long seed) {
    return new RunSpec(name, description, seed, data, model, loss, optimizer, training);
  }

  /** The same with other data. */
  public RunSpec with(DataSpec data) {
    return new RunSpec(name, description, seed, data, model, loss, optimizer, training);
  }

  /** The same with another model. */
  public RunSpec with(ModelSpec model) {
    return new RunSpec(name, description, seed, data, model, loss, optimizer, training);
  }

  /** The same with another optimizer. */
  public RunSpec with(OptimizerSpec optimizer) {
    return new RunSpec(name, description, seed, data, model, loss, optimizer, training);
  }

  /** The tree that {@link #parse} reads this from, with every default filled in. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    if (!description.isEmpty()) {
      tree.put("description", description);
    }
    tree.put("seed", seed);
    tree.put("data", data.toTree());
    tree.put("model", model.toTree());
    tree.put("loss", loss.toTree());
    tree.put("optimizer", optimizer.toTree());
    tree.put("training", training.toTree());
    return tree;
  }
}
