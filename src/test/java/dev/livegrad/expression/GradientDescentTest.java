package dev.livegrad.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.expression.GradientDescent.Course;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientDescentTest {
  private static final String PARABOLA = "x=3; y=3*x**2-4*x+5";

  @Test
  void eachStepTakesTheRateTimesTheGradientFromTheLeaf() {
    GradientDescent descent = EvaluatedExpression.of(PARABOLA).descend(List.of(0), 0.1, 3);
    assertEquals(4, descent.values().length);
    assertEquals(3, descent.values()[0][0]);
    assertEquals(20, descent.outputs()[0]);
    assertEquals(14, descent.gradients()[0][0]);
    for (int i = 0; i < 3; i++) {
      double x = descent.values()[i][0];
      assertEquals(6 * x - 4, descent.gradients()[i][0], 1e-12);
      assertEquals(x - 0.1 * descent.gradients()[i][0], descent.values()[i + 1][0]);
    }
  }

  /** The parabola's second derivative is 6: overshoots from 1/6 on, diverges from 1/3 on. */
  @ParameterizedTest
  @CsvSource({
    "0.01, FALLING",
    "0.16, FALLING",
    "0.17, OVERSHOOTING",
    "0.33, OVERSHOOTING",
    "0.34, DIVERGING",
    "100, DIVERGING",
    "0, FALLING",
  })
  void theRateDecidesWhetherItFallsOvershootsOrDiverges(double rate, Course course) {
    for (int steps : List.of(5, 60, 500)) {
      assertEquals(
          course, EvaluatedExpression.of(PARABOLA).descend(List.of(0), rate, steps).course());
    }
  }

  @Test
  void atALowestPlaceItStays() {
    assertEquals(
        Course.FLAT, EvaluatedExpression.of("x=0; x**2").descend(List.of(0), 0.1, 5).course());
    assertEquals(
        Course.FLAT, EvaluatedExpression.of("x=-1; relu(x)").descend(List.of(0), 0.1, 5).course());
  }

  @Test
  void twoLeavesMoveTogetherAndTheOthersStay() {
    EvaluatedExpression specimen = EvaluatedExpression.of("x=1; y=2; k=5; z=x**2+y**2+k");
    GradientDescent descent = specimen.descend(List.of(0, 1), 0.25, 1);
    assertArrayEquals(new double[][] {{1, 2}, {0.5, 1}}, descent.values());
    assertArrayEquals(new double[] {10, 6.25}, descent.outputs());
    assertArrayEquals(new double[][] {{2, 4}, {1, 2}}, descent.gradients());
    assertArrayEquals(
        descent.values(), specimen.descend(List.of(0, 1), 0.25, 1).values(), "they are put back");
  }

  @Test
  void itEndsBeforeTheFirstNumberThatIsNotFinite() {
    GradientDescent descent = EvaluatedExpression.of("x=1; x**4").descend(List.of(0), 10, 500);
    assertEquals(Course.DIVERGING, descent.course());
    assertTrue(descent.values().length < 12);
    for (double output : descent.outputs()) {
      assertTrue(Double.isFinite(output));
    }
    GradientDescent outside = EvaluatedExpression.of("x=0.1; log(x)").descend(List.of(0), 1, 500);
    assertEquals(1, outside.values().length, "log has no value where the next step leads");
    assertEquals(Course.DIVERGING, outside.course());
  }

  /** From 1 / curvature on it jumps over the lowest place, from 2 / curvature on it diverges. */
  @ParameterizedTest
  @CsvSource({
    "x=3; y=3*x**2-4*x+5, 6",
    "x=-7; y=0; 0.5*x**2+y-y, 1",
    "x=2; y=3; z=(x+y)*x, 2",
    "x=4; (x-1)**2/8, 0.25",
  })
  void aBowlsCurvatureTellsTheRatesThatAreTooHigh(String text, double curvature) {
    EvaluatedExpression bowl = EvaluatedExpression.of(text);
    assertEquals(curvature, bowl.descend(List.of(0), 0.1, 1).curvature(), 1e-9);
    assertEquals(Course.FALLING, bowl.descend(List.of(0), 0.99 / curvature, 400).course());
    assertEquals(Course.OVERSHOOTING, bowl.descend(List.of(0), 1.01 / curvature, 400).course());
    assertEquals(Course.OVERSHOOTING, bowl.descend(List.of(0), 1.99 / curvature, 400).course());
    assertEquals(Course.DIVERGING, bowl.descend(List.of(0), 2.01 / curvature, 400).course());
  }

  @ParameterizedTest
  @CsvSource({
    "x=1; y=2; x**2+y**2, 2",
    "x=1; y=2; x**2+10*y**2, 20",
    "x=1; y=2; x**2+x*y+y**2, 3",
  })
  void aBowlOfTwoLeavesIsAsCurvedAsItsSteepestDirection(String text, double curvature) {
    EvaluatedExpression bowl = EvaluatedExpression.of(text);
    assertEquals(curvature, bowl.descend(List.of(0, 1), 0.1, 1).curvature(), 1e-9);
    assertEquals(Course.DIVERGING, bowl.descend(List.of(0, 1), 2.01 / curvature, 500).course());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=1; y=2; tanh(x)*y",
        "x=2; y=3; x*y+y",
        "x=1; y=1; x**2-y**2",
        "x=1; y=1; relu(x)+y",
        "x=0; y=1; x**2+y**2+sin(25.132741228718345*x)",
        "x=1; y=1; abs(x)+max(x, y)",
        "x=1; y=1; x**4+y**2",
        "x=1; y=2; -x**2-y**2",
        "x=0.5; y=1; log(x)+y**2"
      })
  void whatIsNoBowlHasNoSuchRate(String text) {
    EvaluatedExpression specimen = EvaluatedExpression.of(text);
    double before = specimen.values().getFirst().data();
    assertNull(specimen.descend(List.of(0, 1), 0.1, 1).curvature());
    assertEquals(before, specimen.values().getFirst().data(), "the leaves are put back");
  }
}
