package dev.livegrad.server.http;

import dev.livegrad.expression.Axis;
import dev.livegrad.expression.CentralDifference;
import dev.livegrad.expression.EvaluatedExpression;
import dev.livegrad.expression.ExpressionNode;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of an expression, and the answer as a tree; {@code openapi.json}
 * describes both.
 *
 * @param curve over one leaf, or null
 * @param contour over two, or null
 * @param descent or null
 */
record ExpressionQuestion(
    String expression, @Nullable Axis curve, @Nullable Contour contour, @Nullable Walk descent) {
  private static final int MAX_POINTS = 401;
  private static final int MAX_SIDE = 64;
  private static final int MAX_STEPS = 500;
  private static final int MAX_LEAVES = 8;
  private static final double MAX_RATE = 1e6;

  /** The two sides of a contour plot. */
  record Contour(Axis x, Axis y) {}

  /** A descent that is asked for. */
  record Walk(List<Integer> leaves, double learningRate, int steps) {}

  /**
   * Reads a question.
   *
   * @throws SpecException if a field is not as described; the message names its path
   */
  static ExpressionQuestion parse(Map<?, ?> tree) {
    Fields fields = Fields.root(tree);
    if (!(fields.required("expression") instanceof String expression)) {
      throw new SpecException("expression: a text is allowed, such as a=2; b=-3; L=a*b");
    }
    Axis curve = fields.has("curve") ? axis(fields.object("curve"), MAX_POINTS) : null;
    Contour contour = fields.has("contour") ? contour(fields.object("contour")) : null;
    Walk descent = fields.has("descent") ? walk(fields.object("descent")) : null;
    fields.end();
    return new ExpressionQuestion(expression, curve, contour, descent);
  }

  private static Axis axis(Fields fields, int maxPoints) {
    double from = fields.number("from", -1e300, 1e300);
    double to = fields.number("to", -1e300, 1e300);
    int leaf = (int) fields.integer("leaf", 0, EvaluatedExpression.MAX_NODES - 1);
    int points = (int) fields.integer("points", 2, maxPoints);
    fields.end();
    if (!(from < to)) {
      throw new SpecException(
          "%s: %s is not allowed; a number below %s, which is %s, is"
              .formatted(fields.path("from"), from, fields.path("to"), to));
    }
    return new Axis(leaf, from, to, points);
  }

  private static Contour contour(Fields fields) {
    Axis x = axis(fields.object("x"), MAX_SIDE);
    Axis y = axis(fields.object("y"), MAX_SIDE);
    fields.end();
    return new Contour(x, y);
  }

  private static Walk walk(Fields fields) {
    List<Integer> leaves = new ArrayList<>();
    String path = fields.path("leaves");
    for (Object leaf : fields.list("leaves")) {
      leaves.add(
          (int)
              Fields.integer(
                  "%s[%d]".formatted(path, leaves.size()),
                  leaf,
                  0,
                  EvaluatedExpression.MAX_NODES - 1));
    }
    if (leaves.isEmpty() || leaves.size() > MAX_LEAVES) {
      throw new SpecException(
          "%s: %d are not allowed; 1 to %d are".formatted(path, leaves.size(), MAX_LEAVES));
    }
    double learningRate = fields.number("learningRate", 0, MAX_RATE);
    int steps = (int) fields.integer("steps", 1, MAX_STEPS);
    fields.end();
    return new Walk(leaves, learningRate, steps);
  }

  /** Computes everything that is asked for. */
  Map<String, Object> answer() {
    EvaluatedExpression specimen = EvaluatedExpression.of(expression);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("nodes", specimen.nodes().stream().map(ExpressionQuestion::tree).toList());
    tree.put("output", specimen.output());
    if (curve != null) {
      tree.put("curve", specimen.curve(curve));
    }
    if (contour != null) {
      double[][] rows = specimen.contour(contour.x(), contour.y());
      tree.put("contour", Arrays.stream(rows).map(ExpressionQuestion::roughly).toList());
    }
    if (descent != null) {
      tree.put(
          "descent", specimen.descend(descent.leaves(), descent.learningRate(), descent.steps()));
    }
    return tree;
  }

  private static Map<String, Object> tree(ExpressionNode node) {
    CentralDifference difference = node.difference();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", node.id());
    tree.put("name", node.name());
    tree.put("op", node.op());
    tree.put("data", node.data());
    tree.put("grad", node.grad());
    tree.put("children", node.children());
    tree.put("start", node.place().start());
    tree.put("end", node.place().end());
    tree.put("h", difference.h());
    tree.put("difference", difference.slope());
    tree.put("error", difference.error());
    tree.put("verdict", difference.verdict());
    return tree;
  }

  /** As floats, which are half as long to send and are told apart by no eye. */
  private static List<Object> roughly(double[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> Float.isFinite((float) number) ? (Object) (float) number : number)
        .toList();
  }
}
