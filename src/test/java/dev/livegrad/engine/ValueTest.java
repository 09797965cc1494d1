package dev.livegrad.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTest {

  @Test
  void theTutorialsExpressionHasTheTutorialsGradients() {
    Value a = Value.of(2);
    Value b = Value.of(-3);
    Value c = Value.of(10);
    Value f = Value.of(-2);
    Value l = a.times(b).plus(c).times(f);
    l.backward();
    assertEquals(-8, l.data());
    assertEquals(List.of(6.0, -4.0, -2.0, 4.0), List.of(a.grad(), b.grad(), c.grad(), f.grad()));
  }

  @Test
  void aNodeUsedTwiceGetsBothGradients() {
    Value a = Value.of(3);
    a.plus(a).backward();
    assertEquals(2, a.grad());

    Value x = Value.of(-4);
    Value square = x.times(x);
    square.plus(square.times(x)).backward();
    assertEquals(2 * -4 + 3 * 16, x.grad());
  }

  @Test
  void constantsMixInOnEitherSide() {
    Value x = Value.of(4);
    assertEquals(6, x.plus(2).data());
    assertEquals(6, Value.plus(2, x).data());
    assertEquals(2, x.minus(2).data());
    assertEquals(-2, Value.minus(2, x).data());
    assertEquals(8, x.times(2).data());
    assertEquals(8, Value.times(2, x).data());
    assertEquals(2, x.dividedBy(2).data());
    assertEquals(0.5, Value.dividedBy(2, x).data());
    assertEquals(-4, x.negate().data());
    assertEquals(64, x.power(3).data());
  }

  @Test
  void aChainOfAMillionNodesRunsBackwards() {
    Value x = Value.of(1);
    Value end = x;
    for (int i = 0; i < 1_000_000; i++) {
      end = end.plus(1);
    }
    end.backward();
    assertEquals(1_000_001, end.data());
    assertEquals(1, x.grad());
  }

  @Test
  void leavesAddUpOverBackwardPassesUntilZeroed() {
    Value x = Value.of(3);
    Value y = x.times(x).times(2);
    y.backward();
    y.backward();
    assertEquals(24, x.grad());
    x.zeroGrad();
    y.backward();
    assertEquals(12, x.grad());
  }

  @Test
  void tanhIsRightWhereTheTextbookFormulaOverflowsOrCancels() {
    for (double x : new double[] {-1e308, -1000, -400, 400, 1000, 1e308}) {
      Value node = Value.of(x);
      Value tanh = node.tanh();
      tanh.backward();
      assertEquals(Math.signum(x), tanh.data());
      assertEquals(0, node.grad());
    }
    for (double x = -25; x < 25; x += 0.01) {
      assertEquals(StrictMath.tanh(x), Value.of(x).tanh().data(), 4 * Math.ulp(x));
    }
    assertEquals(1e-12, Value.of(1e-12).tanh().data(), 1e-27);
    assertTrue(Double.isNaN(Value.of(Double.NaN).tanh().data()));
  }

  @Test
  void whatHasNoValueIsRefusedByName() {
    Value zero = Value.of(0).named("zero");
    Value minus = Value.of(-2).named("minus");
    assertRefused("zero = 0 has no logarithm", zero::log);
    assertRefused("minus = -2 has no logarithm", minus::log);
    assertRefused("zero = 0 has no power of -1", () -> zero.power(-1));
    assertRefused("minus = -2 has no power of 0.5", () -> minus.power(0.5));
    assertRefused("zero = 0 can't divide minus", () -> minus.dividedBy(zero));
    assertRefused("minus + 2 = 0 has no logarithm", () -> minus.plus(2).log());
    assertEquals(0.25, minus.power(-2).data());
  }

  @Test
  void anOperationTakesAsManyNodesAsItHasOperands() {
    Value a = Value.of(2).named("a");
    Value b = Value.of(3).named("b");
    for (Operation operation : Operation.values()) {
      boolean one = operation.operands() == 1;
      if (one) {
        assertThrows(IllegalArgumentException.class, () -> a.apply(operation, b));
      } else {
        assertEquals(operation.forward(2, 3), a.apply(operation, b).data());
      }
      if (one && operation != Operation.POWER) {
        assertEquals(operation.forward(2, 0), a.apply(operation).data());
      } else {
        assertThrows(IllegalArgumentException.class, () -> a.apply(operation));
      }
    }
  }

  @Test
  void onlyALeafCanBeSet() {
    Value x = Value.of(1);
    Value y = x.plus(1);
    x.setData(5);
    assertEquals(2, y.data(), "computed nodes keep their value until their graph runs");
    assertThrows(IllegalStateException.class, () -> y.setData(1));
    Graph.of(y).forward();
    assertEquals(6, y.data());
  }

  private static void assertRefused(String message, Runnable operation) {
    String actual = assertThrows(ArithmeticException.class, operation::run).getMessage();
    assertTrue(actual.startsWith(message), actual);
  }
}
