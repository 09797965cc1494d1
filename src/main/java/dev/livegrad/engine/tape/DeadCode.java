package dev.livegrad.engine.tape;

/** A pass: what no root depends on goes. */
final class DeadCode {
  private DeadCode() {}

  static Program remove(Program program) {
    boolean[] alive = new boolean[program.size()];
    program.roots().forEach(root -> alive[root] = true);
    for (int id = program.size() - 1; id >= 0; id--) {
      if (alive[id] && program.node(id) instanceof Node.Apply apply) {
        alive[apply.a()] = true;
        if (!apply.unary()) {
          alive[apply.b()] = true;
        }
      }
    }
    Program.Rewriter rewriter = new Program.Rewriter(program);
    for (int id = 0; id < alive.length; id++) {
      if (alive[id]) {
        rewriter.write(id, rewriter.moved(id));
      }
    }
    return rewriter.done();
  }
}
