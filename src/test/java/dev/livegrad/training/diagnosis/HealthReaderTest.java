package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run's figures, against what the run itself does next. */
class HealthReaderTest {
  /** With a penalty, by which alone moons moves in the end; by Adam; by plain gradient descent. */
  @ParameterizedTest
  @CsvSource({"moons, 200", "three-classes, 50", "four-points, 0"})
  void gradientsAndTheSizeOfAStepAreThoseOfTheNextStep(String lesson, int steps) {
    TrainingRun run = run(Specs.lesson(lesson), steps);
    double[] before = run.parameters();
    Health health = HealthReader.of(run.setup()).at(run.checkpoint());
    run.step();
    assertEquals(1, health.gradientNorm() / norm(run.gradients()), 1e-9);
    double[] after = run.parameters();
    ParameterLayout layout = new ParameterLayout(run.setup());
    for (int layer = 0; layer < layout.layers(); layer++) {
      int begin = layout.begin(layer);
      int end = layout.begin(layer + 1);
      double[] old = Arrays.copyOfRange(before, begin, end);
      double[] change = Arrays.copyOfRange(after, begin, end);
      Arrays.setAll(change, i -> change[i] - old[i]);
      double expected = Math.log10(norm(change) / norm(old));
      assertEquals(expected, health.layers().get(layer).updateRatio(), 1e-6, lesson);
    }
  }

  @Test
  void aStepThatMovesNothingHasNoSizeAlsoWhereThereAreNoParametersToCompareWith() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1], targets: [0]}}
            model: {layers: [1], output: linear, init: {weights: zero, biases: zero}}
            optimizer: {learningRate: 1}
            """);
    Health health = HealthReader.of(setup).at(run(setup, 0).checkpoint());
    assertEquals(Double.NEGATIVE_INFINITY, health.layers().getFirst().updateRatio());
  }

  private static TrainingRun run(RunSetup setup, int steps) {
    TrainingRun run = new TrainingRun(setup, setup.spec().seed(), 1);
    for (int i = 0; i < steps; i++) {
      run.step();
    }
    return run;
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(it -> it * it).sum());
  }
}
