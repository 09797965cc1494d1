package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.livegrad.engine.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonSubexpressionEliminationTest {
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input();
  private final Value y = sketch.input();
  private final Value p = sketch.parameter();

  @Test
  void theSameIsComputedOnce() {
    same(x.plus(y).tanh(), x.plus(y).tanh());
    same(x.minus(p), x.minus(p));
    same(x.power(3), x.power(3));
    same(x.plus(2), x.plus(2));
    same(x.times(y).plus(p).relu(), x.times(y).plus(p).relu());
  }

  @Test
  void theOrderOfASumAndOfAProductDoesNotMatter() {
    same(x.plus(y), y.plus(x));
    same(x.times(p), p.times(x));
    same(x.times(p).plus(y), y.plus(p.times(x)));
  }

  @Test
  void whatDiffersInAnythingStaysTwo() {
    different(x.minus(y), y.minus(x));
    different(x.dividedBy(y), y.dividedBy(x));
    different(x.power(2), x.power(3));
    different(x.power(2), x.times(x));
    different(x.plus(0.0), x.plus(-0.0));
    different(x.tanh(), x.sigmoid());
    different(x.tanh(), y.tanh());
    // Not the same to the last bit.
    different(x.plus(y).plus(p), x.plus(y.plus(p)));
  }

  @Test
  void aLossThatUsesASharedNodeTwiceKeepsBothUses() {
    Value loss = x.times(p).tanh().plus(x.times(p).tanh());
    Program shared = CommonSubexpressionElimination.apply(sketch.program(loss));
    Node.Apply sum = (Node.Apply) Sketch.root(shared, 0);
    assertEquals(sum.a(), sum.b());
    assertEquals(5, shared.size(), shared::toString);
  }

  private void same(Value a, Value b) {
    List<Integer> roots = CommonSubexpressionElimination.apply(sketch.program(a, b)).roots();
    assertEquals(roots.get(0), roots.get(1));
  }

  private void different(Value a, Value b) {
    List<Integer> roots = CommonSubexpressionElimination.apply(sketch.program(a, b)).roots();
    assertNotEquals(roots.get(0), roots.get(1));
  }
}
