package dev.livegrad.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.livegrad.data.Dataset;
import dev.livegrad.nn.Activation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.ModelSpec;
import java.util.Arrays;

/**
 * Matrix products and autograd of PyTorch, in 64 bits, on as many threads as there are processors.
 */
final class PyTorch implements Training {
  static {
    int processors = Runtime.getRuntime().availableProcessors();
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(processors));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // All is in the dependencies: nothing is to be fetched, nobody to be told.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ENGINE_CACHE_DIR", "target");
  }

  private final Engine engine = Engine.getEngine("PyTorch");
  private final NDManager manager = engine.newBaseManager(Device.cpu());
  private final ModelSpec model;
  private final NDArray learningRate;
  private final NDArray inputs;
  private final NDArray targets;
  private final NDArray[] weights;
  private final NDArray[] biases;

  /**
   * A network at its beginning.
   *
   * @param parameters layer by layer, neuron by neuron, the bias last
   */
  PyTorch(RunSetup setup, double[] parameters) {
    Dataset data = setup.data();
    model = setup.spec().model();
    learningRate = manager.create(setup.spec().optimizer().learningRate().at(0));
    inputs = matrix(data.inputs());
    targets = matrix(data.targets());
    weights = new NDArray[model.layers().size()];
    biases = new NDArray[weights.length];
    int fanIn = data.inputColumns();
    int offset = 0;
    for (int i = 0; i < weights.length; i++) {
      int fanOut = model.layers().get(i);
      double[][] weight = new double[fanIn][fanOut];
      double[][] bias = new double[1][fanOut];
      for (int o = 0; o < fanOut; o++) {
        for (int j = 0; j < fanIn; j++) {
          weight[j][o] = parameters[offset++];
        }
        bias[0][o] = parameters[offset++];
      }
      weights[i] = matrix(weight);
      weights[i].setRequiresGradient(true);
      biases[i] = matrix(bias);
      biases[i].setRequiresGradient(true);
      fanIn = fanOut;
    }
  }

  private NDArray matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return manager.create(flat, new Shape(rows.length, rows[0].length));
  }

  @Override
  public double step() {
    try (NDManager step = manager.newSubManager()) {
      // What is computed belongs to the first operand's manager, and goes with it.
      inputs.tempAttach(step);
      double loss = backward();
      for (int i = 0; i < weights.length; i++) {
        descend(weights[i]);
        descend(biases[i]);
      }
      return loss;
    }
  }

  private double backward() {
    try (GradientCollector collector = engine.newGradientCollector()) {
      NDArray signals = inputs;
      for (int i = 0; i < weights.length; i++) {
        boolean last = i == weights.length - 1;
        signals = activate(signals.matMul(weights[i]).add(biases[i]), model.activation(i));
      }
      NDArray loss = signals.sub(targets).square().mean();
      collector.backward(loss);
      return loss.getDouble();
    }
  }

  private static NDArray activate(NDArray sums, Activation activation) {
    return switch (activation) {
      case TANH -> sums.tanh();
      case RELU -> ai.djl.nn.Activation.relu(sums);
      case SIGMOID -> ai.djl.nn.Activation.sigmoid(sums);
      case LINEAR -> sums;
    };
  }

  private void descend(NDArray parameter) {
    try (NDArray gradient = parameter.getGradient()) {
      parameter.subi(gradient.muli(learningRate));
      // PyTorch adds gradients up; this makes them 0 for the next step.
      gradient.subi(gradient);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
