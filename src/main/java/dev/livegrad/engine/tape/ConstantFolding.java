package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;

/**
 * A pass: what is computed from constants alone is computed now, once, and what changes nothing
 * ({@code x * 1}, {@code x / 1}, {@code x ** 1}) goes. {@code x + 0} stays, since it makes -0 a 0,
 * and {@code x * 0} too, since it is NaN for an infinite x.
 */
final class ConstantFolding {
  private ConstantFolding() {}

  static Program apply(Program program) {
    Program.Rewriter rewriter = new Program.Rewriter(program);
    for (int id = 0; id < program.size(); id++) {
      Node node = rewriter.moved(id);
      if (node instanceof Node.Apply apply) {
        fold(rewriter, id, apply);
      } else {
        rewriter.write(id, node);
      }
    }
    return rewriter.done();
  }

  private static void fold(Program.Rewriter rewriter, int id, Node.Apply apply) {
    Node a = rewriter.at(apply.a());
    Node b = apply.unary() ? new Node.Constant(apply.exponent()) : rewriter.at(apply.b());
    if (a instanceof Node.Constant(double x) && b instanceof Node.Constant(double y)) {
      rewriter.write(id, new Node.Constant(TapeRules.forward(apply.operation(), x, y)));
    } else if (isOne(b) && neutralOnTheRight(apply.operation())) {
      rewriter.replace(id, apply.a());
    } else if (isOne(a) && apply.operation() == Operation.MULTIPLY) {
      rewriter.replace(id, apply.b());
    } else {
      rewriter.write(id, apply);
    }
  }

  private static boolean neutralOnTheRight(Operation operation) {
    return operation == Operation.MULTIPLY
        || operation == Operation.DIVIDE
        || operation == Operation.POWER;
  }

  private static boolean isOne(Node node) {
    return node instanceof Node.Constant(double value) && value == 1;
  }
}
