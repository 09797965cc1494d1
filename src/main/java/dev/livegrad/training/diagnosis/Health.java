package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Figures of a run at one step.
 *
 * @param step updates made
 * @param loss of all samples, the penalty included
 * @param gradientNorm the Euclidean norm of all gradients of {@code loss}
 * @param layers the first layer first
 * @param sampleLosses of the first samples, at most {@value #MAX_SAMPLES}
 */
public record Health(
    long step, double loss, double gradientNorm, List<Layer> layers, double[] sampleLosses) {
  private static final int MAX_SAMPLES = 1_000;

  public Health {
    layers = List.copyOf(layers);
  }

  /**
   * Figures of one layer.
   *
   * @param activation what its neurons do to their sums
   * @param parameters how its weights and biases are spread
   * @param gradients how their gradients are
   * @param activations how its neurons' outputs are, over all samples
   * @param updateRatio log10 of the next update's norm by the parameters' norm; negative infinity
   *     where nothing moves, positive infinity or NaN where the update is no longer finite
   * @param dead the share of ReLU neurons that are 0 for every sample
   * @param saturated the share of outputs within 1% of the limits of tanh or sigmoid
   */
  public record Layer(
      Activation activation,
      Histogram parameters,
      Histogram gradients,
      Histogram activations,
      double updateRatio,
      double dead,
      double saturated) {}

  /**
   * How numbers are spread.
   *
   * @param low the least
   * @param high the greatest
   * @param counts of the numbers in each bin; the bins divide low to high into equal widths
   */
  public record Histogram(double low, double high, int[] counts) {
    private static final int PARTS = 24;

    static Histogram of(DoubleStream numbers) {
      double[] values = numbers.toArray();
      double low = Arrays.stream(values).min().orElse(0);
      double high = Arrays.stream(values).max().orElse(0);
      int[] counts = new int[PARTS];
      for (double value : values) {
        double place = high > low ? (value - low) / (high - low) : 0.5;
        counts[(int) Math.min(PARTS - 1, place * PARTS)]++;
      }
      return new Histogram(low, high, counts);
    }
  }

  /**
   * @param gradients of the loss, penalty included
   * @param updated the parameters after the next step
   */
  static Health of(
      ParameterLayout layout, Statistics now, double[] gradients, double[] updated, Probe probe) {
    List<Layer> layers = new ArrayList<>();
    double norm = 0;
    for (int layer = 0; layer < layout.layers(); layer++) {
      layers.add(layer(layer, layout, now, gradients, updated, probe));
      norm = Math.hypot(norm, layout.norm(gradients, layer));
    }
    return new Health(now.step(), now.loss(), norm, layers, probe.losses(MAX_SAMPLES));
  }

  private static Layer layer(
      int layer,
      ParameterLayout layout,
      Statistics now,
      double[] gradients,
      double[] updated,
      Probe probe) {
    int begin = layout.begin(layer);
    int end = layout.begin(layer + 1);
    int width = layout.width(layer);
    double[] outputs =
        IntStream.range(0, width)
            .mapToObj(neuron -> probe.outputs(layout.neuron(layer, neuron)))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    Activation activation = layout.activation(layer);
    long dead =
        IntStream.range(0, width)
            .filter(neuron -> now.highest()[layout.neuron(layer, neuron)] == 0)
            .count();
    long saturated =
        Arrays.stream(outputs).filter(output -> Saturated.is(activation, output)).count();
    return new Layer(
        activation,
        Histogram.of(Arrays.stream(now.parameters(), begin, end)),
        Histogram.of(Arrays.stream(gradients, begin, end)),
        Histogram.of(Arrays.stream(outputs)),
        updateRatio(layer, layout, now.parameters(), updated),
        activation == Activation.RELU ? (double) dead / width : 0,
        (double) saturated / outputs.length);
  }

  private static double updateRatio(
      int layer, ParameterLayout layout, double[] parameters, double[] updated) {
    double[] change = new double[parameters.length];
    Arrays.setAll(change, i -> updated[i] - parameters[i]);
    double size = layout.norm(change, layer);
    // Also where the parameters are 0: 0 by 0 would be no number.
    return size == 0
        ? Double.NEGATIVE_INFINITY
        : Math.log10(size) - Math.log10(layout.norm(parameters, layer));
  }
}
