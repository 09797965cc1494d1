package dev.livegrad.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.expression.CentralDifference.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentralDifferenceTest {

  /** Leaves, then statements of which each uses earlier ones and stays within moderate numbers. */
  private static String expression(Random random) {
    StringBuilder text = new StringBuilder();
    int names = 0;
    for (; names < 4; names++) {
      text.append("v%d=%.3f; ".formatted(names, random.nextDouble(-1.5, 1.5)));
    }
    for (; names < 16; names++) {
      String a = "v" + random.nextInt(names);
      String b = "v" + random.nextInt(names);
      String made =
          switch (random.nextInt(14)) {
            case 0 -> "tanh(%s+%s)";
            case 1 -> "tanh(%s-2*%s)";
            case 2 -> "tanh(%s*%s)";
            case 3 -> "%s/(%s**2+1)";
            case 4 -> "-(%s+%s)/2";
            case 5 -> "sigmoid(%s)*%s";
            case 6 -> "exp(-(%s-%s)**2)";
            case 7 -> "log(%s**2+%s**2+1)";
            case 8 -> "relu(tanh(%s)+3)*tanh(%s)";
            case 9 -> "sqrt(2+sin(%s)*cos(%s))";
            case 10 -> "gelu(tanh(%s))-0.1*softplus(%s)";
            case 11 -> "leaky_relu(tanh(%s)-3)+abs(5+tanh(%s))";
            case 12 -> "max(tanh(%1$s), 2+tanh(%2$s))-min(tanh(%2$s), 2+tanh(%1$s))";
            default -> "tanh(%s)**3+0.5*tanh(%s)";
          };
      text.append("v%d=%s; ".formatted(names, made.formatted(a, b)));
    }
    return text.append("v15+v14+v13+v12+v11").toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithBackwardAtEveryNodeOfARandomExpression(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      String text = expression(random);
      for (ExpressionNode node : EvaluatedExpression.of(text).nodes()) {
        CentralDifference difference = node.difference();
        assertEquals(
            node.grad(), difference.slope(), 1e-7 * Math.max(1, Math.abs(node.grad())), text);
        assertEquals(Verdict.AGREES, difference.verdict(), text);
        assertEquals(difference.slope() - node.grad(), difference.error());
      }
    }
  }

  @Test
  void theStepGrowsWithTheNumberFromTheCubeRootOfTheRoundingOn() {
    assertEquals(6.055454e-6, CentralDifference.stepSize(0), 1e-12);
    assertEquals(CentralDifference.stepSize(0), CentralDifference.stepSize(-1));
    assertEquals(1e6 * CentralDifference.stepSize(1), CentralDifference.stepSize(-1e6), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 0.01})
  void aStepAHundredTimesAsLargeOrSmallIsWorse(double factor) {
    double chosen = 0;
    double other = 0;
    for (double x = 0.5; x < 3; x += 0.01) {
      double h = CentralDifference.stepSize(x);
      chosen += Math.abs(slope(x, h) - Math.exp(x));
      other += Math.abs(slope(x, factor * h) - Math.exp(x));
    }
    assertTrue(other > 3 * chosen, other + " against " + chosen);
  }

  private static double slope(double x, double h) {
    return (Math.exp(x + h) - Math.exp(x - h)) / ((x + h) - (x - h));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"relu(x)", "leaky_relu(x)", "abs(x)", "max(x, 0)", "max(0, x)", "min(-x, x)"})
  void atAKinkItSaysSo(String kink) {
    assertEquals(Verdict.KINK, verdict("x=-0.000001; " + kink));
    assertEquals(Verdict.AGREES, verdict("x=0.1; " + kink));
    assertEquals(Verdict.AGREES, verdict("x=-0.1; " + kink));
  }

  /** Half of the gradient to each, and 0 for abs, is the mean of both slopes; a ReLU's is one. */
  @Test
  void atATieTheMeanOfBothSlopesAgrees() {
    assertEquals(Verdict.AGREES, verdict("x=0; abs(x)"));
    assertEquals(Verdict.AGREES, verdict("x=2; y=2; max(x, y)"));
    assertEquals(Verdict.AGREES, verdict("x=2; y=2; min(y, 3*x-4)"));
    assertEquals(Verdict.KINK, verdict("x=0; relu(x)"));
    assertEquals(Verdict.KINK, verdict("x=0; leaky_relu(x)"));
  }

  @Test
  void whereTheOutputEndsOrBendsItSaysSo() {
    assertEquals(Verdict.OUTSIDE, verdict("x=0.000001; log(x)"));
    assertEquals(Verdict.OUTSIDE, verdict("x=0; sqrt(x)"));
    assertEquals(Verdict.BENDS, verdict("x=0.00002; 1/x"));
  }

  @Test
  void aGradientThatIsNoNumberAgreesWithNothing() {
    assertEquals(Verdict.OVERFLOWS, verdict("a=1e-200; L=1/a"));
    assertEquals(Verdict.OVERFLOWS, verdict("a=1e-200; L=0*(1/a)"));
    assertEquals(Verdict.AGREES, verdict("a=1e200; L=1/a"));
  }

  @Test
  void anInfiniteNumberOnTheWayLeavesNothingToCompare() {
    assertEquals(Verdict.OUTSIDE, verdict("x=709.782; tanh(exp(x))"));
  }

  @Test
  void roundingOfLargeNumbersIsNotTakenForADisagreement() {
    assertEquals(Verdict.AGREES, verdict("x=1; y=x+100000000; y-100000000"));
    assertEquals(Verdict.AGREES, verdict("x=300; exp(x/10)*x**4"));
  }

  private static Verdict verdict(String text) {
    return EvaluatedExpression.of(text).nodes().getFirst().difference().verdict();
  }
}
