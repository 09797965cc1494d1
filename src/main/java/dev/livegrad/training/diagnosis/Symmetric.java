package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Neurons of one layer with the same parameters and the same gradients: every update leaves them
 * equal, so that together they do what one of them could.
 *
 * <p>A problem where it is a whole layer, the loss is not good, and the same network with random
 * parameters gets clearly lower in the same number of steps.
 */
final class Symmetric {
  /** Equal neurons' gradients may differ by rounding, where they are summed in another order. */
  private static final double SAME = 1e-12;

  private static final double CLEARLY = 0.7;
  private static final int MIN_STEPS = 100;
  private static final int MOST_STEPS = 1_000;

  /** The number of random networks that are tried, since a single one may be dead. */
  private static final int DRAWS = 3;

  private final DiagnosisContext context;
  private final Experiments experiments;
  private Memory memory = new Memory(false, 0);

  /**
   * What it knows from one look to the next.
   *
   * @param problem whether the last trial showed one
   * @param nextTrial the first step at which there is another trial
   */
  record Memory(boolean problem, long nextTrial) {}

  Symmetric(DiagnosisContext context, Experiments experiments) {
    this.context = context;
    this.experiments = experiments;
  }

  Memory memory() {
    return memory;
  }

  void restore(Memory memory) {
    this.memory = memory;
  }

  List<Finding> in(Statistics now, double rate, double first, boolean last) {
    List<Finding> findings = new ArrayList<>();
    for (int layer = 0; layer < context.layout().layers(); layer++) {
      List<Integer> alike = alike(layer, now);
      if (alike.size() > 1) {
        boolean whole = alike.size() == context.layout().width(layer);
        findings.add(finding(layer, alike, now, whole && isProblem(now, rate, first, last)));
      }
    }
    return findings;
  }

  /** The largest group of neurons that are alike. */
  private List<Integer> alike(int layer, Statistics now) {
    ParameterLayout layout = context.layout();
    Map<Long, List<Integer>> groups = new HashMap<>();
    for (int neuron = 0; neuron < layout.width(layer); neuron++) {
      int begin = layout.begin(layer, neuron);
      int end = layout.bias(layer, neuron) + 1;
      long key = 0;
      for (int i = begin; i < end; i++) {
        key = 31 * key + Double.hashCode(now.parameters()[i] + 0.0);
      }
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(neuron);
    }
    List<Integer> most = List.of();
    for (List<Integer> group : groups.values()) {
      if (group.size() > most.size()) {
        int head = group.getFirst();
        List<Integer> same =
            group.stream().filter(neuron -> sameAs(head, neuron, layer, now)).toList();
        most = same.size() > most.size() ? same : most;
      }
    }
    return most;
  }

  private boolean sameAs(int a, int b, int layer, Statistics now) {
    ParameterLayout layout = context.layout();
    int first = layout.begin(layer, a);
    int second = layout.begin(layer, b);
    int count = layout.bias(layer, a) + 1 - first;
    double size = 0;
    for (int i = 0; i < count; i++) {
      size = Math.max(size, Math.abs(now.gradients()[first + i]));
    }
    for (int i = 0; i < count; i++) {
      double parting = Math.abs(now.gradients()[first + i] - now.gradients()[second + i]);
      if (now.parameters()[first + i] != now.parameters()[second + i] || parting > SAME * size) {
        return false;
      }
    }
    return true;
  }

  /** Decided by trials at steps ever further apart. */
  private boolean isProblem(Statistics now, double rate, double first, boolean last) {
    boolean problem = memory.problem();
    if (context.isGood(now.dataLoss(), first)) {
      memory = new Memory(false, memory.nextTrial());
    } else if (now.step() >= memory.nextTrial() || last) {
      Long end = context.setup().spec().training().steps();
      long left = end == null ? 0 : end - now.step();
      int wanted = Math.clamp(Math.max(left, now.step()), MIN_STEPS, MOST_STEPS);
      int steps = Math.min(experiments.steps(now.step()) / (2 + DRAWS), wanted);
      problem = steps < MIN_STEPS / 2 ? problem : drawnOnesDoBetter(now, rate, first, steps);
      memory = new Memory(problem, 2 * now.step() + 1);
    }
    return memory.problem();
  }

  private boolean drawnOnesDoBetter(Statistics now, double rate, double first, int steps) {
    Trial same = experiments.descend(now.parameters(), rate, steps);
    double best = Double.POSITIVE_INFINITY;
    for (int draw = 0; draw < DRAWS; draw++) {
      best = Math.min(best, experiments.descend(context.drawParameters(draw), rate, steps).loss());
    }
    return !context.isGood(same.loss(), first) && best < CLEARLY * same.loss();
  }

  private Finding finding(int layer, List<Integer> alike, Statistics now, boolean problem) {
    boolean whole = alike.size() == context.layout().width(layer);
    String who =
        whole
            ? Wording.all(alike.size(), "neuron") + " of layer " + (layer + 1)
            : "neurons %s of layer %d".formatted(listed(alike), layer + 1);
    boolean zero = now.parameters()[context.layout().begin(layer, alike.getFirst())] == 0;
    String text =
        "%s have the same parameters%s and get the same gradients, so they stay alike and do the work of one."
            .formatted(Wording.capital(who), zero ? " (the first weight is 0)" : "");
    return new Finding(
        now.step(),
        Kind.SYMMETRIC,
        problem ? Severity.PROBLEM : Severity.NOTE,
        ParameterLayout.name(layer),
        text);
  }

  private static String listed(List<Integer> neurons) {
    String some =
        String.join(", ", neurons.stream().limit(8).map(neuron -> "" + (neuron + 1)).toList());
    return neurons.size() > 8 ? some + " and %d more".formatted(neurons.size() - 8) : some;
  }
}
