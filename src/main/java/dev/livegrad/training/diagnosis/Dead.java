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

  static List<Finding> in(Statistics now, DiagnosisContext subject) {
    List<Finding> findings = new ArrayList<>();
    for (int layer = 0; layer < subject.shape().layers(); layer++) {
      if (subject.activation(layer) == Activation.RELU) {
        findings.addAll(inLayer(layer, now, subject));
      }
    }
    return findings;
  }

  private static List<Finding> inLayer(int layer, Statistics now, DiagnosisContext subject) {
    int width = subject.shape().width(layer);
    int[] dead =
        IntStream.range(0, width)
            .filter(neuron -> now.highest()[subject.shape().neuron(layer, neuron)] == 0)
            .toArray();
    if (dead.length == width) {
      return List.of(wholeLayer(layer, now, subject));
    }
    return IntStream.of(dead).mapToObj(neuron -> note(layer, neuron, now, subject)).toList();
  }

  private static Finding note(int layer, int neuron, Statistics now, DiagnosisContext subject) {
    String text =
        "%s outputs 0 for %s, so its own weights get no gradient."
            .formatted(DiagnosisContext.neuronInWords(layer, neuron), subject.allSamples());
    return new Finding(now.step(), Kind.DEAD, Severity.NOTE, Shape.name(layer, neuron), text);
  }

  private static Finding wholeLayer(int layer, Statistics now, DiagnosisContext subject) {
    boolean output = layer == subject.shape().last();
    int width = subject.shape().width(layer);
    double reachable = output ? now.dataLoss() : subject.baseline();
    boolean problem = !subject.isNothing(reachable);
    String who =
        width == 1
            ? DiagnosisContext.neuronInWords(layer, 0) + " outputs"
            : "%s of layer %d output"
                .formatted(Numbers.capital(Numbers.all(width, "neuron")), layer + 1);
    String what =
        "%s 0 for %s, so no gradient reaches any weight%s."
            .formatted(who, subject.allSamples(), output ? "" : " of this layer or before it");
    return new Finding(
        now.step(),
        Kind.DEAD,
        problem ? Severity.PROBLEM : Severity.NOTE,
        width == 1 ? Shape.name(layer, 0) : Shape.name(layer),
        what
            + (output
                ? " The loss has been %s since step %d."
                    .formatted(Numbers.shown(now.loss()), now.step())
                : " The output is the same for every sample; the best such loss is %s."
                    .formatted(Numbers.shown(subject.baseline()))));
  }
}
