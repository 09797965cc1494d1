package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import org.junit.jupiter.api.Test;

class ConstantFoldingTest {
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input();
  private final Value p = sketch.parameter();

  @Test
  void whatIsMadeOfConstantsAloneIsComputedOnce() {
    Value constant = Value.of(3).times(Value.of(4)).plus(1).power(2).negate();
    assertEquals(new Node.Constant(-169), folded(constant));
    assertEquals(new Node.Constant(1.5), folded(Value.of(3).dividedBy(2)));
    assertEquals(new Node.Constant(0), folded(Value.of(-3).relu()));
  }

  @Test
  void aConstantIsComputedByTheTapesOwnRules() {
    for (double value : new double[] {0.1, 0.7, 1.3, 2.9}) {
      assertEquals(new Node.Constant(Elementary.tanh(value)), folded(Value.of(value).tanh()));
      assertEquals(new Node.Constant(Elementary.exp(value)), folded(Value.of(value).exp()));
      assertEquals(new Node.Constant(Elementary.log(value)), folded(Value.of(value).log()));
      assertEquals(new Node.Constant(Elementary.sigmoid(value)), folded(Value.of(value).sigmoid()));
    }
  }

  @Test
  void aLeafThatNobodyListedIsAConstant() {
    assertEquals(new Node.Constant(7), folded(Value.of(6).plus(1)));
  }

  @Test
  void whatChangesNothingGoes() {
    assertEquals(new Node.Input(0), folded(x.times(1)));
    assertEquals(new Node.Input(0), folded(Value.times(1, x)));
    assertEquals(new Node.Parameter(0), folded(p.dividedBy(1)));
    assertEquals(new Node.Parameter(0), folded(p.power(1)));
    assertEquals(new Node.Input(0), folded(x.times(Value.of(0.5).times(2)).power(1).dividedBy(1)));
  }

  @Test
  void whatOnlySeemsToChangeNothingStays() {
    stays(Operation.ADD, x.plus(0));
    stays(Operation.ADD, Value.plus(0, x));
    stays(Operation.SUBTRACT, x.minus(0));
    stays(Operation.MULTIPLY, x.times(0));
    stays(Operation.MULTIPLY, Value.times(0, p));
    stays(Operation.MULTIPLY, x.times(-1));
    stays(Operation.DIVIDE, Value.dividedBy(1, x));
    stays(Operation.DIVIDE, x.dividedBy(x));
    stays(Operation.SUBTRACT, p.minus(p));
    stays(Operation.POWER, x.power(0));
    stays(Operation.NEGATE, x.negate().negate());
    stays(Operation.ADD, x.plus(1));
    stays(Operation.SUBTRACT, x.minus(1));
  }

  private void stays(Operation operation, Value value) {
    Node.Apply apply = assertInstanceOf(Node.Apply.class, folded(value));
    assertEquals(operation, apply.operation());
  }

  private Node folded(Value value) {
    return Sketch.root(ConstantFolding.apply(sketch.program(value)), 0);
  }
}
