package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs on drawn data, none of which the rules were made on: each is sick by construction, or well
 * because it learned its data.
 */
class HeldOutTest {
  private static final int RUNS = 20;

  /** Eight points in the square from -2 to 2, half of them with the target 1, half with -1. */
  private static String data(long seed) {
    Random random = new Random(seed);
    String inputs =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                String.format(
                    Locale.ROOT,
                    "[%.3f, %.3f]",
                    random.nextDouble(-2, 2),
                    random.nextDouble(-2, 2)))
            .collect(Collectors.joining(", "));
    return "{inline: {inputs: [%s], targets: [1, -1, 1, -1, 1, -1, 1, -1]}}".formatted(inputs);
  }

  private static RunSetup setup(long seed, String model, double rate, int steps) {
    return Diagnosed.setup(
        """
        seed: %d
        data: %s
        model: %s
        loss: {reduction: mean}
        optimizer: {learningRate: %s}
        training: {steps: %d}
        """
            .formatted(seed, data(seed), model, rate, steps));
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({
    "slow, '{layers: [6, 6, 1]}', 1e-5, 200",
    "symmetric, '{layers: [5, 1], init: {weights: zero, biases: zero}}', 0.2, 300",
    "vanishing, '{layers: [4, 4, 4, 4, 4, 4, 4, 4, 1], hidden: sigmoid}', 0.2, 600",
    "diverged, '{layers: [4, 1], hidden: linear, output: linear}', 20, 100"
  })
  void whatIsSickByConstructionIsFound(String kind, String model, double rate, int steps) {
    List<String> missed = new ArrayList<>();
    for (long seed = 1_000; seed < 1_000 + RUNS; seed++) {
      RunSetup setup = setup(seed, model, rate, steps);
      List<Finding> findings = Diagnosed.findings(Diagnosed.run(setup), steps);
      if (findings.stream().noneMatch(it -> it.isProblem() && it.kind().word().equals(kind))) {
        missed.add(seed + ": " + findings);
      }
    }
    assertEquals(List.of(), missed);
  }

  @ParameterizedTest
  @CsvSource({
    "'{layers: [8, 8, 1]}', 0.1",
    "'{layers: [8, 8, 1], output: linear}', 0.05",
    "'{layers: [12, 1], hidden: relu, output: linear}', 0.03"
  })
  void aRunThatLearnsItsDataHasNoProblem(String model, double rate) {
    int learned = 0;
    List<String> wrong = new ArrayList<>();
    for (long seed = 2_000; seed < 2_000 + RUNS; seed++) {
      RunSetup setup = setup(seed, model, rate, 3_000);
      TrainingRun run = Diagnosed.run(setup);
      List<Finding> findings = Diagnosed.findings(run, 3_000);
      if (run.divergence() == null && run.step().loss() < 0.05) {
        learned++;
        if (findings.stream().anyMatch(Finding::isProblem)) {
          wrong.add(seed + ": " + findings);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(learned >= RUNS / 4, "only " + learned + " learned");
  }

  /**
   * Also with seeds 94, 95, 266 and 272, where ten times the rate throws the tanh out of its
   * limits: at the run's own rate they are at the same loss after 100,000 steps.
   */
  @ParameterizedTest
  @CsvSource({"relu, -9, DEAD", "tanh, 9, SATURATED"})
  void aFirstLayerPushedBeyondItsLimitIsNamedAsTheProblem(
      String activation, double bias, Kind kind) {
    LongStream drawn = LongStream.range(3_000, 3_000 + RUNS);
    for (long seed : LongStream.concat(drawn, LongStream.of(94, 95, 266, 272)).toArray()) {
      RunSetup setup =
          setup(
              seed,
              "{layers: [4, 1], hidden: %s, output: linear}".formatted(activation),
              0.05,
              300);
      TrainingRun run = Diagnosed.run(setup);
      for (int neuron = 1; neuron <= 4; neuron++) {
        run.setParameter("layer1.neuron" + neuron + ".b", bias);
      }
      List<Finding> findings = Diagnosed.findings(run, 300);
      assertTrue(
          findings.stream()
              .filter(it -> it.kind() == kind && it.where().equals("layer1"))
              .anyMatch(Finding::isProblem),
          seed + ": " + findings);
    }
  }
}
