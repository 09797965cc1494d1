package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neurons that are dead, saturated or alike because their parameters were made so. */
class NeuronRulesTest {
  private static final double[][] INPUTS = {{1, 2}, {-1, 0.5}, {2, -2}, {-0.5, -1}};

  /** No input is larger. */
  private static final double LARGEST = 2;

  private static final int WIDTH = 4;

  private static DiagnosisContext context(String model, String targets) {
    return DiagnosisContext.of(setup(model, targets));
  }

  private static RunSetup setup(String model, String targets) {
    return Diagnosed.setup(
        """
        data: {inline: {inputs: [[1, 2], [-1, 0.5], [2, -2], [-0.5, -1]], targets: %s}}
        model: %s
        optimizer: {learningRate: 0.1}
        """
            .formatted(targets, model));
  }

  private static DiagnosisContext hidden(String activation) {
    return context(
        "{layers: [4, 1], hidden: %s, output: linear}".formatted(activation), "[1, -1, 1, -1]");
  }

  private static double[] drawn(DiagnosisContext context, Random random) {
    return random.doubles(context.layout().parameters(), -1, 1).toArray();
  }

  /** The largest absolute weighted sum, without the bias, that a neuron of layer 1 can have. */
  private static double reach(double[] parameters, int neuron) {
    return LARGEST * (Math.abs(parameters[3 * neuron]) + Math.abs(parameters[3 * neuron + 1]));
  }

  private static List<String> where(List<Finding> findings) {
    return findings.stream().map(Finding::where).toList();
  }

  /** One finding for the whole layer, or one for each of the neurons. */
  private static List<String> named(List<Integer> neurons) {
    return neurons.size() == WIDTH
        ? List.of("layer1")
        : neurons.stream().map(neuron -> ParameterLayout.name(0, neuron)).toList();
  }

  @Test
  void exactlyTheNeuronsWhoseSumsAreNeverPositiveAreDead() {
    DiagnosisContext context = hidden("relu");
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      double[] parameters = drawn(context, random);
      List<Integer> dead = new ArrayList<>();
      for (int neuron = 0; neuron < WIDTH; neuron++) {
        double beyond = reach(parameters, neuron) + 0.01;
        boolean off = random.nextInt(3) > 0;
        parameters[3 * neuron + 2] = off ? -beyond : beyond;
        if (off) {
          dead.add(neuron);
        }
      }
      List<Finding> findings = Dead.in(context.probe().read(7, parameters), context);
      assertEquals(named(dead), where(findings));
      for (Finding finding : findings) {
        assertEquals(dead.size() == WIDTH ? Severity.PROBLEM : Severity.NOTE, finding.severity());
        assertEquals(7, finding.step());
      }
    }
  }

  @Test
  void aNeuronThatIsOnForOneSampleIsNotDead() {
    DiagnosisContext context = hidden("relu");
    double[] parameters = drawn(context, new Random(1));
    for (int neuron = 0; neuron < WIDTH; neuron++) {
      parameters[3 * neuron] = 1;
      parameters[3 * neuron + 1] = 0;
      parameters[3 * neuron + 2] = -1.99;
    }
    assertEquals(List.of(), Dead.in(context.probe().read(0, parameters), context));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "sigmoid", "linear"})
  void whatIsNoReluIsNeverDead(String activation) {
    DiagnosisContext context = hidden(activation);
    double[] zeros = new double[context.layout().parameters()];
    assertEquals(List.of(), Dead.in(context.probe().read(0, zeros), context));
  }

  @ParameterizedTest
  @CsvSource({"'[0, 0, 0, 0]', NOTE", "'[1, 0, 0, 0]', PROBLEM"})
  void aDeadOutputIsAProblemUnlessTheTargetsAreZeroToo(String targets, Severity severity) {
    DiagnosisContext context = context("{layers: [1], output: relu}", targets);
    List<Finding> findings = Dead.in(context.probe().read(0, new double[] {1, 1, -9}), context);
    assertEquals(List.of("layer1.neuron1"), where(findings));
    assertEquals(severity, findings.getFirst().severity());
  }

  @ParameterizedTest
  @CsvSource({"tanh, 2.6467", "sigmoid, 4.5952"})
  void exactlyTheNeuronsBeyondNinetyNinePercentForEverySampleAreSaturated(
      String activation, double limit) {
    DiagnosisContext context = hidden(activation);
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      double[] parameters = drawn(context, random);
      List<Integer> saturated = new ArrayList<>();
      for (int neuron = 0; neuron < WIDTH; neuron++) {
        double side = random.nextBoolean() ? 1 : -1;
        if (random.nextInt(3) > 0) {
          saturated.add(neuron);
          parameters[3 * neuron + 2] = side * (reach(parameters, neuron) + limit + 0.001);
        } else {
          double first =
              parameters[3 * neuron] * INPUTS[0][0] + parameters[3 * neuron + 1] * INPUTS[0][1];
          parameters[3 * neuron + 2] = side * (limit - 0.001) - first;
        }
      }
      List<Finding> findings = Saturated.in(context.probe().read(3, parameters), context);
      assertEquals(named(saturated), where(findings));
      assertTrue(findings.stream().noneMatch(Finding::isProblem));
    }
  }

  @Test
  void anOutputAtItsLimitIsSaturatedOnlyWhereTheTargetsAreElsewhere() {
    double[] right = {10, 10, 0};
    double[] wrong = {-10, -10, 0};
    DiagnosisContext diagonal =
        DiagnosisContext.of(
            Diagnosed.setup(
                """
                data: {inline: {inputs: [[1, 2], [-1, -0.5]], targets: [1, -1]}}
                model: {layers: [1], output: tanh}
                optimizer: {learningRate: 0.1}
                """));
    assertEquals(List.of(), Saturated.in(diagonal.probe().read(0, right), diagonal));
    assertEquals(
        List.of("layer1.neuron1"), where(Saturated.in(diagonal.probe().read(0, wrong), diagonal)));
  }

  @Test
  void exactlyTheNeuronsWithTheSameWeightsInAndOutAreAlike() {
    DiagnosisContext context = hidden("tanh");
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      double[] parameters = drawn(context, random);
      int first = random.nextInt(WIDTH - 1);
      int second = first + 1 + random.nextInt(WIDTH - 1 - first);
      System.arraycopy(parameters, 3 * first, parameters, 3 * second, 3);
      // Their gradients still differ, by what the next layer makes of them.
      assertEquals(List.of(), symmetric(context, parameters));
      int out = context.layout().begin(1, 0);
      parameters[out + second] = parameters[out + first];
      List<Finding> findings = symmetric(context, parameters);
      assertEquals(List.of("layer1"), where(findings));
      assertEquals(Severity.NOTE, findings.getFirst().severity());
      String text = findings.getFirst().text();
      assertTrue(
          text.startsWith("Neurons %d, %d of layer 1".formatted(first + 1, second + 1)), text);
    }
  }

  @Test
  void aLayerOfEqualNeuronsIsAProblemWhereTheTargetsAskForMore() {
    double[] zeros = new double[hidden("tanh").layout().parameters()];
    List<Finding> findings = symmetric(hidden("tanh"), zeros);
    assertEquals(List.of("layer1"), where(findings));
    assertEquals(Severity.PROBLEM, findings.getFirst().severity());
  }

  @Test
  void aLayerOfEqualNeuronsIsNoProblemWhereTheLossIsZero() {
    // Every neuron is tanh(x0), and the output is a quarter of each of the four.
    double[] parameters = new double[WIDTH * 3 + WIDTH + 1];
    IntStream.range(0, WIDTH).forEach(neuron -> parameters[3 * neuron] = 1);
    IntStream.range(0, WIDTH).forEach(neuron -> parameters[3 * WIDTH + neuron] = 0.25);
    String targets =
        "[%s, %s, %s, %s]".formatted(Math.tanh(1), Math.tanh(-1), Math.tanh(2), Math.tanh(-0.5));
    DiagnosisContext context = context("{layers: [4, 1], hidden: tanh, output: linear}", targets);
    List<Finding> findings = symmetric(context, parameters);
    assertEquals(List.of("layer1"), where(findings));
    assertEquals(Severity.NOTE, findings.getFirst().severity());
  }

  private static List<Finding> symmetric(DiagnosisContext context, double[] parameters) {
    Statistics now = context.probe().read(0, parameters);
    Budget budget = new Budget(context, INPUTS.length);
    return new Symmetric(context, new Experiments(context, budget, null))
        .in(now, 0.1, now.loss(), false);
  }
}
