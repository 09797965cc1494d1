package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import java.util.HashMap;
import java.util.Map;

/** A pass: what is computed twice from the same is computed once. */
final class CommonSubexpressionElimination {
  private CommonSubexpressionElimination() {}

  static Program apply(Program program) {
    Program.Rewriter rewriter = new Program.Rewriter(program);
    Map<Node, Integer> known = new HashMap<>(program.size() * 2);
    for (int id = 0; id < program.size(); id++) {
      Node node = rewriter.moved(id);
      Node key = inOrder(node);
      Integer place = known.get(key);
      if (place == null) {
        known.put(key, rewriter.write(id, node));
      } else {
        rewriter.replace(id, place);
      }
    }
    return rewriter.done();
  }

  /** {@code a + b} is {@code b + a}, to the last bit; likewise a product. */
  private static Node inOrder(Node node) {
    return node instanceof Node.Apply(Operation operation, int a, int b, double exponent)
            && (operation == Operation.ADD || operation == Operation.MULTIPLY)
            && a > b
        ? new Node.Apply(operation, b, a, exponent)
        : node;
  }
}
