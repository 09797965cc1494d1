package dev.livegrad.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * All nodes that one output was made from, in topological order: recorded once, run often.
 *
 * <p>Leaves may be given other values between runs, which is how one recorded sample serves for all
 * of them. Belongs to one thread at a time, like its nodes.
 */
public final class Graph {
  private final Value output;
  private final Value[] leaves;
  private final Value[] computed;

  private Graph(Value output, List<Value> order) {
    this.output = output;
    this.leaves = order.stream().filter(node -> node.operation == null).toArray(Value[]::new);
    this.computed = order.stream().filter(node -> node.operation != null).toArray(Value[]::new);
  }

  /** Records the graph that ends in {@code output}. */
  public static Graph of(Value output) {
    return new Graph(output, topologicalOrder(List.of(output)));
  }

  /** Computes every node from its children, children first. */
  public void forward() {
    for (Value node : computed) {
      node.forward();
    }
  }

  /**
   * Applies the chain rule from the output back: sets the {@code grad} of every computed node to
   * {@code seed} times the derivative of the output with respect to it, and adds as much to that of
   * every leaf.
   *
   * @param seed the {@code grad} of the output, usually 1
   */
  public void backward(double seed) {
    for (Value node : computed) {
      node.zeroGrad();
    }
    output.setGrad(output.operation == null ? output.grad() + seed : seed);
    for (int i = computed.length - 1; i >= 0; i--) {
      computed[i].backwardOneLink();
    }
  }

  public Value output() {
    return output;
  }

  /** The number of nodes, leaves included. */
  public int size() {
    return leaves.length + computed.length;
  }

  /**
   * All nodes that {@code outputs} were made from and they themselves: each once, children before
   * parents, left before right.
   */
  public static List<Value> topologicalOrder(List<Value> outputs) {
    List<Value> order = new ArrayList<>();
    // The stack is our own, since the thread's would overflow on a chain of some ten thousand
    // nodes.
    ArrayDeque<Value> path = new ArrayDeque<>();
    for (int next = 0; next < outputs.size() || !path.isEmpty(); ) {
      if (path.isEmpty()) {
        Value output = outputs.get(next++);
        if (output.recorded) {
          continue;
        }
        path.push(output);
      }
      Value node = path.peek();
      if (node.a != null && !node.a.recorded) {
        path.push(node.a);
      } else if (node.b != null && !node.b.recorded) {
        path.push(node.b);
      } else {
        path.pop();
        node.recorded = true;
        order.add(node);
      }
    }
    for (Value node : order) {
      node.recorded = false;
    }
    return order;
  }
}
