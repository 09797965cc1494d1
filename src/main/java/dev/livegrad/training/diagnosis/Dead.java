package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * ReLU neurons that are 0 for every sample: the slope there is 0, so their weights learn nothing.
 *
 * <p>Where that is a whole layer, no gradient passes it, and all before it stands still for good;
 * what comes after it is the same for every sample. That is a problem unless such an output is all
 * that the targets ask for.
 */
final class Dead {
  private Dead() {}

  static List<Finding> in(Statistics now, DiagnosisContext context) {
    List<Finding> findings = new ArrayList<>();
    for (int layer = 0; layer < context.layout().layers(); layer++) {
      if (context.activation(layer) == Activation.RELU) {
        findings.addAll(inLayer(layer, now, context));
      }
    }
    return findings;
  }

  private static List<Finding> inLayer(int layer, Statistics now, DiagnosisContext context) {
    int width = context.layout().width(layer);
    int[] dead =
        IntStream.range(0, width)
            .filter(neuron -> now.highest()[context.layout().neuron(layer, neuron)] == 0)
            .toArray();
    if (dead.length == width) {
      return List.of(wholeLayer(layer, now, context));
    }
    return IntStream.of(dead).mapToObj(neuron -> note(layer, neuron, now, context)).toList();
  }

  private static Finding note(int layer, int neuron, Statistics now, DiagnosisContext context) {
    String text =
        "%s outputs 0 for %s, so its own weights get no gradient from them."
            .formatted(DiagnosisContext.neuronInWords(layer, neuron), context.allSamples());
    return new Finding(
        now.step(), Kind.DEAD, Severity.NOTE, ParameterLayout.name(layer, neuron), text);
  }

  private static Finding wholeLayer(int layer, Statistics now, DiagnosisContext context) {
    boolean output = layer == context.layout().last();
    int width = context.layout().width(layer);
    double reachable = output ? now.dataLoss() : context.baseline();
    boolean problem = !context.isNegligible(reachable);
    String who =
        width == 1
            ? DiagnosisContext.neuronInWords(layer, 0) + " outputs"
            : "%s of layer %d output"
                .formatted(Wording.capital(Wording.all(width, "neuron")), layer + 1);
    String what =
        "%s 0 for %s, so no gradient from them reaches any weight%s."
            .formatted(who, context.allSamples(), output ? "" : " of this layer or before it");
    return new Finding(
        now.step(),
        Kind.DEAD,
        problem ? Severity.PROBLEM : Severity.NOTE,
        width == 1 ? ParameterLayout.name(layer, 0) : ParameterLayout.name(layer),
        what
            + (output
                ? " The loss has been %s since step %d."
                    .formatted(Wording.shown(now.loss()), now.step())
                : " The output is the same for every sample; the best such loss is %s."
                    .formatted(Wording.shown(context.baseline()))));
  }
}
