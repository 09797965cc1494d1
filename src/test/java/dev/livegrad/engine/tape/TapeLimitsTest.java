package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.engine.Value;
import dev.livegrad.expression.Expression;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapeLimitsTest {

  @Test
  void aChainOfAMillionNodesRunsWithoutOverflowingTheStack() {
    Value p = Value.of(0.75);
    Value loss = p;
    for (int i = 1; i < 1_000_000; i++) {
      loss = loss.negate();
    }
    Tape tape = Tape.compile(loss, List.of(), List.of(), List.of(p));
    assertEquals(1_000_000, tape.instructions().size());
    Execution execution = new Execution(tape, new double[0][], 3, 1);
    double[] gradient = new double[1];
    assertEquals(-2.25, execution.run(new double[] {0.75}, 1, gradient));
    assertEquals(-3, gradient[0]);
  }

  @Test
  void oneNodeTooManyIsRefusedByNameAndNumber() {
    Value p = Value.of(1);
    Value loss = p;
    for (int i = 1; i <= Tape.MAX_NODES; i++) {
      loss = loss.negate();
    }
    Value tooLong = loss.named("abyss");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tape.compile(tooLong, List.of(), List.of(), List.of(p)));
    assertEquals(
        "the graph of abyss has %d nodes; at most %d can be compiled"
            .formatted(Tape.MAX_NODES + 1, Tape.MAX_NODES),
        e.getMessage());
  }

  @Test
  void onlyALeafCanBeAnInputOrAParameterAndOnlyOnce() {
    Value x = Value.of(1).named("x");
    Value p = Value.of(2).named("p");
    Value y = x.times(p).named("y");
    refused("input y is computed; only a leaf can be one", y, List.of(y), List.of(p));
    refused("parameter y is computed; only a leaf can be one", y, List.of(x), List.of(p, y));
    String twice = "an input or parameter is listed twice";
    refused(twice, y, List.of(x, x), List.of(p));
    refused(twice, y, List.of(x), List.of(p, p));
    refused(twice, y, List.of(x, p), List.of(p));
  }

  @Test
  void aParameterThatTheLossDoesNotNeedHasNoGradient() {
    Value x = Value.of(1);
    Value p = Value.of(2);
    Value idle = Value.of(3);
    Tape tape =
        Tape.compile(p.times(x), List.of(idle.times(x)), List.of(x, Value.of(0)), List.of(idle, p));
    Execution execution = new Execution(tape, new double[][] {{4, 5}, {0, 0}}, 2, 1);
    double[] gradient = {7, 7};
    assertEquals(18, execution.run(new double[] {3, 2}, 1, gradient));
    assertEquals(0, gradient[0]);
    assertEquals(9, gradient[1]);
    assertEquals(15, execution.output(0, 1));
  }

  @Test
  void anOutputThatHasNoSlopeDoesNotDisturbALossWithoutIt() {
    Value x = Value.of(1);
    Value p = Value.of(2);
    Value q = Value.of(3);
    List<Value> outputs = List.of(q.times(x).log(), p.times(x).plus(q).relu().power(-1));
    Tape tape = Tape.compile(p.times(x), outputs, List.of(x), List.of(p, q));
    Execution execution = new Execution(tape, new double[][] {{0, 5}}, 2, 1);
    double[] gradient = new double[2];
    assertEquals(10, execution.run(new double[] {2, 0}, 1, gradient));
    assertEquals(5, gradient[0]);
    assertEquals(0, gradient[1]);
    assertEquals(Double.NEGATIVE_INFINITY, execution.output(0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=2; b=-3; c=10; f=-2; L=(a*b+c)*f",
        "x=3; y=3*x**2-4*x+5",
        "x1=2; x2=0; w1=-3; w2=1; b=6.8813735870195432; o=tanh(x1*w1+x2*w2+b)",
        "a=-4; b=2; c=a+b; d=a*b+b**3; c=c+c+1; c=c+1+c-a; d=d+d*2+relu(b+a); d=d+3*d+relu(b-a);"
            + " e=c-d; f=e**2; g=f/2; g=g+10/f",
        "p=0.3; q=0.9; L=-(q*log(p)+(1-q)*log(1-p))+exp(-p)*sigmoid(q/p)"
      })
  void anExpressionsLeavesGetTheGradientsThatValueGivesThem(String source) {
    Expression expression = Expression.evaluate(source);
    List<Value> leaves =
        expression.nodes().stream().filter(node -> node.operation() == null).toList();
    expression.output().backward();
    Tape tape = Tape.compile(expression.output(), List.of(), List.of(), leaves);
    double[] gradient = new double[leaves.size()];
    double[] values = leaves.stream().mapToDouble(Value::data).toArray();
    double loss = new Execution(tape, new double[0][], 1, 1).run(values, 1, gradient);
    assertClose(expression.output().data(), loss, source);
    for (int i = 0; i < gradient.length; i++) {
      assertClose(leaves.get(i).grad(), gradient[i], source + ": " + leaves.get(i));
    }
  }

  private static void assertClose(double expected, double actual, String what) {
    assertEquals(expected, actual, 1e-12 * Math.max(1, Math.abs(expected)), what);
  }

  private static void refused(
      String message, Value loss, List<Value> inputs, List<Value> parameters) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tape.compile(loss, List.of(), inputs, parameters));
    assertEquals(message, e.getMessage());
  }
}
