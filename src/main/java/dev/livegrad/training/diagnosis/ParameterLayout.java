package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.ModelSpec;
import java.util.List;

/**
 * Where each layer's and each neuron's parameters stand among all of them. Layers and neurons count
 * from 0 here, and from 1 in their names.
 */
final class ParameterLayout {
  private final ModelSpec model;
  private final int[] fanIns;
  private final int[] parametersBefore;
  private final int[] neuronsBefore;

  ParameterLayout(RunSetup setup) {
    this.model = setup.spec().model();
    List<Integer> widths = model.layers();
    this.fanIns = new int[widths.size()];
    this.parametersBefore = setup.layerBegins();
    this.neuronsBefore = new int[widths.size() + 1];
    int fanIn = setup.data().inputColumns();
    for (int layer = 0; layer < widths.size(); layer++) {
      int width = widths.get(layer);
      fanIns[layer] = fanIn;
      neuronsBefore[layer + 1] = neuronsBefore[layer] + width;
      fanIn = width;
    }
  }

  int layers() {
    return fanIns.length;
  }

  int last() {
    return fanIns.length - 1;
  }

  int width(int layer) {
    return model.layers().get(layer);
  }

  Activation activation(int layer) {
    return model.activation(layer);
  }

  int parameters() {
    return parametersBefore[layers()];
  }

  int neurons() {
    return neuronsBefore[layers()];
  }

  /** The place of a neuron among all neurons. */
  int neuron(int layer, int neuron) {
    return neuronsBefore[layer] + neuron;
  }

  /** Where a layer's parameters begin; for the number of layers, where they all end. */
  int begin(int layer) {
    return parametersBefore[layer];
  }

  /** Where a neuron's weights begin; its bias is the last before those of the next one. */
  int begin(int layer, int neuron) {
    return parametersBefore[layer] + neuron * (fanIns[layer] + 1);
  }

  int bias(int layer, int neuron) {
    return begin(layer, neuron) + fanIns[layer];
  }

  /** The layer that a layer's, neuron's or parameter's name begins with. */
  static int layerNamed(String name) {
    return Integer.parseInt(name.replaceFirst("^layer(\\d+).*", "$1")) - 1;
  }

  /** As in the parameters' names. */
  static String name(int layer) {
    return "layer" + (layer + 1);
  }

  /** As in the parameters' names. */
  static String name(int layer, int neuron) {
    return name(layer) + ".neuron" + (neuron + 1);
  }

  /** As in the parameters' names. */
  String parameterName(int parameter) {
    int layer = 0;
    while (begin(layer + 1) <= parameter) {
      layer++;
    }
    int inputs = fanIns[layer] + 1;
    int place = parameter - begin(layer);
    int input = place % inputs;
    return name(layer, place / inputs) + (input == fanIns[layer] ? ".b" : ".w" + input);
  }

  /** The Euclidean norm of a layer's part of {@code values}, which has an entry a parameter. */
  double norm(double[] values, int layer) {
    double sum = 0;
    double largest = 0;
    for (int i = begin(layer); i < begin(layer + 1); i++) {
      sum += values[i] * values[i];
      largest = Math.max(largest, Math.abs(values[i]));
    }
    boolean exact = largest == 0 || (sum >= Double.MIN_NORMAL && Double.isFinite(sum));
    if (exact || !Double.isFinite(largest)) {
      return Math.sqrt(sum);
    }
    // The squares are too large or too small for a double, the norm need not be.
    double scaled = 0;
    for (int i = begin(layer); i < begin(layer + 1); i++) {
      scaled += Math.pow(values[i] / largest, 2);
    }
    return largest * Math.sqrt(scaled);
  }
}
