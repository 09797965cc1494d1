package dev.livegrad.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.engine.Value;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2*3 - 4/2       | 5",
        "2**3**2             | 512",
        "-3**2               | -9",
        "2**-1               | 0.5",
        "2^(1/2)             | 1.4142135623730951",
        "-(1 - 3)*--2        | 4",
        "tanh(0) + exp(0)    | 1",
        "log(exp(2))         | 2",
        "relu(-3) + relu(3)  | 3",
        "sigmoid(0)          | 0.5",
        "1e3 + .5 + 2.       | 1002.5",
        "a=2; b=a; a=3; b*a  | 6",
        "x_1=2; ;; x_1*x_1   | 4",
      })
  void arithmeticIsReadAsPythonReadsIt(String source, double expected) {
    assertEquals(expected, Expression.evaluate(source).output().data(), 1e-15);
  }

  @Test
  void statementsEndWithSemicolonsOrNewLines() {
    Expression expression = Expression.evaluate("a=2\nb=3\r\n\nL=a*b;\n");
    assertEquals("L", expression.output().name());
    assertEquals(6, expression.output().data());
  }

  @Test
  void theSlopeOfTheParabolaAtThreeIsFourteen() {
    Expression expression = Expression.evaluate("x=3; y=3*x**2-4*x+5");
    expression.output().backward();
    assertEquals(14, expression.nodes().getFirst().grad());
  }

  @Test
  void childrenStandBeforeTheirParents() {
    Expression expression = Expression.evaluate("a=2; b=a*a+1; unused=7; tanh(b)/b");
    for (int i = 0; i < expression.nodes().size(); i++) {
      for (Value child : expression.nodes().get(i).children()) {
        assertTrue(expression.nodes().indexOf(child) < i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=0; b=log(a)  | b = log(a): a = 0 has no logarithm; a positive number has",
        "b=exp(1000)    | b = exp(1000) is Infinity; allowed is a finite value",
        "a=1; b=a/0     | b = a/0: 0 can't divide a; any other number can",
        "a=2; a**b      | column 9: the exponent 'b' is not allowed; a finite number is",
        "y*2            | column 1: 'y' has no value yet; assign it before, as y=2",
        "a b            | column 3: found 'b'; expected an operator, ';' or the end",
        "sinh(3)        | column 1: 'sinh' is no function; allowed are abs, cos, exp, gelu, leaky_relu, log, logaddexp, max, min, relu, sigmoid, sin, softplus, sqrt, tanh",
        "tanh=3         | column 1: 'tanh' is a function and can't be assigned to",
        "(1+2           | column 5: found the end; expected ')'",
        "1e999          | column 1: 1e999 is not allowed; a finite number is",
        "2 $ 3          | column 3: found '$'; expected an operator, ';' or the end",
      })
  void whatIsWrongIsSaidInOneLineWithItsPlace(String source, String message) {
    assertEquals(message, refusal(source));
  }

  @ParameterizedTest
  @CsvSource({"a=1; b=log(a-1), 7", "y*2, 0", "a=2; a*(3, 9", "2 $ 3, 2", "a=exp((1e3)), 2"})
  void whereItIsWrongIsToldToo(String source, int position) {
    var refusal = assertThrows(ExpressionException.class, () -> Expression.evaluate(source));
    assertEquals(position, refusal.position());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x=2; (x+3)*x   | 2 ! 3 ! x+3 ! (x+3)*x",
        "-(3)+((-1))    | -(3) ! -1 ! -(3)+((-1))",
        "tanh((2))**2   | 2 ! tanh((2)) ! tanh((2))**2",
      })
  void eachNodeKnowsWhereItIsWritten(String source, String parts) {
    List<String> written =
        Expression.evaluate(source).places().stream()
            .map(place -> source.substring(place.start(), place.end()))
            .toList();
    assertEquals(List.of(parts.split(" ! ")), written);
  }

  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    assertTrue(refusal("1+".repeat(6_000) + "1").contains("allowed are 10000"));
    assertTrue(refusal("(".repeat(4_000) + "1" + ")".repeat(4_000)).contains("nests deeper"));
    assertTrue(refusal("-".repeat(9_000) + "1").contains("nests deeper"));
    assertEquals(
        4_001, Expression.evaluate("1+".repeat(4_000) + "1").output().data(), "long is fine");
  }

  @Test
  void anyTextIsEitherEvaluatedOrRefused() {
    String alphabet = "ab12.+-*/^()=;\n e$\u00e9\ud83d\ude00,tanhlogexp";
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertTrue(Double.isFinite(Expression.evaluate(text.toString()).output().data()));
      } catch (ExpressionException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + seed);
      }
    }
  }

  private static String refusal(String source) {
    return assertThrows(ExpressionException.class, () -> Expression.evaluate(source)).getMessage();
  }
}
