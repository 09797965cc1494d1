package dev.livegrad.engine.tape;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a graph of {@link Value}s into a {@link Program}. */
final class GraphReader {
  private GraphReader() {}

  /**
   * Records what {@code roots} are made from. A leaf that is neither an input nor a parameter is a
   * constant, with the value that it has now.
   *
   * @throws IllegalArgumentException for a graph of more than {@link Tape#MAX_NODES}, for an input
   *     or parameter that is computed, and for a leaf that is listed twice
   */
  static Program read(List<Value> roots, List<Value> inputs, List<Value> parameters) {
    checkLeaves(inputs, "input");
    checkLeaves(parameters, "parameter");
    Map<Value, Node> leaves = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      leaves.put(inputs.get(i), new Node.Input(i));
    }
    for (int i = 0; i < parameters.size(); i++) {
      leaves.put(parameters.get(i), new Node.Parameter(i));
    }
    if (leaves.size() != inputs.size() + parameters.size()) {
      throw new IllegalArgumentException("an input or parameter is listed twice");
    }
    List<Value> order = Graph.topologicalOrder(roots);
    if (order.size() > Tape.MAX_NODES) {
      throw new IllegalArgumentException(
          "the graph of %s has %d nodes; at most %d can be compiled"
              .formatted(roots.getFirst().describe(), order.size(), Tape.MAX_NODES));
    }
    Map<Value, Integer> places = new HashMap<>(order.size() * 2);
    List<Node> nodes = new ArrayList<>(order.size());
    for (Value value : order) {
      places.put(value, nodes.size());
      nodes.add(node(value, leaves, places));
    }
    return new Program(nodes, roots.stream().map(places::get).toList());
  }

  private static Node node(Value value, Map<Value, Node> leaves, Map<Value, Integer> places) {
    Operation operation = value.operation();
    if (operation == null) {
      Node leaf = leaves.get(value);
      return leaf == null ? new Node.Constant(value.data()) : leaf;
    }
    List<Value> children = value.children();
    return new Node.Apply(
        operation,
        Objects.requireNonNull(places.get(children.getFirst())),
        children.size() == 1 ? -1 : Objects.requireNonNull(places.get(children.getLast())),
        value.exponent());
  }

  private static void checkLeaves(List<Value> values, String kind) {
    for (Value value : values) {
      if (value.operation() != null) {
        throw new IllegalArgumentException(
            "%s %s is computed; only a leaf can be one".formatted(kind, value.describe()));
      }
    }
  }
}
