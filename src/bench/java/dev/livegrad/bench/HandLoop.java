package dev.livegrad.bench;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.ModelSpec;

/** Sample by sample, forwards and backwards through loops over arrays. */
final class HandLoop implements Training {
  private final double[][] inputs;
  private final double[][] targets;
  private final double learningRate;
  private final HandLayer[] layers;

  /**
   * A network at its beginning.
   *
   * @param parameters layer by layer, neuron by neuron, the bias last
   */
  HandLoop(RunSetup setup, double[] parameters) {
    ModelSpec model = setup.spec().model();
    inputs = setup.data().inputs();
    targets = setup.data().targets();
    learningRate = setup.spec().optimizer().learningRate().at(0);
    layers = new HandLayer[model.layers().size()];
    int fanIn = setup.data().inputColumns();
    int offset = 0;
    for (int i = 0; i < layers.length; i++) {
      int fanOut = model.layers().get(i);
      layers[i] = new HandLayer(fanIn, fanOut, model.activation(i), parameters, offset);
      offset += fanOut * (fanIn + 1);
      fanIn = fanOut;
    }
  }

  @Override
  public double step() {
    for (HandLayer layer : layers) {
      layer.zeroGradients();
    }
    double sum = 0;
    for (int sample = 0; sample < inputs.length; sample++) {
      sum += forward(inputs[sample], targets[sample]);
      backward(inputs[sample]);
    }
    for (HandLayer layer : layers) {
      layer.descend(learningRate);
    }
    return sum / inputs.length;
  }

  /** One sample's loss; its derivatives are left in the last layer. */
  private double forward(double[] input, double[] target) {
    double[] signals = input;
    for (HandLayer layer : layers) {
      layer.forward(signals);
      signals = layer.outputs;
    }
    double loss = 0;
    double[] gradients = layers[layers.length - 1].outputGradients;
    for (int i = 0; i < target.length; i++) {
      double error = signals[i] - target[i];
      loss += error * error;
      gradients[i] = 2 * error / inputs.length;
    }
    return loss;
  }

  private void backward(double[] input) {
    for (int i = layers.length - 1; i > 0; i--) {
      layers[i].backward(layers[i - 1].outputs);
      layers[i].backwardToInputs(layers[i - 1].outputGradients);
    }
    layers[0].backward(input);
  }
}
