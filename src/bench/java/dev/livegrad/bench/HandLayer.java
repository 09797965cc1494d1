package dev.livegrad.bench;

import dev.livegrad.nn.Activation;
import java.util.Arrays;

/** A dense layer on one sample at a time. */
final class HandLayer {
  private final int fanIn;
  private final int fanOut;
  private final Activation activation;

  /** Neuron by neuron. */
  private final double[] weights;

  private final double[] biases;
  private final double[] weightGradients;
  private final double[] biasGradients;

  /** What the neurons make of the present sample. */
  final double[] outputs;

  /** The loss's derivatives with respect to {@link #outputs}; after backward, to their sums. */
  final double[] outputGradients;

  /**
   * A layer with its own copy of the parameters.
   *
   * @param parameters neuron by neuron from {@code offset} on, the bias last
   */
  HandLayer(int fanIn, int fanOut, Activation activation, double[] parameters, int offset) {
    this.fanIn = fanIn;
    this.fanOut = fanOut;
    this.activation = activation;
    weights = new double[fanOut * fanIn];
    biases = new double[fanOut];
    weightGradients = new double[fanOut * fanIn];
    biasGradients = new double[fanOut];
    outputs = new double[fanOut];
    outputGradients = new double[fanOut];
    for (int o = 0; o < fanOut; o++) {
      int from = offset + o * (fanIn + 1);
      System.arraycopy(parameters, from, weights, o * fanIn, fanIn);
      biases[o] = parameters[from + fanIn];
    }
  }

  void zeroGradients() {
    Arrays.fill(weightGradients, 0);
    Arrays.fill(biasGradients, 0);
  }

  void forward(double[] inputs) {
    for (int o = 0; o < fanOut; o++) {
      double sum = biases[o];
      for (int i = 0; i < fanIn; i++) {
        sum += weights[o * fanIn + i] * inputs[i];
      }
      outputs[o] = activate(sum);
    }
  }

  private double activate(double sum) {
    return switch (activation) {
      case TANH -> Math.tanh(sum);
      case RELU -> Math.max(0, sum);
      case SIGMOID -> 1 / (1 + Math.exp(-sum));
      case LINEAR -> sum;
    };
  }

  /** Adds to the gradients of weights and biases what this sample gives. */
  void backward(double[] inputs) {
    for (int o = 0; o < fanOut; o++) {
      double gradient = outputGradients[o] * derivative(outputs[o]);
      outputGradients[o] = gradient;
      biasGradients[o] += gradient;
      for (int i = 0; i < fanIn; i++) {
        weightGradients[o * fanIn + i] += gradient * inputs[i];
      }
    }
  }

  private double derivative(double output) {
    return switch (activation) {
      case TANH -> 1 - output * output;
      case RELU -> output > 0 ? 1 : 0;
      case SIGMOID -> output * (1 - output);
      case LINEAR -> 1;
    };
  }

  /** To be called after {@link #backward}. */
  void backwardToInputs(double[] inputGradients) {
    Arrays.fill(inputGradients, 0);
    for (int o = 0; o < fanOut; o++) {
      double gradient = outputGradients[o];
      for (int i = 0; i < fanIn; i++) {
        inputGradients[i] += gradient * weights[o * fanIn + i];
      }
    }
  }

  void descend(double learningRate) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= learningRate * weightGradients[i];
    }
    for (int o = 0; o < fanOut; o++) {
      biases[o] -= learningRate * biasGradients[o];
    }
  }
}
