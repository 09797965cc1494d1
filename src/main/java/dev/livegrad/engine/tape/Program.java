package dev.livegrad.engine.tape;

import java.util.ArrayList;
import java.util.List;

/**
 * A graph as a list, operands before what uses them: what the passes work on.
 *
 * @param roots the places of the nodes that are wanted: the loss first, then the outputs
 */
record Program(List<Node> nodes, List<Integer> roots) {
  Program {
    nodes = List.copyOf(nodes);
    roots = List.copyOf(roots);
  }

  Node node(int id) {
    return nodes.get(id);
  }

  int size() {
    return nodes.size();
  }

  /** How often each node is an operand or a root. */
  int[] uses() {
    int[] uses = new int[size()];
    for (Node node : nodes) {
      if (node instanceof Node.Apply apply) {
        uses[apply.a()]++;
        if (!apply.unary()) {
          uses[apply.b()]++;
        }
      }
    }
    roots.forEach(root -> uses[root]++);
    return uses;
  }

  /** Through which nodes a gradient flows: from the loss to parameters, not to constants. */
  boolean[] carriesGradient() {
    boolean[] carries = new boolean[size()];
    for (int id = 0; id < carries.length; id++) {
      carries[id] =
          switch (node(id)) {
            case Node.Constant _, Node.Input _ -> false;
            case Node.Parameter _ -> true;
            case Node.Apply apply -> carries[apply.a()] || (!apply.unary() && carries[apply.b()]);
          };
    }
    boolean[] inLoss = reachedFrom(roots.subList(0, 1));
    for (int id = 0; id < carries.length; id++) {
      carries[id] &= inLoss[id];
    }
    return carries;
  }

  /** Which nodes some nodes are made from, they themselves included. */
  boolean[] reachedFrom(List<Integer> ends) {
    boolean[] reached = new boolean[size()];
    ends.forEach(end -> reached[end] = true);
    for (int id = size() - 1; id >= 0; id--) {
      if (reached[id] && node(id) instanceof Node.Apply apply) {
        reached[apply.a()] = true;
        if (!apply.unary()) {
          reached[apply.b()] = true;
        }
      }
    }
    return reached;
  }

  /**
   * Makes a program from another one, node by node, while it keeps track of where each old node has
   * gone.
   */
  static final class Rewriter {
    private final Program from;
    private final int[] places;
    private final List<Node> nodes;

    Rewriter(Program from) {
      this.from = from;
      this.places = new int[from.size()];
      this.nodes = new ArrayList<>(from.size());
    }

    /** The old node with its operands' new places. */
    Node moved(int id) {
      return from.node(id) instanceof Node.Apply(var operation, int a, int b, double exponent)
          ? new Node.Apply(operation, places[a], b < 0 ? b : places[b], exponent)
          : from.node(id);
    }

    /** The new node at a new place. */
    Node at(int place) {
      return nodes.get(place);
    }

    /** Writes {@code node} where the old {@code id} was; tells its new place. */
    int write(int id, Node node) {
      places[id] = nodes.size();
      nodes.add(node);
      return places[id];
    }

    /** Lets every user of the old {@code id} use what stands at {@code place}. */
    void replace(int id, int place) {
      places[id] = place;
    }

    Program done() {
      return new Program(nodes, from.roots.stream().map(root -> places[root]).toList());
    }
  }
}
