package dev.livegrad.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FormulaTest {
  private static final List<String> NAMES = List.of("x1", "x2");

  @Test
  void isWorthWhatTheExpressionIsAtTheNumbersGiven() {
    assertEquals(6, at("x1*x2", 2, 3));
    assertEquals(8, at("x1**3", 2, 3));
    assertEquals(-1.5, at("-(x1 + x2 - 2) / x1", 2, 3));
    assertEquals(Math.tanh(2), at("tanh(x1)", 2, 3), 1e-15);
    assertEquals(7, at("7", 2, 3));
    assertEquals(3, at("max(x1, x2)", 2, 3));
    assertEquals(Math.sin(2), at("sin(x1)", 2, 3), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, at("1/(x1-2)", 2, 3));
  }

  @Test
  void whatIsNoFormulaIsRefusedByItsPlace() {
    assertEquals("column 4: there is no input 'x3'; allowed are x1, x2", refusal("x1*x3"));
    assertEquals("is not one expression, as x1*x2", refusal("a=x1"));
    assertEquals("is not one expression, as x1*x2", refusal("x1; x2"));
    assertEquals("is not one expression, as x1*x2", refusal(" "));
    assertEquals("has 201 characters; allowed are 200", refusal("1".repeat(201)));
    assertEquals(
        "column 4: found the end; expected a number, a name, a function or '('", refusal("x1+"));
  }

  private static double at(String formula, double... values) {
    return Formula.parse(formula, NAMES).at(values);
  }

  private static String refusal(String formula) {
    return assertThrows(ExpressionException.class, () -> Formula.parse(formula, NAMES))
        .getMessage();
  }
}
