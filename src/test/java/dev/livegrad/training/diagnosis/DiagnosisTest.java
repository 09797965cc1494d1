package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis.Change;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How findings begin and end, and that the run is left alone. */
class DiagnosisTest {

  @Test
  void aRunThatIsWatchedMakesTheSameBits() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {generator: {name: moons, samples: 90}}
            model: {layers: [6, 6, 1]}
            loss: {reduction: mean, l2: 0.001}
            optimizer: {learningRate: 0.3}
            training: {batch: {size: 16}}
            """);
    TrainingRun alone = new TrainingRun(setup, 5, 1);
    TrainingRun watched = new TrainingRun(setup, 5, 1);
    Diagnosis diagnosis = new Diagnosis(watched);
    for (int step = 0; step < 500; step++) {
      alone.step();
      diagnosis.afterStepAndLook(watched.step());
      diagnosis.rest();
      assertTrue(diagnosis.look(null));
    }
    diagnosis.finishAndLook();
    assertArrayEquals(alone.parameters(), watched.parameters());
    assertEquals(alone.step(), watched.step());
  }

  @Test
  void aFindingEndsOnceItIsNoLongerSo() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, -1], targets: [1, 0]}}
            model: {layers: [2, 1], hidden: relu, output: linear}
            optimizer: {learningRate: 0}
            """);
    // The first neuron is off for both samples, the second on.
    TrainingRun run = Diagnosed.run(setup, 1, -2, 1, 2, 0.3, 0.2, 0);
    Diagnosis diagnosis = new Diagnosis(run);
    diagnosis.afterStepAndLook(run.step());
    List<Change> began = diagnosis.takeChanges();
    assertEquals(1, began.size());
    Finding dead = began.getFirst().finding();
    assertEquals(new Change.Began(0, dead), began.getFirst());
    assertEquals(Finding.Kind.DEAD, dead.kind());
    assertEquals("layer1.neuron1", dead.where());
    assertEquals(0, dead.step());

    run.setParameter("layer1.neuron1.b", 2);
    diagnosis.steered();
    diagnosis.afterStepAndLook(run.step());
    assertEquals(List.of(new Change.Ended(0, dead, 2)), diagnosis.takeChanges());
    assertEquals(List.of(), diagnosis.takeChanges());
    assertEquals(List.of(dead), diagnosis.findings());
  }

  @ParameterizedTest
  @CsvSource({"'{}', 20", "'{batch: {size: 3}}', 41"})
  void whatAChangeBringsAboutLaterIsFoundSoonAfterIt(String training, int latest) {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, -1, 0.5, 0.2, 0.1, 0.7], targets: [1, 0, 1, 1, 0, 1]}}
            model: {layers: [2, 1], hidden: relu, output: linear}
            optimizer: {learningRate: 0}
            training: %s
            """
                .formatted(training));
    TrainingRun run = Diagnosed.run(setup, 1, 2, 1, 2, 0.3, 0.2, 0);
    Diagnosis diagnosis = new Diagnosis(run);
    while (run.stepsDone() < 6_000) {
      if (run.stepsDone() == 5_000) {
        run.setLearningRate(0);
        diagnosis.steered();
      }
      if (run.stepsDone() == 5_012) {
        run.setParameter("layer1.neuron1.b", -9);
      }
      diagnosis.afterStepAndLook(run.step());
    }
    Finding dead =
        diagnosis.findings().stream()
            .filter(it -> it.kind() == Finding.Kind.DEAD)
            .findFirst()
            .orElseThrow();
    assertTrue(dead.step() <= 5_000 + latest, dead::toString);
  }

  @Test
  void withoutAStepThereIsNothingNewToLookAt() {
    RunSetup setup =
        Diagnosed.setup(
            """
            data: {inline: {inputs: [1, -1], targets: [1, 0]}}
            model: {layers: [1, 1], hidden: relu, output: linear}
            optimizer: {learningRate: 0}
            """);
    TrainingRun run = Diagnosed.run(setup, 1, -2, 0.3, 0);
    Diagnosis diagnosis = new Diagnosis(run);
    diagnosis.rest();
    assertTrue(diagnosis.look(null));
    assertEquals(1, diagnosis.takeChanges().size());
    diagnosis.rest();
    assertTrue(diagnosis.look(null));
    assertEquals(List.of(), diagnosis.takeChanges());
  }

  @Test
  void aProblemIsToldHoweverManyNotesThereAre() {
    RunSetup setup =
        Diagnosed.setup(
            """
            seed: 1
            data: {inline: {inputs: [1, 2], targets: [1, 2]}}
            model: {layers: [1100, 1], hidden: relu, output: relu, init: {biases: zero}}
            optimizer: {learningRate: 0}
            """);
    TrainingRun run = Diagnosed.run(setup);
    run.setParameter("layer2.neuron1.b", 1e6);
    Diagnosis diagnosis = new Diagnosis(run);
    diagnosis.afterStepAndLook(run.step());
    diagnosis.rest();
    // About half of the neurons have a negative weight.
    assertEquals(500, diagnosis.findings().size());
    run.setParameter("layer2.neuron1.b", -1e6);
    diagnosis.steered();
    diagnosis.afterStepAndLook(run.step());
    List<Finding> problems = diagnosis.findings().stream().filter(Finding::isProblem).toList();
    assertEquals(1, problems.size());
    assertEquals(Finding.Kind.DEAD, problems.getFirst().kind());
    assertEquals("layer2.neuron1", problems.getFirst().where());
  }
}
