package dev.livegrad.graph;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The structure of a graph of {@link Value}s: what stays the same however its numbers change.
 *
 * @param nodes children before parents; a node's place is its id
 */
public record ComputationGraph(List<GraphNode> nodes) {
  public ComputationGraph {
    nodes = List.copyOf(nodes);
  }

  /** The graph that ends in {@code output}, in the engine's topological order, without groups. */
  public static ComputationGraph of(Value output) {
    return of(Graph.topologicalOrder(List.of(output)), _ -> "");
  }

  /**
   * The graph of {@code values}.
   *
   * @param values all nodes, children before parents
   * @param group gives each its group, or the empty string
   */
  public static ComputationGraph of(List<Value> values, Function<Value, String> group) {
    Map<Value, Integer> ids = new HashMap<>();
    List<GraphNode> nodes = new ArrayList<>(values.size());
    for (Value value : values) {
      List<Integer> children = value.children().stream().map(ids::get).toList();
      List<String> locals =
          IntStream.range(0, children.size()).mapToObj(value::localFormula).toList();
      int id = nodes.size();
      ids.put(value, id);
      nodes.add(
          new GraphNode(
              id,
              value.name(),
              value.symbol(),
              value.formula(),
              children,
              locals,
              group.apply(value)));
    }
    return new ComputationGraph(nodes);
  }

  /** Every group, each after those that it lies in. */
  public Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    for (GraphNode node : nodes) {
      groups.addAll(path(node.group()));
    }
    return groups;
  }

  /** The number of groups that lie directly in {@code group}. */
  int size(String group) {
    return (int) groups().stream().filter(inner -> around(inner).equals(group)).count();
  }

  /** The groups that {@code group} lies in, from the outermost to itself. */
  static List<String> path(String group) {
    List<String> path = new ArrayList<>();
    for (int dot = group.indexOf('.'); dot >= 0; dot = group.indexOf('.', dot + 1)) {
      path.add(group.substring(0, dot));
    }
    if (!group.isEmpty()) {
      path.add(group);
    }
    return path;
  }

  /** The group that {@code group} lies directly in; empty for none. */
  static String around(String group) {
    return group.substring(0, Math.max(0, group.lastIndexOf('.')));
  }

  /**
   * Which groups to collapse so that at most {@code boxes} are drawn: none, those inside others, or
   * all, whichever is the first to be enough; all, if none is.
   */
  public Collection<String> collapsedTo(int boxes) {
    for (Set<String> collapsed : List.of(Set.<String>of(), inner())) {
      if (Drawing.count(this, collapsed) <= boxes) {
        return collapsed;
      }
    }
    return outer();
  }

  /** The groups that lie in others, and those that hold none: neurons, say. */
  public Set<String> inner() {
    Set<String> inner = groups();
    inner.removeIf(group -> size(group) > 0);
    return inner;
  }

  /** The groups that lie in no other: layers, say. */
  public Set<String> outer() {
    Set<String> outer = groups();
    outer.removeIf(group -> !around(group).isEmpty());
    return outer;
  }
}
