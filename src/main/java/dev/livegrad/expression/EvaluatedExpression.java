package dev.livegrad.expression;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression on the bench: evaluated, with its gradients, and ready to be evaluated elsewhere.
 * Belongs to one thread at a time.
 */
public final class EvaluatedExpression {
  /** The most nodes of an expression: each is moved, and everything behind it with it. */
  public static final int MAX_NODES = 400;

  private static final int MAX_NAMED = 12;

  private final List<Value> values;
  private final List<ExpressionNode> nodes;
  private final Graph graph;
  private final int output;

  private EvaluatedExpression(Expression expression) {
    this.values = expression.nodes();
    this.graph = Graph.of(expression.output());
    this.output = values.indexOf(expression.output());
    graph.backward(1);
    this.nodes = nodes(expression);
  }

  /**
   * Evaluates an expression and runs backward from its end.
   *
   * @throws ExpressionException if it can't be read or evaluated, or has more than {@value
   *     #MAX_NODES} nodes
   */
  public static EvaluatedExpression of(String source) {
    Expression expression = Expression.evaluate(source);
    if (expression.nodes().size() > MAX_NODES) {
      throw new ExpressionException(
          "the expression has %d nodes; the lab takes %d"
              .formatted(expression.nodes().size(), MAX_NODES));
    }
    return new EvaluatedExpression(expression);
  }

  private static List<ExpressionNode> nodes(Expression expression) {
    FiniteDifferences differences = new FiniteDifferences(expression);
    Map<Value, Integer> ids = new HashMap<>();
    List<ExpressionNode> nodes = new ArrayList<>();
    for (Value value : expression.nodes()) {
      int id = nodes.size();
      ids.put(value, id);
      nodes.add(
          new ExpressionNode(
              id,
              value.name(),
              value.symbol(),
              value.data(),
              value.grad(),
              value.children().stream().map(ids::get).toList(),
              expression.places().get(id),
              differences.compare(id, value.grad())));
    }
    return nodes;
  }

  /** All nodes as the text has them, children before parents. */
  public List<ExpressionNode> nodes() {
    return List.copyOf(nodes);
  }

  /** The nodes themselves, in the same order. */
  public List<Value> values() {
    return values;
  }

  /** The number of the node that gradients are taken of. */
  public int output() {
    return output;
  }

  /**
   * The output where one leaf takes an axis' values.
   *
   * @return a value for each point, NaN where there is none
   * @throws ExpressionException if the axis names no leaf
   */
  public double[] curve(Axis x) {
    Value leaf = leaf(x.leaf());
    double before = leaf.data();
    double[] outputs = new double[x.points()];
    for (int i = 0; i < outputs.length; i++) {
      leaf.setData(x.value(i));
      graph.forward();
      outputs[i] = graph.output().data();
    }
    leaf.setData(before);
    return outputs;
  }

  /**
   * The output where two leaves take their axes' values.
   *
   * @return a row for each value of {@code y}, with a column for each of {@code x}
   * @throws ExpressionException if an axis names no leaf, or both the same
   */
  public double[][] contour(Axis x, Axis y) {
    if (x.leaf() == y.leaf()) {
      throw new ExpressionException(
          "y.leaf: %d is not allowed, since it is the other axis' too; another leaf is"
              .formatted(y.leaf()));
    }
    Value leaf = leaf(y.leaf());
    double before = leaf.data();
    double[][] outputs = new double[y.points()][];
    for (int i = 0; i < outputs.length; i++) {
      leaf.setData(y.value(i));
      outputs[i] = curve(x);
    }
    leaf.setData(before);
    return outputs;
  }

  /**
   * Gradient descent from where the leaves are.
   *
   * @param ids the leaves that move; the others stay
   * @param steps how many steps at most; fewer where a number is no longer finite
   * @throws ExpressionException if one of them is no leaf, or is named twice
   */
  public GradientDescent descend(List<Integer> ids, double learningRate, int steps) {
    List<Value> leaves = ids.stream().map(this::leaf).toList();
    if (leaves.stream().distinct().count() != leaves.size()) {
      throw new ExpressionException("leaves: " + ids + " is not allowed; each leaf once is");
    }
    double[] before = GradientDescent.data(leaves);
    GradientDescent descent = GradientDescent.on(graph, leaves, learningRate, steps);
    for (int i = 0; i < before.length; i++) {
      leaves.get(i).setData(before[i]);
    }
    return descent;
  }

  private Value leaf(int id) {
    if (id >= 0 && id < nodes.size() && nodes.get(id).leaf()) {
      return values.get(id);
    }
    List<String> leaves =
        nodes.stream()
            .filter(ExpressionNode::leaf)
            .map(node -> node.id() + " " + node.name())
            .toList();
    String more = leaves.size() > MAX_NAMED ? ", ..." : "";
    throw new ExpressionException(
        "leaf: %d is not allowed; one of %s%s is"
            .formatted(
                id,
                String.join(", ", leaves.stream().limit(MAX_NAMED).map(String::strip).toList()),
                more));
  }
}
