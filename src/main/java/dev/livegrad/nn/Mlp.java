package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** A multi-layer perceptron: layers in a row, each on the outputs of the one before. */
public final class Mlp {
  private final List<Layer> layers;

  private Mlp(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * A network drawn layer by layer. Its parameters are called {@code layer1.neuron1.w0} and so on;
   * layers and neurons count from 1, inputs from 0.
   *
   * @param inputs the number of inputs
   * @param widths the number of neurons of each layer
   * @param hidden the activation of every layer but the last
   * @param output the activation of the last layer
   * @param uniform draws from U(low, high)
   */
  public static Mlp create(
      int inputs,
      List<Integer> widths,
      Activation hidden,
      Activation output,
      Initialiser weights,
      Initialiser biases,
      DoubleBinaryOperator uniform) {
    List<Layer> layers = new ArrayList<>(widths.size());
    int fanIn = inputs;
    for (int i = 0; i < widths.size(); i++) {
      Activation activation = i == widths.size() - 1 ? output : hidden;
      int fanOut = widths.get(i);
      String name = "layer" + (i + 1);
      layers.add(Layer.create(name, fanIn, fanOut, activation, weights, biases, uniform));
      fanIn = fanOut;
    }
    return new Mlp(layers);
  }

  /** One output for each neuron of the last layer. */
  public List<Value> apply(List<Value> inputs) {
    return applyEach(inputs).getLast();
  }

  /** The outputs of every layer, the first one's first. */
  public List<List<Value>> applyEach(List<Value> inputs) {
    List<List<Value>> outputs = new ArrayList<>(layers.size());
    List<Value> signals = inputs;
    for (Layer layer : layers) {
      signals = layer.apply(signals);
      outputs.add(signals);
    }
    return outputs;
  }

  /** Layer by layer, neuron by neuron, weights before the bias. */
  public List<Value> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }
}
