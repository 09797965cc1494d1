package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Evaluation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** All rules together: what they find in a run as it stands, and what they know of it so far. */
final class DiagnosisRules {
  private final DiagnosisContext context;
  private final Budget budget;
  private final int samples;
  private final Symmetric symmetric;
  private final Oscillating oscillating;
  private final GrowingLoss growing;
  private final Plateau plateau;
  private final Overfitting overfitting;
  private final Experiments experiments;

  /**
   * What the rules know from one look to the next.
   *
   * @param spent of the budget
   */
  record Memory(
      double spent,
      Symmetric.Memory symmetric,
      Oscillating.Memory oscillating,
      GrowingLoss.Memory growing,
      Plateau.Memory plateau,
      Overfitting.Memory overfitting) {}

  DiagnosisRules(DiagnosisContext context, Experiments experiments, Budget budget) {
    this.context = context;
    this.budget = budget;
    this.samples = context.setup().data().samples();
    this.symmetric = new Symmetric(context, experiments);
    this.oscillating = new Oscillating(context, experiments);
    this.growing = new GrowingLoss(context, experiments);
    this.plateau = new Plateau(context, experiments);
    this.overfitting = new Overfitting(context);
    this.experiments = experiments;
  }

  Memory memory() {
    return new Memory(
        budget.spent(),
        symmetric.memory(),
        oscillating.memory(),
        growing.memory(),
        plateau.memory(),
        overfitting.memory());
  }

  void restore(Memory memory) {
    budget.restore(memory.spent());
    symmetric.restore(memory.symmetric());
    oscillating.restore(memory.oscillating());
    growing.restore(memory.growing());
    plateau.restore(memory.plateau());
    overfitting.restore(memory.overfitting());
  }

  /** The rate or a parameter was set: earlier losses say nothing any more. */
  void restart(long step) {
    oscillating.restart();
    growing.restart();
    plateau.restart(step);
  }

  /**
   * Whether the last window of the losses calls for a look.
   *
   * @param present of the steps whose losses they are
   */
  boolean suspect(LossTrace trace, Hyperparameters present) {
    return hasFullBatches(present) && oscillating.suspects(trace);
  }

  private boolean hasFullBatches(Hyperparameters present) {
    return DiagnosisContext.batch(present, samples) == samples;
  }

  /**
   * What there is to find.
   *
   * @param present of the run's next steps
   * @param first the loss at step 0
   * @param last whether there will be no more steps to wait for
   */
  List<Finding> find(
      Statistics now, LossTrace trace, Hyperparameters present, double first, boolean last) {
    double rateFactor = DiagnosisContext.rateFactor(present, samples);
    LearningRate schedule = present.optimizer().learningRate();
    IntToDoubleFunction rates = i -> rateFactor * schedule.at(now.step() + i);
    double rate = rates.applyAsDouble(0);
    List<Finding> found = new ArrayList<>(context.unreachable().findings());
    found.addAll(Dead.in(now, context));
    found.addAll(symmetric.in(now, rate, first, last));
    found.addAll(growing.in(now, rate));
    if (hasFullBatches(present) && now.step() > 0) {
      found.addAll(oscillating.in(now, trace, rate, first, last));
    }
    boolean explained =
        found.stream().anyMatch(it -> it.isProblem() || it.kind() == Kind.OSCILLATING);
    found.addAll(plateau.in(now, rates, first, explained, last));
    for (Finding saturated : Saturated.in(now, context)) {
      boolean blocks = plateau.isBlockedBy(ParameterLayout.layerNamed(saturated.where()));
      found.add(blocks ? blocking(saturated, now) : saturated);
    }
    Evaluation test = experiments.test(now.parameters());
    if (test != null) {
      found.addAll(overfitting.in(now, test));
    }
    return found;
  }

  private static Finding blocking(Finding saturated, Statistics now) {
    String text =
        saturated.text() + " The loss is %s and stays there.".formatted(Wording.shown(now.loss()));
    return new Finding(
        saturated.step(), saturated.kind(), Severity.PROBLEM, saturated.where(), text);
  }
}
