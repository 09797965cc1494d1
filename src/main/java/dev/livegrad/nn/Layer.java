package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Neurons side by side, all on the same inputs. */
public final class Layer {
  private final List<Neuron> neurons;

  private Layer(List<Neuron> neurons) {
    this.neurons = List.copyOf(neurons);
  }

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
      DoubleBinaryOperator uniform) {
    List<Neuron> neurons = new ArrayList<>(fanOut);
    for (int i = 1; i <= fanOut; i++) {
      neurons.add(Neuron.create(name + ".neuron" + i, fanIn, activation, weights, biases, uniform));
    }
    return new Layer(neurons);
  }

  /** One output for each neuron. */
  public List<Value> apply(List<Value> inputs) {
    return neurons.stream().map(neuron -> neuron.apply(inputs)).toList();
  }

  /** Neuron by neuron. */
  public List<Value> parameters() {
    return neurons.stream().flatMap(neuron -> neuron.parameters().stream()).toList();
  }
}
