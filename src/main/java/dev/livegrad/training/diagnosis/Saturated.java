package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Neurons within 1% of their limits for every sample: a tanh beyond 0.99 or below -0.99, a sigmoid
 * above 0.99 or below 0.01. The slope there is at most 0.02 and 0.01.
 *
 * <p>An output that is where its targets want it is no finding.
 */
final class Saturated {
  private static final double TANH = 0.99;
  private static final double SIGMOID_FROM_HALF = 0.49;
  private static final double REACHED = 0.02;

  private Saturated() {}

  static List<Finding> in(Statistics now, DiagnosisContext context) {
    List<Finding> findings = new ArrayList<>();
    for (int layer = 0; layer < context.layout().layers(); layer++) {
      boolean reached = layer == context.layout().last() && now.worstError() <= REACHED;
      if (!reached) {
        findings.addAll(inLayer(layer, now, context));
      }
    }
    return findings;
  }

  private static List<Finding> inLayer(int layer, Statistics now, DiagnosisContext context) {
    int width = context.layout().width(layer);
    int[] neurons =
        IntStream.range(0, width).filter(neuron -> is(layer, neuron, now, context)).toArray();
    if (neurons.length == width && width > 1) {
      String who = "%s of layer %d sit".formatted(Wording.all(width, "neuron"), layer + 1);
      return List.of(note(ParameterLayout.name(layer), Wording.capital(who), layer, now, context));
    }
    return IntStream.of(neurons)
        .mapToObj(neuron ->
            note(
                ParameterLayout.name(layer, neuron),
                DiagnosisContext.neuronInWords(layer, neuron) + " sits",
                layer,
                now,
                context))
        .toList();
  }

  /** Whether one output is within 1% of its activation's limits. */
  static boolean is(Activation activation, double output) {
    return switch (activation) {
      case TANH -> Math.abs(output) >= TANH;
      case SIGMOID -> Math.abs(output - 0.5) >= SIGMOID_FROM_HALF;
      case RELU, LINEAR, LEAKY_RELU, GELU, SOFTMAX -> false;
    };
  }

  private static boolean is(int layer, int neuron, Statistics now, DiagnosisContext context) {
    double size = now.leastSize()[context.layout().neuron(layer, neuron)];
    return switch (context.activation(layer)) {
      case TANH -> size >= TANH;
      case SIGMOID -> size >= SIGMOID_FROM_HALF;
      case RELU, LINEAR, LEAKY_RELU, GELU, SOFTMAX -> false;
    };
  }

  private static Finding note(
      String where, String who, int layer, Statistics now, DiagnosisContext context) {
    boolean tanh = context.activation(layer) == Activation.TANH;
    String text =
        "%s within 1%% of the limits of %s for %s, where the slope is at most %s: hardly any gradient passes."
            .formatted(
                who, tanh ? "tanh" : "sigmoid", context.allSamples(), tanh ? "0.02" : "0.01");
    return new Finding(now.step(), Kind.SATURATED, Severity.NOTE, where, text);
  }

  /** Whether a whole layer is saturated. */
  static boolean isWhole(int layer, Statistics now, DiagnosisContext context) {
    return IntStream.range(0, context.layout().width(layer))
        .allMatch(neuron -> is(layer, neuron, now, context));
  }
}
