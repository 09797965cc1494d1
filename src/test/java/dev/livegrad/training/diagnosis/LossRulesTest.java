package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Divergence;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Losses whose course follows from the rate: a line through two points, whose loss is a quadratic
 * with the curvature L in both parameters, so that a step multiplies the distance from the minimum
 * by {@code 1 - rate * L}; and a hinge between two straight walls.
 */
class LossRulesTest {
  private static final double CURVATURE = 4;
  private static final int STEPS = 300;

  private static List<Arguments> times(double... products) {
    List<Arguments> all = new ArrayList<>();
    for (double product : products) {
      for (double scale : new double[] {0.01, 1, 100}) {
        all.add(Arguments.of(product, scale));
      }
    }
    return all;
  }

  static final List<Arguments> CONVERGING = times(0.2, 0.5, 1, 1.1, 1.5, 1.9);
  static final List<Arguments> GROWING = times(2.02, 2.1, 3, 10);
  static final List<Arguments> SLOW = times(1e-6, 1e-5, 1e-4);

  /** From 0, towards the line 0.7 x + 0.2, times {@code scale}. */
  private static List<Finding> line(double rateTimesCurvature, double scale) {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, -1], targets: [%s, %s]}}
            model: {layers: [1], output: linear, init: {weights: zero, biases: zero}}
            optimizer: {learningRate: %s}
            training: {steps: %d}
            """
                .formatted(0.9 * scale, -0.5 * scale, rateTimesCurvature / CURVATURE, STEPS));
    return Diagnosed.findings(Diagnosed.run(setup), STEPS);
  }

  private static List<String> words(List<Finding> findings) {
    return findings.stream().map(it -> it.kind().word() + " " + it.severity().word()).toList();
  }

  @ParameterizedTest
  @FieldSource("CONVERGING")
  void belowTwoByTheCurvatureAQuadraticIsWell(double product, double scale) {
    assertEquals(List.of(), line(product, scale));
  }

  @ParameterizedTest
  @FieldSource("GROWING")
  void aboveTwoByTheCurvatureItDiverges(double product, double scale) {
    assertEquals(List.of("diverged problem"), words(line(product, scale)));
  }

  @ParameterizedTest
  @FieldSource("SLOW")
  void farBelowOneByTheCurvatureItIsSlow(double product, double scale) {
    assertEquals(List.of("slow problem"), words(line(product, scale)));
  }

  @Test
  void aLossThatStandsAtItsMinimumIsWell() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, 1], targets: [1, -1]}}
            model: {layers: [1], output: linear, init: {weights: zero, biases: zero}}
            optimizer: {learningRate: 0.1}
            training: {steps: 300}
            """);
    assertEquals(List.of(), Diagnosed.findings(Diagnosed.run(setup), STEPS));
  }

  /** The hinge's slopes are -1 and 2, its least value 4/3; only the bias moves. */
  private static List<Finding> walls(double rate) {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [0, 0], targets: [1, -3]}}
            model: {layers: [1], output: linear, init: {weights: zero, biases: zero}}
            loss: {name: hinge}
            optimizer: {learningRate: %s}
            training: {steps: 300}
            """
                .formatted(rate));
    return Diagnosed.findings(Diagnosed.run(setup), STEPS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 3, 10})
  void jumpsFromWallToWallAreOscillation(double rate) {
    List<Finding> findings = walls(rate);
    assertEquals(List.of("oscillating problem"), words(findings));
    assertEquals("layer1.neuron1.b", findings.getFirst().where());
  }

  @Test
  void stepsThatAreSmallBesideTheLossAreNoOscillation() {
    assertEquals(List.of(), walls(1e-3 * 4 / 3));
  }

  @Test
  void aFaintGradientThatHoldsTheLossIsVanishing() {
    // Each of eight sigmoid layers passes at most a quarter of the gradient, times its weights.
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [0, 1, 1, 0]}}
            model: {layers: [3, 3, 3, 3, 3, 3, 3, 1], hidden: sigmoid, output: sigmoid}
            optimizer: {learningRate: 0.5}
            training: {steps: 1000}
            """);
    TrainingRun run = Diagnosed.run(setup);
    for (String name : run.parameterNames()) {
      // Apart from each other, so that the neurons are not alike.
      run.setParameter(name, 0.2 * Math.sin(name.hashCode()));
    }
    List<Finding> findings = Diagnosed.findings(run, 1_000);
    assertEquals(List.of("vanishing problem"), words(findings));
    assertEquals("layer1", findings.getFirst().where());
  }

  @Test
  void whatStoppedTheRunIsTheOneFindingOfItsDivergence() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, -1], targets: [0.9, -0.5]}}
            model: {layers: [1], output: linear}
            optimizer: {learningRate: 1}
            """);
    TrainingRun run = Diagnosed.run(setup, 0, 0);
    List<Finding> findings = Diagnosed.findings(run, 100_000);
    Divergence divergence = run.divergence();
    assertTrue(divergence != null);
    assertEquals(
        List.of(
            new Finding(
                divergence.step(),
                Kind.DIVERGED,
                Severity.PROBLEM,
                divergence.where(),
                divergence.text())),
        findings);
  }
}
