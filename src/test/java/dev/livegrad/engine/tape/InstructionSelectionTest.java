package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Sketch.sum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Broadcast;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import dev.livegrad.engine.tape.Instruction.Fill;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.nn.Mlp;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstructionSelectionTest {
  private final Sketch sketch = new Sketch();

  @Test
  void anMlpBecomesOneSumAndOneActivationALayer() {
    Mlp mlp =
        Mlp.create(
            3,
            List.of(4, 4, 1),
            Collections.nCopies(3, Activation.TANH),
            Initialiser.UNIFORM,
            Initialiser.UNIFORM,
            new Initialiser.Source(new PythonRandom(1)::uniform, (_, _) -> 0));
    List<Value> given = Stream.generate(() -> Value.of(0)).limit(4).toList();
    List<Value> outputs = mlp.apply(given.subList(0, 3));
    Value loss = Loss.SQUARED_ERROR.of(outputs, outputs, given.subList(3, 4));
    Tape tape = Tape.compile(loss, outputs, given, mlp.parameters());
    assertEquals(
        List.of(
            "3 to 4", "TANH 4", "4 to 4", "TANH 4", "4 to 1", "TANH 1", "SUBTRACT 1", "POWER 1"),
        words(tape));
    Affine second = (Affine) tape.instructions().get(2);
    assertEquals(16, second.weight0());
    assertEquals(5, second.weightStride());
    assertEquals(20, second.bias0());
    assertArrayEquals(second.in(), second.flow());
    assertEquals(0, ((Affine) tape.instructions().getFirst()).flow().length);
    // Four inputs, for each neuron its sum, which its output replaces; the difference, its square.
    assertEquals(4 + (4 + 4 + 1) + 2, tape.rows());
    assertEquals(tape.rows() - 1, tape.lossRow());
    assertEquals(tape.rows() - 3, tape.outputRow(0));
  }

  @Test
  void aLayersRowsLieNextToEachOther() {
    Tape tape = layer(Operation.RELU, Operation.RELU);
    assertEquals(List.of("2 to 2", "RELU 2", "ADD 1"), words(tape));
    assertArrayEquals(new int[] {0, 1}, ((Affine) tape.instructions().getFirst()).in());
    assertArrayEquals(new int[] {2, 3}, ((Affine) tape.instructions().getFirst()).out());
    Elementwise relu = (Elementwise) tape.instructions().get(1);
    assertEquals(2, relu.a());
    assertEquals(2, relu.out());
  }

  @Test
  void activationsThatDifferAreAppliedOneByOne() {
    assertEquals(
        List.of("2 to 2", "RELU 1", "TANH 1", "ADD 1"),
        words(layer(Operation.RELU, Operation.TANH)));
  }

  @Test
  void aLayersSumsThatMoreThanOneFunctionReadsGoThroughThemOneByOne() {
    List<Value> x = List.of(sketch.input(), sketch.input());
    Value a = neuron(x);
    Value b = neuron(x);
    Value loss = a.tanh().plus(b.tanh()).plus(a.sigmoid().plus(b.sigmoid()));
    assertEquals(
        List.of("2 to 2", "TANH 1", "TANH 1", "ADD 1", "SIGMOID 1", "SIGMOID 1", "ADD 1", "ADD 1"),
        words(sketch.tape(loss)));
  }

  @Test
  void powersOfTwoExponentsAreApart() {
    List<Value> x = List.of(sketch.input());
    Value loss = neuron(x).power(2).plus(neuron(x).power(3));
    assertEquals(List.of("1 to 2", "POWER 1", "POWER 1", "ADD 1"), words(sketch.tape(loss)));
  }

  @Test
  void aParameterOrConstantByItselfIsWrittenIntoARowOnce() {
    Value p = sketch.parameter();
    Value x = sketch.input();
    Value two = Value.of(2);
    Tape tape = sketch.tape(p.dividedBy(x).plus(two).minus(p.dividedBy(two)));
    assertEquals(List.of("p0", "DIVIDE 1", "2.0", "ADD 1", "DIVIDE 1", "SUBTRACT 1"), words(tape));
  }

  @Test
  void gradientsFlowOnlyTowardsParameters() {
    Value x = sketch.input();
    Tape tape = sketch.tape(x.times(x).minus(sketch.parameter()));
    Elementwise product = (Elementwise) tape.instructions().get(0);
    Elementwise difference = (Elementwise) tape.instructions().getLast();
    assertEquals(
        List.of(-1, -1, -1), List.of(product.flowA(), product.flowB(), difference.flowA()));
    assertEquals(difference.b(), difference.flowB());
  }

  @Test
  void aRootMayBeALeaf() {
    Value x = sketch.input();
    Value p = sketch.parameter();
    Tape tape = sketch.tape(p, x, Value.of(3), x);
    assertEquals(List.of("p0", "3.0"), words(tape));
    assertEquals(tape.outputRow(0), tape.outputRow(2));
    assertEquals(0, tape.outputRow(0));
  }

  private Tape layer(Operation first, Operation second) {
    List<Value> x = List.of(sketch.input(), sketch.input());
    return sketch.tape(activated(first, neuron(x)).plus(activated(second, neuron(x))));
  }

  private Value neuron(List<Value> x) {
    List<Value> weights = sketch.parameters(x.size());
    return sum(sketch.parameter(), weights, x);
  }

  private static Value activated(Operation operation, Value sum) {
    return operation == Operation.RELU ? sum.relu() : sum.tanh();
  }

  /** What a tape does, in short. */
  private static List<String> words(Tape tape) {
    return tape.instructions().stream()
        .map(instruction ->
            switch (instruction) {
              case Fill fill -> String.valueOf(fill.value());
              case Broadcast broadcast -> "p" + broadcast.parameter();
              case Elementwise it -> it.operation() + " " + it.rows();
              case Affine it -> it.in().length + " to " + it.out().length;
            })
        .toList();
  }
}
