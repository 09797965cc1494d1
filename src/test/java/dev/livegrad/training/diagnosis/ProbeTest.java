package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe reads, against numbers worked out by hand and against the run itself. */
class ProbeTest {
  private static Probe probe(RunSetup setup) {
    return new Probe(setup, new ParameterLayout(setup), 1_000);
  }

  @ParameterizedTest
  @CsvSource({"sum, 1", "mean, 2"})
  void readsLossGradientsAndTheRangeOfOutputs(String reduction, double divisor) {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, 2], targets: [3, 5]}}
            model: {layers: [1], output: linear}
            loss: {reduction: %s, l2: 0.5}
            optimizer: {learningRate: 1}
            """
                .formatted(reduction));
    Statistics now = probe(setup).read(9, new double[] {1, 0});
    // Outputs 1 and 2, errors -2 and -3.
    assertEquals(9, now.step());
    assertEquals(13 / divisor, now.dataLoss());
    assertEquals(13 / divisor + 0.5, now.loss());
    assertArrayEquals(new double[] {-16 / divisor, -10 / divisor}, now.gradients());
    assertArrayEquals(new double[] {2}, now.highest());
    assertArrayEquals(new double[] {1}, now.leastSize());
    assertEquals(3, now.worstError());
  }

  @Test
  void theSignalOfALayerIsTheNextOnesTimesTheWeightBetweenThem() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, -2, 0.5], targets: [3, 5, 1]}}
            model: {layers: [1, 1, 1], hidden: linear, output: linear}
            optimizer: {learningRate: 1}
            """);
    double[] signals = probe(setup).signals(new double[] {0.3, 0.2, 0.1, 0.4, 0.05, 0}, 1_000);
    assertEquals(0.05, signals[1] / signals[2], 1e-12);
    assertEquals(0.1, signals[0] / signals[1], 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"sum, 0", "mean, 0.01"})
  void aTrialGoesWhereTheRunWouldGo(String reduction, double l2) {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {generator: {name: moons, samples: 40}}
            model: {layers: [5, 4, 1]}
            loss: {reduction: %s, l2: %s}
            optimizer: {learningRate: 0.02}
            """
                .formatted(reduction, l2));
    TrainingRun run = new TrainingRun(setup, 3, 1);
    Probe.Trial trial = probe(setup).descend(run.parameters(), _ -> 0.02, 80);
    double tail = 0;
    for (int step = 0; step < 80; step++) {
      double loss = run.step().loss();
      tail += step >= 70 ? loss / 10 : 0;
    }
    assertArrayEquals(run.parameters(), trial.parameters(), 1e-10);
    assertEquals(tail, trial.loss(), 1e-10);
  }

  @Test
  void aTrialThatDoesNotStayFiniteHasAnInfiniteLoss() {
    RunSetup setup = Specs.diverging();
    double[] parameters = {1, 1};
    assertEquals(
        Double.POSITIVE_INFINITY, probe(setup).descend(parameters, _ -> 1_000, 100).loss());
    assertArrayEquals(new double[] {1, 1}, parameters);
  }

  @Test
  void aNormIsFiniteWhereOnlyTheSquaresAreTooLargeOrTooSmall() {
    ParameterLayout layout =
        new ParameterLayout(
            Diagnosed.setup(
                """
                data: {inline: {inputs: [1, -1], targets: [1, 0]}}
                model: {layers: [1, 1]}
                optimizer: {learningRate: 0.1}
                """));
    assertEquals(5e223, layout.norm(new double[] {3e223, -4e223, 0, 0}, 0), 1e209);
    assertEquals(5e-223, layout.norm(new double[] {0, 0, 3e-223, -4e-223}, 1), 1e-237);
    assertEquals(0, layout.norm(new double[4], 0));
    assertEquals(
        Double.POSITIVE_INFINITY, layout.norm(new double[] {1, Double.NEGATIVE_INFINITY, 0, 0}, 0));
    assertEquals(Double.NaN, layout.norm(new double[] {1, Double.NaN, 0, 0}, 0));
  }
}
