package dev.livegrad.engine.tape;

/** A pass: what no root depends on goes. */
final class DeadCodeElimination {
  private DeadCodeElimination() {}

  static Program apply(Program program) {
    boolean[] alive = program.reachedFrom(program.roots());
    Program.Rewriter rewriter = new Program.Rewriter(program);
    for (int id = 0; id < alive.length; id++) {
      if (alive[id]) {
        rewriter.write(id, rewriter.moved(id));
      }
    }
    return rewriter.done();
  }
}
