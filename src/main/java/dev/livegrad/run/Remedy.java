package dev.livegrad.run;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.RunSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one could do about a finding: one command, journalled like any other.
 *
 * @param label a few words for a button
 * @param reason a sentence: what the command does, and why that may help
 */
public record Remedy(String label, String reason, Command command) {

  /** What helps against {@code finding} in {@code run} as it stands, the best first. */
  static List<Remedy> of(Finding finding, TrainingRun run) {
    return switch (finding.kind()) {
      case DEAD -> andBack(finding, run, tanhInsteadOfRelu(run.spec().model()), anotherSeed(run));
      case SATURATED ->
          finding.step() == 0
              ? List.of(anotherSeed(run))
              : andBack(finding, run, againAtATenth(run), anotherSeed(run));
      case VANISHING -> List.of(steeper(run.spec().model()), anotherSeed(run));
      case OSCILLATING -> andBack(finding, run, aTenth(run));
      case DIVERGED ->
          run.divergence() == null
              ? andBack(finding, run, aTenth(run), againAtATenth(run))
              : andBack(finding, run, againAtATenth(run));
      case SLOW -> List.of(tenTimes(run));
      case UNREACHABLE -> linearOutput(run);
      case SYMMETRIC ->
          List.of(
              new Remedy(
                  "Drawn parameters in a new run",
                  "Neurons that begin differently learn different things.",
                  new Command.Change(null, null, Initialiser.UNIFORM, null)));
    };
  }

  private static Remedy anotherSeed(TrainingRun run) {
    return new Remedy(
        "Another seed",
        "Begins again with other first parameters.",
        new Command.Reset(run.seed() < RunSpec.MAX_SEED ? run.seed() + 1 : 0));
  }

  private static Remedy aTenth(TrainingRun run) {
    double rate = run.learningRate() / 10;
    return new Remedy(
        "A tenth of the rate",
        "Goes on at a learning rate of %s.".formatted(brief(rate)),
        new Command.SetLearningRate(rate));
  }

  private static Remedy tenTimes(TrainingRun run) {
    double rate =
        run.learningRate() == 0 ? 0.01 : Math.min(LearningRate.MAX, 10 * run.learningRate());
    return new Remedy(
        "Ten times the rate",
        "Goes on at a learning rate of %s.".formatted(brief(rate)),
        new Command.SetLearningRate(rate));
  }

  private static Remedy againAtATenth(TrainingRun run) {
    double rate =
        run.spec().optimizer().learningRate() instanceof LearningRate.Constant(double initial)
            ? initial / 10
            : run.learningRate() / 10;
    return new Remedy(
        "Begin again at a tenth of the rate",
        "From step 0, at a learning rate of %s.".formatted(brief(rate)),
        new Command.Change(null, null, null, rate));
  }

  /** These, and back to where it was well, as far as that is known: half way, if it is over. */
  private static List<Remedy> andBack(Finding finding, TrainingRun run, Remedy... remedies) {
    List<Remedy> all = new ArrayList<>(List.of(remedies));
    long step = run.divergence() == null ? finding.step() : finding.step() / 2;
    if (step > 0) {
      all.add(
          new Remedy(
              "Back to step %,d".formatted(step),
              "Does all again as it was until there, and pauses.",
              new Command.Rewind(step)));
    }
    return all;
  }

  /** Hidden layers that let more of the gradient through. */
  private static Remedy steeper(ModelSpec model) {
    return model.hidden() == Activation.TANH
        ? new Remedy(
            "ReLU instead of tanh in a new run",
            "Its slope is 1 wherever it is not 0, in however many layers.",
            new Command.Change(Activation.RELU, null, null, null))
        : new Remedy(
            "tanh instead of sigmoid in a new run",
            "Its slope is up to 1. That of sigmoid is a quarter at most, in every layer again.",
            new Command.Change(Activation.TANH, null, null, null));
  }

  /** tanh wherever the model has ReLU; in the hidden layers where it has it nowhere. */
  private static Remedy tanhInsteadOfRelu(ModelSpec model) {
    boolean output = model.output() == Activation.RELU;
    boolean hidden = model.hidden() == Activation.RELU || !output;
    return new Remedy(
        "tanh instead of ReLU in a new run",
        "Its slope is 0 nowhere, so a gradient passes.",
        new Command.Change(
            hidden ? Activation.TANH : null, output ? Activation.TANH : null, null, null));
  }

  /** Where that has a lower least loss: nothing reaches a target of 0 with hinge. */
  private static List<Remedy> linearOutput(TrainingRun run) {
    Loss loss = run.spec().loss().loss();
    Activation output = run.spec().model().output();
    boolean reaches =
        Arrays.stream(run.data().targets())
            .flatMapToDouble(Arrays::stream)
            .anyMatch(it -> loss.least(it, Activation.LINEAR) < loss.least(it, output));
    return reaches
        ? List.of(
            new Remedy(
                "A linear output in a new run",
                "It has no limits, so it can reach every such target.",
                new Command.Change(null, Activation.LINEAR, null, null)))
        : List.of();
  }

  /** Three digits, for a sentence. */
  private static String brief(double number) {
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
    return Math.abs(rounded.scale()) > 8 ? rounded.toString() : rounded.toPlainString();
  }
}
