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
  private final Experiments experiments;
  private Memory memory;

  /**
   * What it knows from one look to the next.
   *
   * @param last what was seen last
   * @param bottom from where it rises
   * @param rises how often in a row the loss was higher than at the look before
   */
  record Memory(@Nullable Finding finding, Seen last, Seen bottom, int rises) {}

  /** A loss, and after how many steps it was seen. */
  record Seen(long step, double loss) {}

  GrowingLoss(DiagnosisContext context, Experiments experiments) {
    Seen none = new Seen(0, Double.POSITIVE_INFINITY);
    this.context = context;
    this.experiments = experiments;
    this.memory = new Memory(null, none, none, 0);
  }

  Memory memory() {
    return memory;
  }

  void restore(Memory memory) {
    this.memory = memory;
  }

  List<Finding> in(Statistics now, double rate) {
    Seen seen = new Seen(now.step(), now.loss());
    boolean rises = now.loss() > memory.last().loss();
    int times = rises ? memory.rises() + 1 : 0;
    Seen bottom = rises ? memory.bottom() : seen;
    Finding finding = rises ? memory.finding() : null;
    double risen = times >= RISES ? RISEN : RISEN_AT_ONCE;
    if (finding == null && now.loss() > risen * bottom.loss()) {
      int steps = Math.min(STEPS, experiments.steps(now.step()) / 8);
      finding = steps == 0 ? null : withoutBound(now, bottom, rate, steps);
    }
    memory = new Memory(finding, seen, bottom, times);
    return finding == null ? List.of() : List.of(finding);
  }

  /** The rate or a parameter was set: what comes now is compared with the last that was seen. */
  void restart() {
    memory = new Memory(null, memory.last(), memory.last(), 0);
  }

  private @Nullable Finding withoutBound(Statistics now, Seen bottom, double rate, int steps) {
    Trial ahead = experiments.descend(now.parameters(), rate, steps);
    return ahead.loss() > WITHOUT_BOUND * now.loss() ? finding(now, bottom, ahead) : null;
  }

  private Finding finding(Statistics now, Seen bottom, Trial ahead) {
    String text =
        "The loss has grown from %s to %s since step %d, and after %d more steps it would be %s: it grows without bound."
            .formatted(
                Wording.shown(bottom.loss()),
                Wording.shown(now.loss()),
                bottom.step(),
                ahead.steps(),
                Double.isFinite(ahead.loss()) ? Wording.shown(ahead.loss()) : "infinite");
    int largest = 0;
    for (int i = 1; i < now.parameters().length; i++) {
      if (Math.abs(now.parameters()[i]) > Math.abs(now.parameters()[largest])) {
        largest = i;
      }
    }
    String where = context.layout().parameterName(largest);
    return new Finding(bottom.step(), Kind.DIVERGED, Severity.PROBLEM, where, text);
  }
}
