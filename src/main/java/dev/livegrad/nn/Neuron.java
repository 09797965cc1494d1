package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;

/** A weighted sum of its inputs, {@code b + w0 x0 + w1 x1 + ...}, which its layer activates. */
final class Neuron {
  private final List<Value> weights;
  private final Value bias;

  private Neuron(List<Value> weights, Value bias) {
    this.weights = List.copyOf(weights);
    this.bias = bias;
  }

  /**
   * A neuron whose weights are drawn in input order, and its bias after them.
   *
   * @param name the prefix of its parameters' names: {@code name.w0}, {@code name.w1}, {@code
   *     name.b}
   * @param fanIn the number of inputs
   * @param fanOut the number of neurons in its layer
   */
  static Neuron create(
      String name,
      int fanIn,
      int fanOut,
      Initialiser weights,
      Initialiser biases,
      Initialiser.Source source) {
    List<Value> w = new ArrayList<>(fanIn);
    for (int i = 0; i < fanIn; i++) {
      w.add(Value.of(weights.draw(source, fanIn, fanOut)).named(name + ".w" + i));
    }
    Value bias = Value.of(biases.draw(source, fanIn, fanOut)).named(name + ".b");
    return new Neuron(w, bias);
  }

  /** The weighted sum of {@code inputs}, one for each weight. */
  Value sum(List<Value> inputs) {
    if (inputs.size() != weights.size()) {
      throw new IllegalArgumentException(
          "a neuron with %d weights got %d inputs".formatted(weights.size(), inputs.size()));
    }
    Value sum = bias;
    for (int i = 0; i < weights.size(); i++) {
      sum = sum.plus(weights.get(i).times(inputs.get(i)));
    }
    return sum;
  }

  /** The weights in input order, then the bias. */
  List<Value> parameters() {
    List<Value> parameters = new ArrayList<>(weights);
    parameters.add(bias);
    return parameters;
  }
}
