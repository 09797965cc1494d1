package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss that goes up and down from step to step because the rate is too high: it swings or ripples
 * in two {@link LossTrace} windows, and a trial at a tenth of the rate gets clearly lower.
 *
 * <p>A problem where the mean of the losses no longer falls and is not good; a note otherwise. Only
 * for full batches: with mini-batches the loss goes up and down because the samples change.
 */
final class Oscillating {
  /** The trial at a tenth of the rate has to get below this share of the one at the run's rate. */
  private static final double CLEARLY = 0.9;

  /** The same where the loss only ripples, which is weaker evidence. */
  private static final double CLEARLY_RIPPLING = 0.5;

  /** A window's mean below this share of the mean before it is a loss that falls. */
  private static final double FALLS = 0.8;

  private static final int STEPS = 64;
  private static final int MIN_STEPS = 16;

  private final DiagnosisContext context;
  private final Experiments experiments;
  private Memory memory = Memory.NONE;

  /**
   * What it knows from one look to the next.
   *
   * @param since the first step of the windows that ripple; negative for none
   * @param nextTrial the first step at which there is another trial
   */
  record Memory(@Nullable Finding finding, long since, long nextTrial) {
    static final Memory NONE = new Memory(null, -1, 0);
  }

  Oscillating(DiagnosisContext context, Experiments experiments) {
    this.context = context;
    this.experiments = experiments;
  }

  Memory memory() {
    return memory;
  }

  void restore(Memory memory) {
    this.memory = memory;
  }

  /** Whether the last window calls for a look. */
  boolean suspects(LossTrace trace) {
    return memory.finding() != null || trace.closed().swings();
  }

  List<Finding> in(Statistics now, LossTrace trace, double rate, double first, boolean last) {
    LossTrace.Window window = trace.closed();
    if (!window.ripples()) {
      restart();
      return List.of();
    }
    long since = memory.since() < 0 ? now.step() - window.steps() : memory.since();
    Finding finding = memory.finding();
    long nextTrial = memory.nextTrial();
    boolean twice = trace.before().ripples() || (last && now.step() <= 2L * LossTrace.WINDOW);
    if (twice && (now.step() >= nextTrial || last)) {
      int steps = Math.min(STEPS, experiments.steps(now.step()) / 8);
      if (steps >= MIN_STEPS) {
        Finding judged = judge(now, trace, since, rate, first, steps);
        finding = judged == null || finding == null ? judged : judged.at(finding.where());
      }
      nextTrial = now.step() + Math.max(STEPS, now.step() / 2);
    }
    memory = new Memory(finding, since, nextTrial);
    return finding == null ? List.of() : List.of(finding);
  }

  /** Forgets what was seen: the loss is calm, or the rate or a parameter was set. */
  void restart() {
    memory = Memory.NONE;
  }

  private @Nullable Finding judge(
      Statistics now, LossTrace trace, long since, double rate, double first, int steps) {
    Trial same = experiments.descend(now.parameters(), rate, steps);
    Trial gentler = experiments.descend(now.parameters(), rate / 10, steps);
    LossTrace.Window window = trace.closed();
    double clearly = window.swings() ? CLEARLY : CLEARLY_RIPPLING;
    if (!(gentler.loss() < clearly * same.loss())) {
      return null;
    }
    double before = trace.before().steps() == 0 ? window.mean() : trace.before().mean();
    boolean stuck = window.mean() >= FALLS * before && !context.isGood(same.loss(), first);
    String parameter = context.layout().parameterName(steepest(now));
    String text =
        "The loss rose %d times in %d steps, around a mean of %s. From here, %d steps at a tenth of the rate come to %s, as many at %s to %s: the learning rate is too high."
            .formatted(
                window.turns(),
                window.steps(),
                Wording.shown(window.mean()),
                steps,
                Wording.shown(gentler.loss()),
                Wording.shown(rate),
                Wording.shown(same.loss()));
    return new Finding(
        since, Kind.OSCILLATING, stuck ? Severity.PROBLEM : Severity.NOTE, parameter, text);
  }

  /** The parameter with the largest gradient: the one that jumps most. */
  private static int steepest(Statistics now) {
    int steepest = 0;
    for (int i = 1; i < now.gradients().length; i++) {
      if (Math.abs(now.gradients()[i]) > Math.abs(now.gradients()[steepest])) {
        steepest = i;
      }
    }
    return steepest;
  }
}
