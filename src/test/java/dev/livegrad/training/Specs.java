package dev.livegrad.training;

import dev.livegrad.data.Samples;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.LossSpec;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.OptimizerSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Specs for tests. */
public final class Specs {
  private Specs() {}

  /** The contract's example: 3-4-4-1, tanh, summed squared error, rate 0.1, 100 steps. */
  public static RunSetup fourPoints() {
    Samples data =
        Samples.of(
            new double[][] {{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}},
            new double[][] {{1}, {-1}, {-1}, {1}});
    RunSpec spec =
        new RunSpec(
            "four-points",
            "",
            42,
            new DataSpec(new DataSpec.Inline(data)),
            new ModelSpec(
                List.of(4, 4, 1),
                Activation.TANH,
                Activation.TANH,
                Initialiser.UNIFORM,
                Initialiser.UNIFORM),
            new LossSpec(Loss.SQUARED_ERROR, LossSpec.Reduction.SUM, 0),
            new OptimizerSpec(OptimizerSpec.Sgd.PLAIN, new LearningRate.Constant(0.1)),
            new TrainingSpec(100L, null, null));
    return new RunSetup(spec, data);
  }

  /** Two points, without an end. */
  public static RunSetup endless() {
    return twoPoints("endless", Map.of("learningRate", 0.01));
  }

  /** Its loss is no longer finite after some steps. */
  public static RunSetup diverging() {
    return of(
        Map.of(
            "name", "diverging",
            "data",
                Map.of("inline", Map.of("inputs", List.of(List.of(1e10)), "targets", List.of(1.0))),
            "model", Map.of("layers", List.of(1), "hidden", "linear", "output", "linear"),
            "optimizer", Map.of("learningRate", 1000.0)));
  }

  private static RunSetup twoPoints(String name, Map<String, ?> optimizer) {
    return of(
        Map.of(
            "name",
            name,
            "data",
            Map.of(
                "inline",
                Map.of(
                    "inputs", List.of(List.of(2.0, 3.0), List.of(-1.0, 0.5)),
                    "targets", List.of(1.0, -1.0))),
            "model",
            Map.of("layers", List.of(4, 1), "hidden", "tanh", "output", "tanh"),
            "optimizer",
            optimizer));
  }

  /** A lesson that is shipped, by the name of its file. */
  public static RunSetup lesson(String name) {
    try {
      return ofYaml(Files.readString(Path.of("configs", name + ".yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The setup that a spec in YAML gives. */
  @SuppressWarnings("unchecked")
  public static RunSetup ofYaml(String yaml) {
    return of((Map<String, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  /** The setup that the tree of a spec gives. */
  public static RunSetup of(Map<String, ?> tree) {
    return RunSetup.load(RunSpec.parse(tree), Path.of(""));
  }
}
