package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis.Change;
import dev.livegrad.training.diagnosis.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a run is left, and in whatever parts it is looked at, it has the same findings. */
class ResumedDiagnosisTest {
  private static final String MOONS = "{generator: {name: moons, samples: 60}}";
  private static final String XOR =
      "{inline: {inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [-1, 1, 1, -1]}}";

  private static final String TESTED_MOONS =
      "{generator: {name: moons, samples: 40, noise: 0.35, seed: 3}, split: {test: 0.5}}";

  private static final String LINE =
      "{inline: {inputs: [-2, -1, 0, 1, 2], targets: [-5, -3, -1, 1, 3]}}";

  /** Runs that have a finding each, by the rules that know something from look to look. */
  enum Sick {
    DEAD(XOR, "{layers: [4, 4, 1], hidden: relu, output: relu}", "0.3", "{}", 700),
    SLOW(XOR, "{layers: [4, 1]}", "0.00001", "{}", 300),
    VANISHING(MOONS, "{layers: [4, 4, 4, 4, 4, 4, 1], hidden: sigmoid}", "0.2", "{}", 300),
    OSCILLATING(LINE, "{layers: [4, 4, 1], hidden: linear, output: linear}", "0.1", "{}", 140),
    DIVERGED(XOR, "{layers: [3, 1], hidden: linear, output: linear}", "0.70", "{}", 400),
    SYMMETRIC(XOR, "{layers: [4, 1], init: {weights: zero, biases: zero}}", "0.2", "{}", 400),
    SATURATED(XOR, "{layers: [2, 1]}", "60", "{}", 600),
    OVERFITTING(TESTED_MOONS, "{layers: [16, 16, 1]}", "0.3", "{}", 500),
    IN_BATCHES(MOONS, "{layers: [4, 1], hidden: relu}", "0.01", "{batch: {size: 7}}", 900);

    final RunSetup setup;
    final int steps;

    Sick(String data, String model, String rate, String training, int steps) {
      this.steps = steps;
      this.setup =
          Diagnosed.setup(
              """
              data: %s
              model: %s
              loss: {reduction: mean}
              optimizer: {learningRate: %s}
              training: %s
              """
                  .formatted(data, model, rate, training));
    }
  }

  /** A run that is watched, and steered and resting at steps that follow from its seed. */
  private static final class Watched {
    final TrainingRun run;
    final Diagnosis diagnosis;
    final List<Change> changes = new ArrayList<>();

    Watched(TrainingRun run, Diagnosis diagnosis) {
      this.run = run;
      this.diagnosis = diagnosis;
    }

    void go(long steps, boolean inParts) {
      while (run.stepsDone() < steps && run.divergence() == null) {
        diagnosis.afterStep(run.step());
        look(inParts);
        if (run.stepsDone() % 149 == 0) {
          run.setLearningRate(run.learningRate() * 1.1);
          diagnosis.steered();
        }
      }
    }

    void look(boolean inParts) {
      while (!diagnosis.look(inParts ? () -> true : null)) {
        assertTrue(diagnosis.isLooking());
      }
      changes.addAll(diagnosis.takeChanges());
    }
  }

  private static Watched begin(Sick sick) {
    TrainingRun run = new TrainingRun(sick.setup, 0, 1);
    return new Watched(run, new Diagnosis(run));
  }

  private static Watched whole(Sick sick) {
    Watched whole = begin(sick);
    whole.go(sick.steps, false);
    whole.diagnosis.finish();
    whole.look(false);
    return whole;
  }

  @ParameterizedTest
  @EnumSource
  void aLookInPartsFindsTheSame(Sick sick) {
    Watched whole = whole(sick);
    Watched parts = begin(sick);
    parts.go(sick.steps, true);
    parts.diagnosis.finish();
    parts.look(true);
    assertEquals(whole.changes, parts.changes);
    if (sick != Sick.IN_BATCHES) {
      Kind kind = Kind.valueOf(sick.name());
      assertTrue(
          whole.changes.stream().anyMatch(it -> it.finding().kind() == kind),
          whole.changes::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatGoesOnFromACheckpointHasTheFindingsOfOneThatWasNeverLeft(Sick sick) {
    Watched whole = whole(sick);
    Random random = new Random(14);
    for (int cut = 0; cut < 5; cut++) {
      long step = 1 + random.nextLong(whole.run.stepsDone());
      Watched left = begin(sick);
      left.go(step - 1, false);
      left.diagnosis.afterStep(left.run.step());
      if (left.run.divergence() != null) {
        continue;
      }
      if (random.nextBoolean()) {
        left.look(false);
      }
      Checkpoint checkpoint = left.run.checkpoint().with(left.diagnosis.memory());
      // What is kept of the findings may be of later steps.
      left.look(false);
      left.go(step + random.nextInt(30), false);

      TrainingRun run = new TrainingRun(sick.setup, 0, checkpoint);
      Watched again =
          new Watched(run, new Diagnosis(run, checkpoint.diagnosis(), left.diagnosis.known()));
      again.look(false);
      if (step % 149 == 0) {
        run.setLearningRate(run.learningRate() * 1.1);
        again.diagnosis.steered();
      }
      again.go(sick.steps, false);
      again.diagnosis.finish();
      again.look(false);
      assertEquals(whole.diagnosis.known(), again.diagnosis.known(), "left at step " + step);
      assertEquals(whole.diagnosis.findings(), again.diagnosis.findings());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereARunRestsChangesNothingOfWhatIsFoundLater(Sick sick) {
    Watched whole = whole(sick);
    Watched rested = begin(sick);
    for (long step = 7; step < sick.steps; step += 13) {
      rested.go(step, false);
      rested.diagnosis.rest();
      rested.look(true);
    }
    rested.go(sick.steps, false);
    rested.diagnosis.finish();
    rested.look(false);
    assertEquals(open(whole), open(rested));
  }

  /** What holds at the end, but for since when: that may have been seen earlier at a rest. */
  private static List<String> open(Watched watched) {
    return watched.diagnosis.known().stream()
        .filter(Diagnosis.Known::open)
        .map(it -> it.finding().kind() + " " + it.finding().severity() + " " + it.finding().where())
        .sorted()
        .toList();
  }
}
