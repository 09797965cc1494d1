package dev.livegrad.app;

import dev.livegrad.data.Dataset;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.DataSpec;
import dev.livegrad.training.LearningRate;
import dev.livegrad.training.Lesson;
import dev.livegrad.training.LossSpec;
import dev.livegrad.training.ModelSpec;
import dev.livegrad.training.RunSpec;
import java.nio.file.Path;
import java.util.List;

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
  public Lesson lesson() {
    return Lesson.load(spec(), Path.of(""));
  }

  private RunSpec spec() {
    return switch (this) {
      case W1 -> spec(fourPoints(), model(4, Activation.TANH, Activation.TANH), 0.05);
      case W2 -> spec(moons(100), model(16, Activation.RELU, Activation.LINEAR), 0.01);
      case W3 -> spec(moons(1000), model(64, Activation.TANH, Activation.TANH), 0.01);
    };
  }

  private RunSpec spec(DataSpec data, ModelSpec model, double learningRate) {
    LossSpec loss = new LossSpec(Loss.SQUARED_ERROR, LossSpec.Reduction.MEAN, 0);
    LearningRate rate = new LearningRate.Constant(learningRate);
    return new RunSpec(name(), description, SEED, data, model, loss, rate, null);
  }

  private static ModelSpec model(int width, Activation hidden, Activation output) {
    List<Integer> layers = List.of(width, width, 1);
    return new ModelSpec(layers, hidden, output, Initialiser.UNIFORM, Initialiser.UNIFORM);
  }

  private static DataSpec fourPoints() {
    double[][] inputs = {{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}};
    double[][] targets = {{1}, {-1}, {-1}, {1}};
    return new DataSpec.Inline(Dataset.of(inputs, targets));
  }

  private static DataSpec moons(int samples) {
    return new DataSpec.Generator(DataSpec.GeneratorName.MOONS, samples, 0.1, SEED);
  }

  /**
   * The floating-point operations of one step: two for each multiply-add of the matrix products,
   * which are one forward and two backward, to the weights and to the inputs; the first layer's
   * inputs need no gradient. Biases, activations, the loss and the update are not counted.
   */
  long flopsAStep() {
    Lesson lesson = lesson();
    long multiplyAdds = 0;
    int fanIn = lesson.data().inputColumns();
    int products = 2;
    for (int fanOut : lesson.spec().model().layers()) {
      multiplyAdds += (long) products * fanIn * fanOut;
      fanIn = fanOut;
      products = 3;
    }
    return 2 * multiplyAdds * lesson.data().samples();
  }
}
