package dev.livegrad.training.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The rule that makes the updates, and its learning rate. */
public record OptimizerSpec(Rule rule, LearningRate learningRate) {
  /** Where a spec has it. */
  static final String PATH = "optimizer";

  /** The update rules there are, with PyTorch's names, formulas and defaults. */
  public sealed interface Rule {}

  /** Gradient descent, with a momentum that may look ahead. */
  public record Sgd(double momentum, boolean nesterov, double weightDecay) implements Rule {
    /** Without momentum and decay. */
    public static final Sgd PLAIN = new Sgd(0, false, 0);
  }

  /** Adam: steps by the mean of the gradient, over the root of the mean of its square. */
  public record Adam(double beta1, double beta2, double epsilon, double weightDecay)
      implements Rule {}

  /** Adam whose decay of weights doesn't go through the gradient. */
  public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements Rule {}

  /** RMSprop: steps by the gradient over the root of the mean of its square. */
  public record RmsProp(double decay, double epsilon, double weightDecay, double momentum)
      implements Rule {}

  /** AdaGrad: steps by the gradient over the root of the sum of its squares. */
  public record AdaGrad(double epsilon, double weightDecay) implements Rule {}

  /** What the fields are that a rule can do without. */
  private static final Map<String, Object> OFF =
      Map.of("momentum", 0.0, "nesterov", false, "weightDecay", 0.0);

  private enum Name {
    SGD,
    ADAM,
    ADAMW,
    RMSPROP,
    ADAGRAD
  }

  static OptimizerSpec parse(Fields fields) {
    OptimizerSpec spec = new OptimizerSpec(rule(fields), LearningRate.parse(fields));
    fields.end();
    return spec;
  }

  private static Rule rule(Fields fields) {
    return switch (fields.oneOf("name", Name.class, Name.SGD)) {
      case SGD -> sgd(fields);
      case ADAM -> new Adam(beta1(fields), beta2(fields), epsilon(fields, 1e-8), decay(fields, 0));
      case ADAMW ->
          new AdamW(beta1(fields), beta2(fields), epsilon(fields, 1e-8), decay(fields, 0.01));
      case RMSPROP ->
          new RmsProp(
              fields.number("decay", 0, 1, 0.99),
              epsilon(fields, 1e-8),
              decay(fields, 0),
              fields.number("momentum", 0, 1, 0));
      case ADAGRAD -> new AdaGrad(epsilon(fields, 1e-10), decay(fields, 0));
    };
  }

  private static Sgd sgd(Fields fields) {
    Sgd sgd =
        new Sgd(
            fields.number("momentum", 0, 1, 0), fields.flag("nesterov", false), decay(fields, 0));
    if (sgd.nesterov() && sgd.momentum() == 0) {
      throw SpecException.notAllowed(
          fields.path("nesterov"), true, "false, or true with a momentum above 0");
    }
    return sgd;
  }

  private static double beta1(Fields fields) {
    return fields.number("beta1", 0, Math.nextDown(1.0), 0.9);
  }

  private static double beta2(Fields fields) {
    return fields.number("beta2", 0, Math.nextDown(1.0), 0.999);
  }

  private static double epsilon(Fields fields, double otherwise) {
    return fields.number("epsilon", 0, Double.MAX_VALUE, otherwise);
  }

  private static double decay(Fields fields, double otherwise) {
    return fields.number("weightDecay", 0, Double.MAX_VALUE, otherwise);
  }

  /** The same with another learning rate. */
  public OptimizerSpec with(LearningRate learningRate) {
    return new OptimizerSpec(rule, learningRate);
  }

  /** The same rule with other values of all its fields. */
  OptimizerSpec with(Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(values);
    tree.put("name", name());
    return parse(Fields.of(PATH, tree));
  }

  private String name() {
    return Fields.word(
        switch (rule) {
          case Sgd _ -> Name.SGD;
          case Adam _ -> Name.ADAM;
          case AdamW _ -> Name.ADAMW;
          case RmsProp _ -> Name.RMSPROP;
          case AdaGrad _ -> Name.ADAGRAD;
        });
  }

  /** Every field but the name. */
  SequencedMap<String, Object> values() {
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    switch (rule) {
      case Sgd(double momentum, boolean nesterov, double weightDecay) -> {
        values.put("momentum", momentum);
        values.put("nesterov", nesterov);
        values.put("weightDecay", weightDecay);
      }
      case Adam(double beta1, double beta2, double epsilon, double weightDecay) ->
          putAdam(values, beta1, beta2, epsilon, weightDecay);
      case AdamW(double beta1, double beta2, double epsilon, double weightDecay) ->
          putAdam(values, beta1, beta2, epsilon, weightDecay);
      case RmsProp(double decay, double epsilon, double weightDecay, double momentum) -> {
        values.put("decay", decay);
        values.put("epsilon", epsilon);
        values.put("weightDecay", weightDecay);
        values.put("momentum", momentum);
      }
      case AdaGrad(double epsilon, double weightDecay) -> {
        values.put("epsilon", epsilon);
        values.put("weightDecay", weightDecay);
      }
    }
    values.put("learningRate", learningRate.toTree());
    return values;
  }

  private static void putAdam(
      Map<String, Object> values, double beta1, double beta2, double epsilon, double weightDecay) {
    values.put("beta1", beta1);
    values.put("beta2", beta2);
    values.put("epsilon", epsilon);
    values.put("weightDecay", weightDecay);
  }

  /** Without what is off unless it is said, but for Adam's decay, which AdamW has by itself. */
  Map<String, Object> toTree() {
    boolean all = rule instanceof Adam || rule instanceof AdamW;
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name());
    values()
        .forEach((field, value) -> {
          if (all || !value.equals(OFF.get(field))) {
            tree.put(field, value);
          }
        });
    return tree;
  }
}
