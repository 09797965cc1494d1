package dev.livegrad.nn;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** {@code activation(b + w0 x0 + w1 x1 + ...)}. */
public final class Neuron {
  private final List<Value> weights;
  private final Value bias;
  private final Activation activation;

  private Neuron(List<Value> weights, Value bias, Activation activation) {
    this.weights = List.copyOf(weights);
    this.bias = bias;
    this.activation = activation;
  }

  /**
   * A neuron whose weights are drawn in input order, and its bias after them.
   *
   * @param name the prefix of its parameters' names: {@code name.w0}, {@code name.w1}, {@code
   *     name.b}
   * @param fanIn the number of inputs
   * @param uniform draws from U(low, high)
   */
  public static Neuron create(
      String name,
      int fanIn,
      Activation activation,
      Initialiser weights,
      Initialiser biases,
      DoubleBinaryOperator uniform) {
    List<Value> w = new ArrayList<>(fanIn);
    for (int i = 0; i < fanIn; i++) {
      w.add(Value.of(weights.draw(uniform)).named(name + ".w" + i));
    }
    return new Neuron(w, Value.of(biases.draw(uniform)).named(name + ".b"), activation);
  }

  /** The output for {@code inputs}, one for each weight. */
  public Value apply(List<Value> inputs) {
    if (inputs.size() != weights.size()) {
      throw new IllegalArgumentException(
          "a neuron with %d weights got %d inputs".formatted(weights.size(), inputs.size()));
    }
    Value sum = bias;
    for (int i = 0; i < weights.size(); i++) {
      sum = sum.plus(weights.get(i).times(inputs.get(i)));
    }
    return activation.of(sum);
  }

  /** The weights in input order, then the bias. */
  public List<Value> parameters() {
    List<Value> parameters = new ArrayList<>(weights);
    parameters.add(bias);
    return parameters;
  }
}
