package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Evaluation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverfittingTest {
  private static RunSetup moons(int samples, double noise, String reduction) {
    return Diagnosed.setup(
        """
        seed: 1
        data: {generator: {name: moons, samples: %d, noise: %s, seed: 3}, split: {test: 0.5, seed: 1}}
        model: {layers: [16, 16, 1], output: sigmoid}
        loss: {name: binary_cross_entropy, reduction: %s}
        optimizer: {name: adam, learningRate: 0.02}
        """
            .formatted(samples, noise, reduction));
  }

  private static List<Finding> found(RunSetup setup, int steps) {
    return Diagnosed.findings(new TrainingRun(setup, 1), steps).stream()
        .filter(it -> it.kind() == Kind.OVERFITTING)
        .toList();
  }

  @Test
  void aNetworkThatLearnsFewNoisySamplesByHeartIsToldSinceItsLeastTestLoss() {
    for (String reduction : List.of("mean", "sum")) {
      RunSetup setup = moons(60, 0.35, reduction);
      Finding finding = found(setup, 300).getFirst();
      assertEquals(Finding.Severity.NOTE, finding.severity());
      TrainingRun run = new TrainingRun(setup, 1);
      TestSet test = TestSet.of(run.network());
      for (int i = 0; i < finding.step(); i++) {
        run.step();
      }
      Evaluation least = test.evaluate(run.parameters());
      assertTrue(
          finding
              .text()
              .startsWith(
                  "The test loss was least at step %d, %s."
                      .formatted(finding.step(), Wording.shown(least.loss()))),
          finding.text());
      for (int i = 0; i < 100; i++) {
        run.step();
      }
      assertTrue(test.evaluate(run.parameters()).loss() > 1.2 * least.loss());
    }
  }

  @Test
  void nothingIsSaidOfANetworkThatDoesWellOnBoth() {
    assertEquals(List.of(), found(moons(400, 0.1, "mean"), 1_000));
  }
}
