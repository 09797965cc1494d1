package dev.livegrad.run;

import dev.livegrad.training.diagnosis.Finding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people changed shortly before something went wrong.
 *
 * @param step the steps done when it was changed
 * @param text a sentence that says so
 * @param rateBefore the learning rate that was put up or down; null where a parameter was set
 */
record Cause(long step, String text, @Nullable Double rateBefore) {
  /** A rate that was changed by less than this factor is no cause. */
  private static final double FACTOR = 2;

  /** A finding that begins so many steps later than a change, or as many as were done, is its. */
  private static final long SOON = 100;

  /**
   * Something that was steered.
   *
   * @param step the steps done at the time
   * @param rate the learning rate before it
   */
  record Steered(long step, Command.Steering command, double rate) {}

  /**
   * What {@code finding} may come of; null where nothing was changed that such a thing comes of.
   *
   * @param steered in order
   */
  static @Nullable Cause of(Finding finding, List<Steered> steered) {
    return switch (finding.kind()) {
      case DEAD, SATURATED, DIVERGED -> {
        Cause parameter = parameterSet(finding, steered);
        yield parameter == null ? rateChanged(finding, steered, true) : parameter;
      }
      case OSCILLATING, VANISHING -> rateChanged(finding, steered, true);
      case SLOW -> rateChanged(finding, steered, false);
      case SYMMETRIC, UNREACHABLE -> null;
    };
  }

  /** A parameter that was set just before. */
  private static @Nullable Cause parameterSet(Finding finding, List<Steered> steered) {
    for (Steered it : steered.reversed()) {
      if (it.command() instanceof Command.SetParameter(String name, double value, _)
          && it.step() <= finding.step()
          && it.step() >= finding.step() - 1) {
        String text = "%s was set to %s at step %d.".formatted(name, brief(value), it.step());
        return new Cause(it.step(), text, null);
      }
    }
    return null;
  }

  /** The last changes of the rate in one direction, taken as one: a slider makes many. */
  private static @Nullable Cause rateChanged(Finding finding, List<Steered> steered, boolean up) {
    @Nullable Steered first = null;
    double to = 0;
    for (Steered it : steered.reversed()) {
      if (it.step() > finding.step()
          || !(it.command() instanceof Command.SetLearningRate(double value, _))) {
        continue;
      }
      if (first == null && finding.step() - it.step() > SOON + it.step()) {
        return null;
      }
      if (up ? value <= it.rate() : value >= it.rate()) {
        break;
      }
      to = first == null ? value : to;
      first = it;
    }
    if (first == null || Math.max(to, first.rate()) < FACTOR * Math.min(to, first.rate())) {
      return null;
    }
    String text =
        "The learning rate was %s from %s to %s at step %d."
            .formatted(up ? "raised" : "lowered", brief(first.rate()), brief(to), first.step());
    return new Cause(first.step(), text, first.rate());
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
