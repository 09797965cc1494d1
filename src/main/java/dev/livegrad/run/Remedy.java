package dev.livegrad.run;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.Divergence;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one could do about a finding: one command, journalled like any other.
 *
 * @param label a few words for a button
 * @param reason a sentence: what the command does, and why that may help
 */
public record Remedy(String label, String reason, Command command) {

  /**
   * What helps against {@code finding} in {@code run} as it stands, the best first.
   *
   * @param cause what was changed before it, which is then to be undone first; null for nothing
   */
  static List<Remedy> of(Finding finding, TrainingRun run, @Nullable Cause cause) {
    List<Remedy> remedies = new ArrayList<>(undoing(finding, run, cause));
    remedies.addAll(
        switch (finding.kind()) {
          case DEAD -> List.of(tanhInsteadOfRelu(run), anotherSeed(run));
          case SATURATED ->
              finding.step() == 0 || cause != null
                  ? List.of(anotherSeed(run))
                  : List.of(againAtATenth(run), anotherSeed(run));
          case VANISHING -> steeper(run);
          case OSCILLATING -> cause != null ? List.of() : List.of(aTenth(run));
          case DIVERGED -> lower(run, cause);
          case SLOW -> List.of(faster(run));
          case SYMMETRIC -> List.of(drawn(run));
          case UNREACHABLE -> linearOutput(run);
          case OVERFITTING -> List.of();
        });
    if (cause == null) {
      back(finding, run).ifPresent(remedies::add);
    }
    return remedies;
  }

  /** Takes back what was changed: the rate alone where going on is worth it. */
  private static List<Remedy> undoing(Finding finding, TrainingRun run, @Nullable Cause cause) {
    if (cause == null) {
      return List.of();
    }
    Remedy before =
        cause.step() == 0
            ? new Remedy(
                "Begin again as it was",
                "From step 0, without what was set by hand: at a learning rate of %s."
                    .formatted(Cause.brief(run.spec().optimizer().learningRate().at(0))),
                new Command.Reset(null))
            : new Remedy(
                "Back to step %,d, before that".formatted(cause.step()),
                "Does all again as it was until there, without what was set then, and pauses.",
                new Command.Rewind(cause.step()));
    Double rate = cause.rateBefore();
    if (rate == null) {
      return List.of(before);
    }
    return switch (finding.kind()) {
      case OSCILLATING, SLOW -> List.of(rate("Back to the rate before", rate), before);
      case DEAD, SATURATED, VANISHING, DIVERGED, SYMMETRIC, UNREACHABLE, OVERFITTING ->
          List.of(before);
    };
  }

  /** Nothing to do with the rate where no update was made. */
  private static List<Remedy> lower(TrainingRun run, @Nullable Cause cause) {
    Divergence divergence = run.divergence();
    if (cause != null || (divergence != null && divergence.beforeAnyUpdate())) {
      return List.of();
    }
    return divergence == null
        ? List.of(aTenth(run), againAtATenth(run))
        : List.of(againAtATenth(run));
  }

  /** Back to where it was well, as far as that is known: half way, if it is over. */
  private static Optional<Remedy> back(Finding finding, TrainingRun run) {
    long step =
        switch (finding.kind()) {
          case DEAD, SATURATED, OSCILLATING, OVERFITTING -> finding.step();
          case DIVERGED -> run.divergence() == null ? finding.step() : finding.step() / 2;
          case VANISHING, SLOW, SYMMETRIC, UNREACHABLE -> 0;
        };
    return step == 0
        ? Optional.empty()
        : Optional.of(
            new Remedy(
                "Back to step %,d".formatted(step),
                "Does all again as it was until there, and pauses.",
                new Command.Rewind(step)));
  }

  /** A new run begins with the spec's rate again; where that is another one, it is said. */
  private static String andTheRate(TrainingRun run) {
    LearningRate own = run.spec().optimizer().learningRate();
    if (own.at(run.stepsDone()) == run.learningRate()) {
      return "";
    }
    return switch (own) {
      case LearningRate.Constant(double value) ->
          " The learning rate is %s again.".formatted(Cause.brief(value));
      case LearningRate.Linear(double from, double to, _) -> fallsAgain(from, to);
      case LearningRate.Cosine(double from, double to, _) -> fallsAgain(from, to);
      case LearningRate.Stepwise(double from, _, _) -> beginsAgain(from);
      case LearningRate.Exponential(double from, _) -> beginsAgain(from);
    };
  }

  private static String fallsAgain(double from, double to) {
    return " The learning rate goes from %s to %s again."
        .formatted(Cause.brief(from), Cause.brief(to));
  }

  private static String beginsAgain(double from) {
    return " The learning rate begins at %s again.".formatted(Cause.brief(from));
  }

  private static Remedy inANewRun(
      String label, String reason, Command.Beginning command, TrainingRun run) {
    return new Remedy(label, reason + andTheRate(run), command);
  }

  private static Remedy anotherSeed(TrainingRun run) {
    return inANewRun(
        "Another seed",
        "Begins again with other first parameters.",
        new Command.Reset(run.seed() < RunSpec.MAX_SEED ? run.seed() + 1 : 0),
        run);
  }

  private static Remedy drawn(TrainingRun run) {
    return inANewRun(
        "Drawn parameters in a new run",
        "Neurons that begin differently learn different things.",
        new Command.Change(null, null, Initialiser.UNIFORM, null),
        run);
  }

  private static Remedy rate(String label, double rate) {
    return new Remedy(
        label,
        "Goes on at a learning rate of %s.".formatted(Cause.brief(rate)),
        new Command.SetLearningRate(rate));
  }

  private static Remedy aTenth(TrainingRun run) {
    return rate("A tenth of the rate", run.learningRate() / 10);
  }

  private static Remedy faster(TrainingRun run) {
    return run.learningRate() == 0
        ? rate("A rate above 0", 0.01)
        : rate("Ten times the rate", Math.min(LearningRate.MAX, 10 * run.learningRate()));
  }

  /** Of the rate as it is now, which is the one that was too high. */
  private static Remedy againAtATenth(TrainingRun run) {
    double rate = run.learningRate() / 10;
    String schedule =
        switch (run.spec().optimizer().learningRate()) {
          case LearningRate.Constant _ -> "";
          case LearningRate.Linear _,
              LearningRate.Cosine _,
              LearningRate.Stepwise _,
              LearningRate.Exponential _ ->
              ", in place of its schedule";
        };
    return new Remedy(
        "Begin again at a tenth of the rate",
        "From step 0, at a learning rate of %s%s.".formatted(Cause.brief(rate), schedule),
        new Command.Change(null, null, null, rate));
  }

  /** Hidden layers that let more of the gradient through; where they are ReLUs, another seed. */
  private static List<Remedy> steeper(TrainingRun run) {
    return switch (run.spec().model().activation(0)) {
      case TANH ->
          List.of(
              inANewRun(
                  "ReLU instead of tanh in a new run",
                  "Its slope is 1 wherever it is not 0, in however many layers.",
                  new Command.Change(Activation.RELU, null, null, null),
                  run),
              anotherSeed(run));
      case SIGMOID ->
          List.of(
              inANewRun(
                  "tanh instead of sigmoid in a new run",
                  "Its slope is up to 1. That of sigmoid is a quarter at most, in every layer again.",
                  new Command.Change(Activation.TANH, null, null, null),
                  run),
              anotherSeed(run));
      case RELU, LINEAR, LEAKY_RELU, GELU, SOFTMAX ->
          run.spec().model().weights() == Initialiser.ZERO
              ? List.of(drawn(run))
              : List.of(anotherSeed(run));
    };
  }

  /** tanh wherever the model has ReLU; in the hidden layers where it has it nowhere. */
  private static Remedy tanhInsteadOfRelu(TrainingRun run) {
    ModelSpec model = run.spec().model();
    boolean output = model.output() == Activation.RELU;
    boolean hidden = model.hidden().contains(Activation.RELU) || !output;
    return inANewRun(
        "tanh instead of ReLU in a new run",
        "Its slope is 0 nowhere, so a gradient passes.",
        new Command.Change(
            hidden ? Activation.TANH : null, output ? Activation.TANH : null, null, null),
        run);
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
            inANewRun(
                "A linear output in a new run",
                "It has no limits, so it can reach every such target.",
                new Command.Change(null, Activation.LINEAR, null, null),
                run))
        : List.of();
  }
}
