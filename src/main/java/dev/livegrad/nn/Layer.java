package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;

/** Neurons side by side, all on the same inputs. */
public final class Layer {
  private final List<Neuron> neurons;
  private final Activation activation;

  private Layer(List<Neuron> neurons, Activation activation) {
    this.neurons = List.copyOf(neurons);
    this.activation = activation;
  }

  /**
   * What a layer makes of its inputs, a value for each neuron.
   *
   * @param sums before the activation
   * @param outputs after it
   */
  public record Signals(List<Value> sums, List<Value> outputs) {}

  /**
   * A layer drawn neuron by neuron.
   *
   * @param name the prefix of its neurons' names: {@code name.neuron1}, {@code name.neuron2}
   * @param fanIn the number of inputs
   * @param fanOut the number of neurons
   */
  public static Layer create(
      String name,
      int fanIn,
      int fanOut,
      Activation activation,
      Initialiser weights,
      Initialiser biases,
      Initialiser.Source source) {
    List<Neuron> neurons = new ArrayList<>(fanOut);
    for (int i = 1; i <= fanOut; i++) {
      neurons.add(Neuron.create(name + ".neuron" + i, fanIn, fanOut, weights, biases, source));
    }
    return new Layer(neurons, activation);
  }

  /** What it makes of {@code inputs}, one for each weight of a neuron. */
  public Signals apply(List<Value> inputs) {
    List<Value> sums = neurons.stream().map(neuron -> neuron.sum(inputs)).toList();
    return new Signals(sums, activation.of(sums));
  }

  /** Neuron by neuron. */
  public List<Value> parameters() {
    return neurons.stream().flatMap(neuron -> neuron.parameters().stream()).toList();
  }
}
