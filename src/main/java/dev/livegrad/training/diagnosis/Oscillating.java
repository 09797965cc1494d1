package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss that goes up and down from step to step because the rate is too high: two windows of
 * losses that swing or ripple, and a tenth of the rate that comes clearly lower from where the run
 * stands.
 *
 * <p>A problem where swinging is all it does: the mean of the losses falls no more, and is not
 * good. Only for full batches, since among others it would be the samples' noise.
 */
final class Oscillating {
  private static final double CLEARLY = 0.9;

  /** So much lower has a tenth of the rate to come where the loss but ripples. */
  private static final double CLEARLY_RIPPLING = 0.5;

  private static final double FALLS = 0.8;
  private static final int STEPS = 64;
  private static final int MIN_STEPS = 16;

  private final DiagnosisContext subject;
  private final Budget budget;
  private @Nullable Finding finding;
  private long since = -1;
  private long nextTrial;

  Oscillating(DiagnosisContext subject, Budget budget) {
    this.subject = subject;
    this.budget = budget;
  }

  /** Whether the last windows call for a look. */
  boolean suspects(LossTrace trace) {
    return finding != null || trace.closed().swings();
  }

  List<Finding> in(Statistics now, LossTrace trace, double rate, double first, boolean last) {
    LossTrace.Window window = trace.closed();
    if (!window.ripples()) {
      restart();
      return List.of();
    }
    since = since < 0 ? now.step() - window.steps() : since;
    boolean twice = trace.before().ripples() || (last && now.step() <= 2L * LossTrace.WINDOW);
    if (twice && (now.step() >= nextTrial || last)) {
      int steps = Math.min(STEPS, budget.steps(now.step()) / 8);
      if (steps >= MIN_STEPS) {
        budget.spend(2 * steps);
        Finding judged = judge(now, trace, rate, first, steps);
        finding = judged == null || finding == null ? judged : judged.at(finding.where());
      }
      nextTrial = now.step() + Math.max(STEPS, now.step() / 2);
    }
    return finding == null ? List.of() : List.of(finding);
  }

  /** Begins again, since the rate is another one. */
  void restart() {
    finding = null;
    since = -1;
    nextTrial = 0;
  }

  private @Nullable Finding judge(
      Statistics now, LossTrace trace, double rate, double first, int steps) {
    Trial same = subject.tryout().descend(now.parameters(), rate, steps);
    Trial gentler = subject.tryout().descend(now.parameters(), rate / 10, steps);
    LossTrace.Window window = trace.closed();
    double clearly = window.swings() ? CLEARLY : CLEARLY_RIPPLING;
    if (!(gentler.loss() < clearly * same.loss())) {
      return null;
    }
    double before = trace.before().steps() == 0 ? window.mean() : trace.before().mean();
    boolean stuck = window.mean() >= FALLS * before && !subject.isGood(same.loss(), first);
    String parameter = subject.shape().parameterName(steepest(now));
    String text =
        "The loss rose %d times in %d steps, around a mean of %s. From here, %d steps at a tenth of the rate come to %s, as many at %s to %s: the learning rate is too high."
            .formatted(
                window.turns(),
                window.steps(),
                Numbers.shown(window.mean()),
                steps,
                Numbers.shown(gentler.loss()),
                Numbers.shown(rate),
                Numbers.shown(same.loss()));
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
