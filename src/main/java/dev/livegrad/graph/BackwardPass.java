package dev.livegrad.graph;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The backward pass through a graph, node by node: {@code Value.backward} does the same in one go.
 *
 * <p>The components' names are those of the HTTP API.
 *
 * @param steps from the output to the leaves; a leaf has nothing to pass on and is left out
 */
public record BackwardPass(List<Step> steps) {
  /**
   * A node's turn.
   *
   * @param node its id
   * @param grad its gradient, which is complete by now
   */
  public record Step(int node, double grad, List<Contribution> shares) {
    public Step {
      shares = List.copyOf(shares);
    }
  }

  /**
   * What a node adds to one child's gradient.
   *
   * @param child its id
   * @param local the node's derivative with respect to this child
   * @param amount {@code local * grad}
   * @param before the child's gradient until now
   * @param after the child's gradient from now on; the last one is the engine's
   */
  public record Contribution(int child, double local, double amount, double before, double after) {}

  public BackwardPass {
    steps = List.copyOf(steps);
  }

  /**
   * The pass through {@code values} at their present numbers; their gradients are not touched.
   *
   * @param values all nodes, children before parents, the output last
   */
  public static BackwardPass through(List<Value> values) {
    Map<Value, Integer> ids = new HashMap<>();
    values.forEach(value -> ids.put(value, ids.size()));
    double[] grads = new double[values.size()];
    grads[grads.length - 1] = 1;
    List<Step> steps = new ArrayList<>();
    for (int id = grads.length - 1; id >= 0; id--) {
      Value value = values.get(id);
      List<Contribution> shares = new ArrayList<>();
      for (int place = 0; place < value.children().size(); place++) {
        Integer child = ids.get(value.children().get(place));
        if (child == null) {
          throw new IllegalArgumentException("a child of " + value.describe() + " is missing");
        }
        double local = value.localDerivative(place);
        double amount = local * grads[id];
        double before = grads[child];
        grads[child] += amount;
        shares.add(new Contribution(child, local, amount, before, grads[child]));
      }
      if (!shares.isEmpty()) {
        steps.add(new Step(id, grads[id], shares));
      }
    }
    return new BackwardPass(steps);
  }
}
