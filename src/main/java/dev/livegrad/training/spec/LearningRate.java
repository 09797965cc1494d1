package dev.livegrad.training.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** The learning rate at each step. */
public sealed interface LearningRate {
  /** The largest learning rate that is allowed. */
  double MAX = 1_000_000;

  /** The rate for step {@code step}, counted from 0. */
  double at(long step);

  /** The same at every step. */
  record Constant(double value) implements LearningRate {
    @Override
    public double at(long step) {
      return value;
    }
  }

  /** On a straight line from {@code from} at step 0 to {@code to} at step {@code steps}. */
  record Linear(double from, double to, long steps) implements LearningRate {
    @Override
    public double at(long step) {
      return step < steps ? from + (to - from) * step / steps : to;
    }
  }

  /** The schedules a spec can name. */
  enum Schedule {
    LINEAR
  }

  /** Reads {@code optimizer.learningRate}: a number, or an object with a schedule. */
  static LearningRate parse(Fields optimizer) {
    Object value = optimizer.required("learningRate");
    if (!(value instanceof Map<?, ?>)) {
      return new Constant(optimizer.number("learningRate", 0, MAX));
    }
    Fields fields = optimizer.object("learningRate");
    LearningRate rate =
        switch (fields.oneOf("schedule", Schedule.class)) {
          case LINEAR ->
              new Linear(
                  fields.number("from", 0, MAX),
                  fields.number("to", 0, MAX),
                  fields.integer("steps", 1, RunSpec.MAX_STEPS));
        };
    fields.end();
    return rate;
  }

  /** What {@link #parse} reads this from. */
  default Object toTree() {
    return switch (this) {
      case Constant(double value) -> value;
      case Linear(double from, double to, long steps) -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schedule", "linear");
        tree.put("from", from);
        tree.put("to", to);
        tree.put("steps", steps);
        yield tree;
      }
    };
  }
}
