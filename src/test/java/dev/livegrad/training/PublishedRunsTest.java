package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.data.Samples;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.inspect.Predictions;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.LossSpec;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.OptimizerSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that tutorials have published, against the digits that they print. */
class PublishedRunsTest {

  @Test
  void fourPointsGiveThePublishedLossesAndPredictions() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    assertEquals(41, run.parameterNames().size());

    Map<Long, Double> published =
        Map.of(
            0L, 5.230518, 20L, 0.034212, 40L, 0.014531, 60L, 0.008926, 80L, 0.006351, 99L,
            0.004950);
    double[][] predictions = {};
    for (long step = 0; step < 100; step++) {
      predictions = Predictions.of(run, 4);
      double loss = run.step().loss();
      if (published.get(step) instanceof Double expected) {
        assertEquals(expected, loss, 5e-7, "loss at step " + step);
      }
    }
    double[] expected = {0.9663, -0.9816, -0.9516, 0.9663};
    for (int i = 0; i < 4; i++) {
      assertEquals(expected[i], predictions[i][0], 5e-5);
    }
  }

  @Test
  void xorWithReluOnEveryLayerIsDeadFromTheStart() {
    Samples xor =
        Samples.of(
            new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});
    RunSpec spec =
        new RunSpec(
            "xor",
            "",
            42,
            new DataSpec(new DataSpec.Inline(xor)),
            new ModelSpec(
                List.of(4, 4, 1),
                Activation.RELU,
                Activation.RELU,
                Initialiser.UNIFORM,
                Initialiser.ZERO),
            new LossSpec(Loss.SQUARED_ERROR, LossSpec.Reduction.MEAN, 0),
            new OptimizerSpec(OptimizerSpec.Sgd.PLAIN, new LearningRate.Constant(0.1)),
            new TrainingSpec(null, null, null));
    TrainingRun run = new TrainingRun(new RunSetup(spec, xor), 42);
    assertEquals(37, run.parameterNames().size());
    for (int i = 0; i < 500; i++) {
      assertEquals(0.5, run.step().loss());
    }
  }
}
