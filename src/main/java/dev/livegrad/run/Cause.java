package dev.livegrad.run;

import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.LearningRate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people changed shortly before something went wrong.
 *
 * @param step the steps done when it was changed
 * @param words a few that name it
 * @param text a sentence that says so
 * @param rateBefore the learning rate that was put up or down; null where a parameter was set
 */
record Cause(long step, String words, String text, @Nullable Double rateBefore) {
  /** A rate that was changed by less than this factor is no cause. */
  private static final double FACTOR = 2;

  /** A finding that begins so many steps later than a change, or as many as were done, is its. */
  private static final long SOON = 100;

  private record RateChange(long step, double from, double to) {}

  /**
   * What {@code finding} may come of; null where nothing was changed that such a thing comes of.
   *
   * @param journal of the finding's trajectory
   * @param schedule the spec's learning rate, which holds until another one is set
   */
  static @Nullable Cause of(Finding finding, List<JournalEntry> journal, LearningRate schedule) {
    return switch (finding.kind()) {
      case DEAD, SATURATED, DIVERGED -> {
        Cause parameter = parameterSet(finding, journal);
        yield parameter == null ? rateChanged(finding, journal, schedule, true) : parameter;
      }
      case OSCILLATING, VANISHING -> rateChanged(finding, journal, schedule, true);
      case SLOW -> rateChanged(finding, journal, schedule, false);
      case SYMMETRIC, UNREACHABLE, OVERFITTING -> null;
    };
  }

  /** A parameter that was set just before. */
  private static @Nullable Cause parameterSet(Finding finding, List<JournalEntry> journal) {
    for (JournalEntry it : journal.reversed()) {
      if (it.command() instanceof Command.SetParameter(String name, double value, _)
          && it.step() <= finding.step()
          && it.step() >= finding.step() - 1) {
        String text = "%s was set to %s at step %d.".formatted(name, brief(value), it.step());
        return new Cause(it.step(), name + " set", text, null);
      }
    }
    return null;
  }

  /** The last changes of the rate in one direction, taken as one: a slider makes many. */
  private static @Nullable Cause rateChanged(
      Finding finding, List<JournalEntry> journal, LearningRate schedule, boolean up) {
    @Nullable RateChange first = null;
    double to = 0;
    for (RateChange it : rateChanges(finding.step(), journal, schedule).reversed()) {
      if (first == null && finding.step() - it.step() > SOON + it.step()) {
        return null;
      }
      if (up ? it.to() <= it.from() : it.to() >= it.from()) {
        break;
      }
      to = first == null ? it.to() : to;
      first = it;
    }
    if (first == null || Math.max(to, first.from()) < FACTOR * Math.min(to, first.from())) {
      return null;
    }
    String how = up ? "raised" : "lowered";
    String text =
        "The learning rate was %s from %s to %s at step %d."
            .formatted(how, brief(first.from()), brief(to), first.step());
    return new Cause(first.step(), "learning rate " + how, text, first.from());
  }

  /** All changes of the rate up to {@code step}, in order. */
  private static List<RateChange> rateChanges(
      long step, List<JournalEntry> journal, LearningRate schedule) {
    List<RateChange> changes = new ArrayList<>();
    LearningRate before = schedule;
    for (JournalEntry it : journal) {
      LearningRate after =
          it.command() instanceof Command.Steering steering ? steering.learningRate() : null;
      if (it.step() <= step && after != null) {
        changes.add(new RateChange(it.step(), before.at(it.step()), after.at(it.step())));
        before = after;
      }
    }
    return changes;
  }

  /** Three digits, for a sentence. */
  static String brief(double number) {
    double size = Math.abs(number);
    if (size != 0 && (size < 1e-6 || size >= 1e7)) {
      return String.format(Locale.ROOT, "%.2e", number);
    }
    return new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
