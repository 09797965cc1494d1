package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.Samples;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestSetTest {
  private static RunSetup moons(String more) {
    return Specs.ofYaml(
        """
        name: moons
        seed: 3
        data: {generator: {name: moons, samples: 90, noise: 0.2, seed: 1}, split: {test: 0.3}}
        model: {layers: [6, 1]}
        optimizer: {name: adam, learningRate: 0.05}
        %s
        """
            .formatted(more));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss: {reduction: sum, l1: 0.01, l2: 0.01}",
        "loss: {reduction: mean, l2: 0.5}",
        "loss: {name: hinge, reduction: mean}"
      })
  void theTestLossIsThatOfARunOnTheTestSamplesWithoutPenalties(String loss) {
    RunSetup setup = moons(loss);
    TrainingRun run = new TrainingRun(setup, 3);
    TestSet testSet = Objects.requireNonNull(TestSet.of(run.network()));
    Dataset test = Objects.requireNonNull(setup.test());
    assertEquals(27, testSet.samples());
    for (int i = 0; i < 20; i++) {
      run.step();
    }
    double[] parameters = run.measuredParameters();
    String plain = loss.replaceAll(", l[12]: [0-9.]+", "");
    RunSetup whole =
        Specs.ofYaml(
            """
            name: test
            data: {inline: {inputs: [[0, 0], [1, 1]], targets: [-1, 1]}}
            model: {layers: [6, 1]}
            optimizer: {learningRate: 0.1}
            %s
            """
                .formatted(plain));
    TrainingRun other =
        new TrainingRun(new RunSetup(whole.spec(), Samples.of(test.inputs(), test.targets())), 3);
    for (int i = 0; i < parameters.length; i++) {
      other.setParameter(other.parameterNames().get(i), parameters[i]);
    }
    StepResult expected = other.step();
    Evaluation measured = testSet.evaluate(parameters);
    assertEquals(expected.loss(), measured.loss(), 1e-13 * expected.loss());
    assertEquals(expected.accuracy(), measured.accuracy());
  }

  @Test
  void inPartsItIsTheSame() {
    RunSetup setup =
        Specs.ofYaml(
            """
            name: moons
            data: {generator: {name: moons, samples: 9000, noise: 0.2}, split: {test: 0.5}}
            model: {layers: [3, 1]}
            optimizer: {learningRate: 0.05}
            """);
    TrainingRun run = new TrainingRun(setup, 3);
    TestSet testSet = Objects.requireNonNull(TestSet.of(run.network()));
    TestSet.Pass pass = testSet.new Pass(run.parameters());
    int parts = 1;
    Evaluation made = pass.goOn(() -> true);
    while (made == null) {
      made = pass.goOn(() -> true);
      parts++;
    }
    assertEquals(5, parts);
    assertEquals(testSet.evaluate(run.parameters()), made);
  }

  @Test
  void aRunWithoutASplitHasNone() {
    assertNull(TestSet.of(new TrainingRun(Specs.fourPoints(), 42).network()));
  }

  @Test
  void theMeasuredParametersAreThoseBeforeTheLastUpdate() {
    TrainingRun run = new TrainingRun(moons(""), 3);
    assertArrayEquals(run.parameters(), run.measuredParameters());
    for (int i = 0; i < 3; i++) {
      double[] before = run.parameters();
      run.step();
      assertArrayEquals(before, run.measuredParameters());
    }
    double[] measured = run.measuredParameters();
    run.setParameter(run.parameterNames().getFirst(), 9);
    assertArrayEquals(measured, run.measuredParameters());
  }

  @Test
  void theMeasuredParametersOfAStepThatDivergedAreThePresentOnes() {
    TrainingRun run = new TrainingRun(Specs.diverging(), 1);
    while (run.divergence() == null) {
      run.step();
    }
    assertArrayEquals(run.parameters(), run.measuredParameters());
  }

  @Test
  void aRunIsAtItsStopLossWhereTheLastLossIsNotAboveIt() {
    RunSetup setup = moons("training: {stopAtLoss: 20}");
    TrainingRun run = new TrainingRun(setup, 3);
    assertFalse(run.isAtStopLoss());
    double loss;
    do {
      loss = run.step().loss();
      assertEquals(loss <= 20, run.isAtStopLoss());
    } while (loss > 20);
    assertTrue(run.isAtStopLoss());
  }
}
