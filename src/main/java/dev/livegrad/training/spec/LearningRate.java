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

  /** On half a wave of a cosine from {@code from} at step 0 to {@code to} at {@code steps}. */
  record Cosine(double from, double to, long steps) implements LearningRate {
    @Override
    public double at(long step) {
      return step < steps
          ? to + (from - to) * (1 + StrictMath.cos(Math.PI * step / steps)) / 2
          : to;
    }
  }

  /** {@code factor} times as large after each {@code every} steps. */
  record Stepwise(double from, double factor, long every) implements LearningRate {
    @Override
    public double at(long step) {
      long falls = step / every;
      return from * StrictMath.pow(factor, (double) falls);
    }
  }

  /** {@code factor} times as large after each step. */
  record Exponential(double from, double factor) implements LearningRate {
    @Override
    public double at(long step) {
      return from * StrictMath.pow(factor, (double) step);
    }
  }

  /** The schedules a spec can name. */
  enum Schedule {
    LINEAR,
    COSINE,
    STEP,
    EXPONENTIAL
  }

  /** Reads {@code optimizer.learningRate}: a number, or an object with a schedule. */
  public static LearningRate parse(Fields optimizer) {
    Object value = optimizer.required("learningRate");
    if (!(value instanceof Map<?, ?>)) {
      return new Constant(optimizer.number("learningRate", 0, MAX));
    }
    Fields fields = optimizer.object("learningRate");
    Schedule schedule = fields.oneOf("schedule", Schedule.class);
    double from = fields.number("from", 0, MAX);
    LearningRate rate =
        switch (schedule) {
          case LINEAR -> new Linear(from, fields.number("to", 0, MAX), steps(fields, "steps"));
          case COSINE -> new Cosine(from, fields.number("to", 0, MAX), steps(fields, "steps"));
          // A rate that grows would leave the range that a spec allows.
          case STEP -> new Stepwise(from, fields.number("factor", 0, 1), steps(fields, "every"));
          case EXPONENTIAL -> new Exponential(from, fields.number("factor", 0, 1));
        };
    fields.end();
    return rate;
  }

  private static long steps(Fields fields, String name) {
    return fields.integer(name, 1, RunSpec.MAX_STEPS);
  }

  /** What {@link #parse} reads this from. */
  default Object toTree() {
    return switch (this) {
      case Constant(double value) -> value;
      case Linear(double from, double to, long steps) ->
          tree(Schedule.LINEAR, from, Map.of("to", to), Map.of("steps", steps));
      case Cosine(double from, double to, long steps) ->
          tree(Schedule.COSINE, from, Map.of("to", to), Map.of("steps", steps));
      case Stepwise(double from, double factor, long every) ->
          tree(Schedule.STEP, from, Map.of("factor", factor), Map.of("every", every));
      case Exponential(double from, double factor) ->
          tree(Schedule.EXPONENTIAL, from, Map.of("factor", factor), Map.of());
    };
  }

  private static Map<String, Object> tree(
      Schedule schedule, double from, Map<String, ?> second, Map<String, ?> third) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schedule", Fields.word(schedule));
    tree.put("from", from);
    tree.putAll(second);
    tree.putAll(third);
    return tree;
  }
}
