package dev.livegrad.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.engine.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EvaluatedExpressionTest {

  @Test
  void nodesAreTheExpressionsWithTheirGradientsAndWhereTheyAreWritten() {
    String text = "a=2; b=-3; c=10; f=-2; L=(a*b+c)*f";
    EvaluatedExpression specimen = EvaluatedExpression.of(text);
    Expression expression = Expression.evaluate(text);
    expression.output().backward();
    for (ExpressionNode node : specimen.nodes()) {
      Value value = expression.nodes().get(node.id());
      assertEquals(value.name(), node.name());
      assertEquals(value.data(), node.data());
      assertEquals(value.grad(), node.grad());
    }
    assertEquals(
        List.of("2", "-3", "10", "-2", "a*b", "a*b+c", "(a*b+c)*f"),
        specimen.nodes().stream()
            .map(node -> text.substring(node.place().start(), node.place().end()))
            .toList());
    assertEquals(6, specimen.output());
    assertEquals(List.of(5, 3), specimen.nodes().get(6).children());
  }

  @Test
  void aCurveIsTheExpressionAtEachValueOfTheLeaf() {
    EvaluatedExpression specimen = EvaluatedExpression.of("x=3; k=-4; y=3*x**2+k*x+5");
    Axis axis = new Axis(0, -1, 4, 11);
    double[] outputs = specimen.curve(axis);
    assertEquals(-1, axis.value(0));
    assertEquals(4, axis.value(10));
    for (int i = 0; i < outputs.length; i++) {
      String there = "x=%s; k=-4; y=3*x**2+k*x+5".formatted(axis.value(i));
      assertEquals(Expression.evaluate(there).output().data(), outputs[i]);
    }
    assertArrayEquals(outputs, specimen.curve(axis), "the leaf is put back, so it is the same");
    assertArrayEquals(new double[] {17, 20}, specimen.curve(new Axis(1, -5, -4, 2)));
  }

  @Test
  void whereTheOutputHasNoValueItIsNaN() {
    double[] outputs = EvaluatedExpression.of("x=1; log(x)").curve(new Axis(0, -1, 1, 3));
    assertArrayEquals(new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 0}, outputs);
  }

  @Test
  void aContourHasARowForEachValueOfYAndAColumnForEachOfX() {
    EvaluatedExpression specimen = EvaluatedExpression.of("x=1; y=2; z=x**2+10*y");
    double[][] outputs = specimen.contour(new Axis(0, 0, 2, 3), new Axis(1, 0, 1, 2));
    assertArrayEquals(new double[][] {{0, 1, 4}, {10, 11, 14}}, outputs);
    assertEquals(21, specimen.curve(new Axis(0, 1, 2, 2))[0], "both leaves are put back");
  }

  @Test
  void anExpressionOfOneLeafOrWithAnUnusedOneIsTakenToo() {
    EvaluatedExpression leaf = EvaluatedExpression.of("a=2");
    assertEquals(1, leaf.nodes().getFirst().grad());
    assertArrayEquals(new double[] {0, 1}, leaf.curve(new Axis(0, 0, 1, 2)));
    EvaluatedExpression unused = EvaluatedExpression.of("u=7; a=2; a*a");
    assertEquals(0, unused.nodes().getFirst().grad());
    assertEquals(0, unused.nodes().getFirst().difference().slope());
    assertArrayEquals(new double[] {4, 4}, unused.curve(new Axis(0, 0, 1, 2)));
  }

  @Test
  void whatIsNoLeafIsRefusedAndTheLeavesAreNamed() {
    EvaluatedExpression specimen = EvaluatedExpression.of("a=2; b=3; c=a*b+1");
    for (int id : List.of(2, 4, 5, -1)) {
      assertEquals(
          "leaf: %d is not allowed; one of 0 a, 1 b, 3 is".formatted(id),
          refusal(() -> specimen.curve(new Axis(id, 0, 1, 2))));
    }
    assertTrue(
        refusal(() -> specimen.contour(new Axis(0, 0, 1, 2), new Axis(0, 0, 1, 2)))
            .startsWith("y.leaf: 0 is not allowed"));
    assertTrue(
        refusal(() -> specimen.descend(List.of(1, 1), 0.1, 3)).startsWith("leaves: [1, 1] is not"));
  }

  @Test
  void anExpressionOfTooManyNodesIsRefused() {
    assertEquals(399, EvaluatedExpression.of("1+".repeat(199) + "1").nodes().size());
    assertEquals(
        "the expression has 401 nodes; the lab takes 400",
        refusal(() -> EvaluatedExpression.of("1+".repeat(200) + "1")));
  }

  private static String refusal(Executable executable) {
    return assertThrows(ExpressionException.class, executable).getMessage();
  }
}
