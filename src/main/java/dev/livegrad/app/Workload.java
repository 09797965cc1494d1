package dev.livegrad.app;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.RunSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What speed is measured on: full-batch gradient descent on the mean squared error, no end set. */
public enum Workload {
  /** The four points of the first lesson. */
  W1("4 samples, 3-4-4-1 tanh"),
  /** Moons, with rectified hidden layers and a linear output. */
  W2("100 samples, 2-16-16-1 relu"),
  /** Moons, more of them, with tanh everywhere. */
  W3("1000 samples, 2-64-64-1 tanh");

  private static final long SEED = 1337;

  private final String description;

  Workload(String description) {
    this.description = description;
  }

  /** Samples, widths and activation in a few words. */
  public String description() {
    return description;
  }

  /** The spec with its data, made anew. */
  public RunSetup setup() {
    return RunSetup.load(spec(), Path.of(""));
  }

  private RunSpec spec() {
    return switch (this) {
      case W1 -> spec(fourPoints(), model(4, "tanh", "tanh"), 0.05);
      case W2 -> spec(moons(100), model(16, "relu", "linear"), 0.01);
      case W3 -> spec(moons(1000), model(64, "tanh", "tanh"), 0.01);
    };
  }

  private RunSpec spec(Map<String, ?> data, Map<String, ?> model, double learningRate) {
    return RunSpec.parse(
        Map.of(
            "name", name(),
            "description", description,
            "seed", SEED,
            "data", data,
            "model", model,
            "loss", Map.of("name", "squared_error", "reduction", "mean"),
            "optimizer", Map.of("learningRate", learningRate)));
  }

  private static Map<String, ?> model(int width, String hidden, String output) {
    return Map.of("layers", List.of(width, width, 1), "hidden", hidden, "output", output);
  }

  private static Map<String, ?> fourPoints() {
    List<List<Double>> inputs =
        List.of(
            List.of(2.0, 3.0, -1.0),
            List.of(3.0, -1.0, 0.5),
            List.of(0.5, 1.0, 1.0),
            List.of(1.0, 1.0, -1.0));
    return Map.of("inline", Map.of("inputs", inputs, "targets", List.of(1.0, -1.0, -1.0, 1.0)));
  }

  private static Map<String, ?> moons(int samples) {
    return Map.of("generator", Map.of("name", "moons", "samples", samples, "seed", SEED));
  }

  /**
   * The floating-point operations of one step: two for each multiply-add of the matrix products,
   * which are one forward and two backward, to the weights and to the inputs; the first layer's
   * inputs need no gradient. Biases, activations, the loss and the update are not counted.
   */
  long flopsAStep() {
    RunSetup setup = setup();
    long multiplyAdds = 0;
    int fanIn = setup.data().inputColumns();
    int products = 2;
    for (int fanOut : setup.spec().model().layers()) {
      multiplyAdds += (long) products * fanIn * fanOut;
      fanIn = fanOut;
      products = 3;
    }
    return 2 * multiplyAdds * setup.data().samples();
  }
}
