package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss that grows without bound, found before it stops being finite: it has risen at several
 * looks in a row, or a thousandfold at once, and a trial from here makes it a hundred times as
 * large.
 */
final class GrowingLoss {
  private static final int RISES = 5;
  private static final double RISEN = 1.5;
  private static final double RISEN_AT_ONCE = 1_000;
  private static final double WITHOUT_BOUND = 100;
  private static final int STEPS = 400;

  private final DiagnosisContext context;
  private final Budget budget;
  private @Nullable Finding finding;
  private double before = Double.POSITIVE_INFINITY;
  private double bottom = Double.POSITIVE_INFINITY;
  private long bottomStep;
  private long beforeStep;
  private int rises;

  GrowingLoss(DiagnosisContext context, Budget budget) {
    this.context = context;
    this.budget = budget;
  }

  List<Finding> in(Statistics now, double rate) {
    if (now.loss() > before) {
      rises++;
    } else {
      finding = null;
      rises = 0;
      bottom = now.loss();
      bottomStep = now.step();
    }
    before = now.loss();
    beforeStep = now.step();
    double risen = rises >= RISES ? RISEN : RISEN_AT_ONCE;
    if (finding == null && now.loss() > risen * bottom) {
      int steps = Math.min(STEPS, budget.steps(now.step()) / 8);
      budget.spend(steps);
      Trial ahead = context.tryout().descend(now.parameters(), rate, steps);
      if (steps > 0 && ahead.loss() > WITHOUT_BOUND * now.loss()) {
        finding = finding(now, ahead);
      }
    }
    return finding == null ? List.of() : List.of(finding);
  }

  /** The rate or a parameter was set: what comes now is compared with the last that was seen. */
  void restart() {
    finding = null;
    rises = 0;
    bottom = before;
    bottomStep = beforeStep;
  }

  private Finding finding(Statistics now, Trial ahead) {
    String text =
        "The loss has grown from %s to %s since step %d, and after %d more steps it would be %s: it grows without bound."
            .formatted(
                Wording.shown(bottom),
                Wording.shown(now.loss()),
                bottomStep,
                ahead.steps(),
                Double.isFinite(ahead.loss()) ? Wording.shown(ahead.loss()) : "infinite");
    int largest = 0;
    for (int i = 1; i < now.parameters().length; i++) {
      if (Math.abs(now.parameters()[i]) > Math.abs(now.parameters()[largest])) {
        largest = i;
      }
    }
    String where = context.shape().parameterName(largest);
    return new Finding(bottomStep, Kind.DIVERGED, Severity.PROBLEM, where, text);
  }
}
