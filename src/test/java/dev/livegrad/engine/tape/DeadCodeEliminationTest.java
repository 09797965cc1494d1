package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadCodeEliminationTest {
  private static final Node X = new Node.Input(0);
  private static final Node P = new Node.Parameter(0);

  @Test
  void whatNoRootDependsOnGoes() {
    Program program =
        new Program(
            List.of(X, P, apply(Operation.TANH, 0, -1), apply(Operation.ADD, 0, 1), X, P),
            List.of(3));
    Program alive = new Program(List.of(X, P, apply(Operation.ADD, 0, 1)), List.of(2));
    assertEquals(alive, DeadCodeElimination.apply(program));
  }

  @Test
  void everyRootAndAllItIsMadeFromStays() {
    Sketch sketch = new Sketch();
    Value x = sketch.input();
    Value hidden = x.times(sketch.parameter()).tanh();
    Program program = sketch.program(hidden.minus(x).power(2), hidden, x);
    assertEquals(program, DeadCodeElimination.apply(program));
  }

  @Test
  void aRootMayBeALeaf() {
    Program program = new Program(List.of(X, P, apply(Operation.NEGATE, 1, -1)), List.of(1, 1));
    assertEquals(new Program(List.of(P), List.of(0, 0)), DeadCodeElimination.apply(program));
  }

  @Test
  void constantsThatWereFoldedAwayGo() {
    Sketch sketch = new Sketch();
    Value three = Value.of(1).plus(2);
    Program program = ConstantFolding.apply(sketch.program(sketch.input().times(three).times(1)));
    assertEquals(
        new Program(List.of(X, new Node.Constant(3), apply(Operation.MULTIPLY, 0, 1)), List.of(2)),
        DeadCodeElimination.apply(program));
  }

  private static Node apply(Operation operation, int a, int b) {
    return new Node.Apply(operation, a, b, 0);
  }
}
