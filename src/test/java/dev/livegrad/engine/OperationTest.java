package dev.livegrad.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.expression.Expression;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTest {
  private static final double H = 1e-6;

  @ParameterizedTest
  @EnumSource
  void localDerivativesAgreeWithCentralDifferences(Operation operation) {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      double a = random.nextDouble(0.1, 3) * (needsPositive(operation) || i % 2 == 0 ? 1 : -1);
      double b = random.nextDouble(0.5, 3) * (i % 3 == 0 ? 1 : -1);
      double out = operation.forward(a, b);
      double da = (operation.forward(a + H, b) - operation.forward(a - H, b)) / (2 * H);
      double db = (operation.forward(a, b + H) - operation.forward(a, b - H)) / (2 * H);
      String where = "%s at (%s, %s), seed %d".formatted(operation, a, b, seed);
      assertEquals(da, operation.da(a, b, out), 1e-7 * Math.max(1, Math.abs(da)), where);
      double expected = operation.operands() == 2 ? db : 0;
      assertEquals(expected, operation.db(a, b, out), 1e-7 * Math.max(1, Math.abs(db)), where);
    }
  }

  @ParameterizedTest
  @EnumSource
  void formulasSayWhatTheRulesCompute(Operation operation) {
    long seed = 20261125;
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      double a = random.nextDouble(0.1, 3) * (needsPositive(operation) || i % 2 == 0 ? 1 : -1);
      double b = operation == Operation.POWER ? i % 7 - 3 : random.nextDouble(0.5, 3);
      double out = operation.forward(a, b);
      String given = "a=%s; b=%s; out=%s; ".formatted(a, b, out);
      assertEquals(
          out, evaluate(operation, given, operation.formula(), a, b), 1e-12 * Math.abs(out), given);
      double da = operation.da(a, b, out);
      assertEquals(
          da, evaluate(operation, given, operation.daFormula(), a, b), 1e-12 * Math.abs(da), given);
      double db = operation.db(a, b, out);
      assertEquals(
          db, evaluate(operation, given, operation.dbFormula(), a, b), 1e-12 * Math.abs(db), given);
    }
  }

  /** The right values are of arithmetic with 50 digits. */
  @Test
  void sigmoidIsRightWhereItsFormulaOverflows() {
    assertEquals(0.5, Operation.SIGMOID.forward(0, 0));
    assertEquals(1.2167807506234229e-308, Operation.SIGMOID.forward(-709, 0));
    assertEquals(4.47628622567513e-309, Operation.SIGMOID.forward(-710, 0));
    assertEquals(5e-324, Operation.SIGMOID.forward(-745, 0));
    assertEquals(0, Operation.SIGMOID.forward(-800, 0));
    assertEquals(1, Operation.SIGMOID.forward(800, 0));
    assertEquals(4.47628622567513e-309, Operation.SIGMOID.da(-710, 0, 4.47628622567513e-309));
  }

  @Test
  void softplusAndLogAddExpAreFiniteAndRightFarOut() {
    assertEquals(1000, Operation.SOFTPLUS.forward(1000, 0));
    assertEquals(0, Operation.SOFTPLUS.forward(-1000, 0));
    assertEquals(9.357622968839737e-14, Operation.SOFTPLUS.forward(-30, 0));
    assertEquals(0, Operation.SOFTPLUS.da(-1000, 0, 0));
    assertEquals(1, Operation.SOFTPLUS.da(1000, 0, 1000));
    assertEquals(1000, Operation.LOG_ADD_EXP.forward(1000, -1000));
    assertEquals(-999.3068528194400547, Operation.LOG_ADD_EXP.forward(-1000, -1000));
    assertEquals(9.357622968839737e-14, Operation.LOG_ADD_EXP.forward(0, -30));
    assertEquals(1, Operation.LOG_ADD_EXP.da(1000, -1000, 1000));
    assertEquals(0.5, Operation.LOG_ADD_EXP.db(3, 3, 0));
  }

  @Test
  void operandsThatAreEqualShareTheGradient() {
    assertEquals(0.5, Operation.MAX.da(2, 2, 2));
    assertEquals(0.5, Operation.MAX.db(2, 2, 2));
    assertEquals(0.5, Operation.MIN.da(2, 2, 2));
    assertEquals(0.5, Operation.MIN.db(2, 2, 2));
    assertEquals(0, Operation.ABS.da(0, 0, 0));
  }

  @Test
  void geluIsFlatFarToTheLeftAndALineFarToTheRight() {
    assertEquals(-0.0, Operation.GELU.forward(-1e10, 0));
    assertEquals(1e10, Operation.GELU.forward(1e10, 0));
    assertEquals(1, Operation.GELU.da(1e200, 0, 0));
    assertEquals(0, Operation.GELU.da(-1e200, 0, 0));
  }

  /** Formulas are expressions, but for those of kinks, which are words, pi, and an exponent. */
  private static double evaluate(
      Operation operation, String given, String formula, double a, double b) {
    return switch (formula) {
      case "max(0, a)" -> Math.max(0, a);
      case "a if a > 0, else 0.01 * a" -> a > 0 ? a : 0.01 * a;
      case "1 if a > 0, else 0" -> a > 0 ? 1 : 0;
      case "1 if a > 0, else 0.01" -> a > 0 ? 1 : 0.01;
      case "1 if a > 0, -1 if a < 0, else 0" -> Math.signum(a);
      case "1 if a > b, 1/2 if a = b, else 0", "1 if b < a, 1/2 if a = b, else 0" ->
          (Math.signum(a - b) + 1) / 2;
      case "1 if b > a, 1/2 if a = b, else 0", "1 if a < b, 1/2 if a = b, else 0" ->
          (Math.signum(b - a) + 1) / 2;
      default -> {
        String source =
            operation == Operation.POWER
                ? formula.replace("n", "(" + b + ")")
                : formula.replaceFirst("(.*), where (.*)", "$2; $1");
        yield Expression.evaluate("pi=%s; ".formatted(Math.PI) + given + source).output().data();
      }
    };
  }

  private static boolean needsPositive(Operation operation) {
    return operation == Operation.LOG
        || operation == Operation.SQRT
        || operation == Operation.POWER;
  }
}
