package dev.livegrad.training.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** The rule that makes the updates, and its learning rate. */
public record OptimizerSpec(Name name, LearningRate learningRate) {
  /** The optimizers there are. */
  public enum Name {
    /** Gradient descent, on the full batch or on mini-batches. */
    SGD
  }

  static OptimizerSpec parse(Fields fields) {
    OptimizerSpec spec =
        new OptimizerSpec(fields.oneOf("name", Name.class, Name.SGD), LearningRate.parse(fields));
    fields.end();
    return spec;
  }

  /** The same with another learning rate. */
  public OptimizerSpec with(LearningRate learningRate) {
    return new OptimizerSpec(name, learningRate);
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", Fields.word(name));
    tree.put("learningRate", learningRate.toTree());
    return tree;
  }
}
