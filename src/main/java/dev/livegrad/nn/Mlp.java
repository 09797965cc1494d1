package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;

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
   * @param activations one for each layer
   * @param source of first values
   */
  public static Mlp create(
      int inputs,
      List<Integer> widths,
      List<Activation> activations,
      Initialiser weights,
      Initialiser biases,
      Initialiser.Source source) {
    List<Layer> layers = new ArrayList<>(widths.size());
    int fanIn = inputs;
    for (int i = 0; i < widths.size(); i++) {
      int fanOut = widths.get(i);
      String name = "layer" + (i + 1);
      layers.add(Layer.create(name, fanIn, fanOut, activations.get(i), weights, biases, source));
      fanIn = fanOut;
    }
    return new Mlp(layers);
  }

  /** One output for each neuron of the last layer. */
  public List<Value> apply(List<Value> inputs) {
    return applyEach(inputs).getLast().outputs();
  }

  /** What every layer makes of its inputs, the first one's first. */
  public List<Layer.Signals> applyEach(List<Value> inputs) {
    List<Layer.Signals> signals = new ArrayList<>(layers.size());
    List<Value> outputs = inputs;
    for (Layer layer : layers) {
      signals.add(layer.apply(outputs));
      outputs = signals.getLast().outputs();
    }
    return signals;
  }

  /** Layer by layer, neuron by neuron, weights before the bias. */
  public List<Value> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }
}
