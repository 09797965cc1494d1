package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A rate that is too small: a trial at a higher one does clearly better.
 *
 * <p>A problem where not much was learned and patience doesn't help, or where the rate is 0.
 */
final class Slow {
  /** The rates that are tried, as multiples of the run's. */
  static final double[] FACTORS = {10, 100, 1_000, 10_000, 3};

  /** Where the run's rate is below this, they are multiples of this too. */
  private static final double LEAST_RATE = 1e-4;

  /** A trial has to get below this share of the one at the run's rate to be clearly better. */
  private static final double CLEARLY = 0.5;

  /** The same where at the run's rate the loss hardly moves. */
  private static final double CLEARLY_MOVING = 0.8;

  /** A trial whose loss rose by more than this factor on its way was thrown about. */
  private static final double THROWN = 1.5;

  /** Above this share of the first loss, not much was learned. */
  private static final double UNLEARNED = 0.6;

  private Slow() {}

  static List<Finding> in(Outlook outlook) {
    double rate = outlook.rate();
    Trial same = outlook.same();
    boolean standing = outlook.stands() && !isOutputSaturated(outlook);
    double clearly = (standing ? CLEARLY_MOVING : CLEARLY) * outlook.above(same);
    boolean over = isOver(outlook);
    Trial best = same;
    double bestRate = rate;
    for (double faster : faster(outlook)) {
      Trial trial = outlook.descend(outlook.now().parameters(), _ -> faster);
      if (trial.loss() < best.loss() && !isLuck(trial, outlook)) {
        best = trial;
        bestRate = faster;
      }
      // Of a rate that is too small the first is enough that shows it.
      if (!over && outlook.above(best) < clearly) {
        break;
      }
    }
    return outlook.above(best) < clearly
        ? List.of(finding(outlook, best, bestRate, over))
        : List.of();
  }

  /** Whether nothing moves any more: a rate of 0, to which a schedule may have come. */
  private static boolean isOver(Outlook outlook) {
    return outlook.rate() == 0 && outlook.rates().applyAsDouble(outlook.steps() - 1) == 0;
  }

  /** Not at a rate so low that nothing moves: that is the cause then. */
  private static boolean isOutputSaturated(Outlook outlook) {
    DiagnosisContext context = outlook.context();
    return outlook.rate() >= LEAST_RATE
        && Saturated.isWhole(context.layout().last(), outlook.now(), context);
  }

  /** A saturated layer passes no gradient: a trial that left it was thrown there. */
  private static boolean isLuck(Trial trial, Outlook outlook) {
    DiagnosisContext context = outlook.context();
    return trial.rise() > THROWN
        && outlook.rate() >= LEAST_RATE
        && IntStream.range(0, context.layout().last())
            .anyMatch(layer -> Saturated.isWhole(layer, outlook.now(), context));
  }

  /** Far higher rates throw a saturated output about: where they help, that is luck. */
  private static double[] faster(Outlook outlook) {
    double rate = outlook.rate();
    if (isOutputSaturated(outlook)) {
      return new double[] {10 * rate};
    }
    return DoubleStream.of(rate, LEAST_RATE)
        .limit(rate < LEAST_RATE ? 2 : 1)
        .flatMap(least -> Arrays.stream(FACTORS).map(factor -> factor * least))
        .filter(faster -> faster > rate)
        .toArray();
  }

  private static Finding finding(Outlook outlook, Trial better, double faster, boolean over) {
    Trial same = outlook.same();
    double loss = outlook.now().loss();
    double most = outlook.context().excess(outlook.first()) * UNLEARNED;
    boolean unlearned = outlook.above() > most && outlook.above(same) > most;
    boolean problem =
        over
            ? unlearned || outlook.above(better) < CLEARLY * outlook.above(same)
            : unlearned && !outlook.getsWell();
    String text =
        over
            ? "The loss is %s and stays there, since the learning rate is 0: %d steps at %s come to %s."
                .formatted(
                    Wording.shown(loss),
                    same.steps(),
                    Wording.shown(faster),
                    Wording.shown(better.loss()))
            : "The loss is %s and falls slowly: %d more steps at %s come to %s, as many at %s to %s."
                .formatted(
                    Wording.shown(loss),
                    same.steps(),
                    inWords(outlook.rates(), same.steps()),
                    Wording.shown(same.loss()),
                    Wording.shown(faster),
                    Wording.shown(better.loss()));
    return new Finding(
        outlook.past().since(),
        Kind.SLOW,
        problem ? Severity.PROBLEM : Severity.NOTE,
        ParameterLayout.name(steepest(outlook)),
        text);
  }

  /** The layer with the largest gradient. */
  private static int steepest(Outlook outlook) {
    ParameterLayout layout = outlook.context().layout();
    double[] gradients = outlook.now().gradients();
    int steepest = 0;
    for (int layer = 1; layer < layout.layers(); layer++) {
      if (layout.norm(gradients, layer) > layout.norm(gradients, steepest)) {
        steepest = layer;
      }
    }
    return steepest;
  }

  private static String inWords(IntToDoubleFunction rates, int steps) {
    double from = rates.applyAsDouble(0);
    double to = rates.applyAsDouble(steps - 1);
    return from == to
        ? "a learning rate of " + Wording.shown(from)
        : "learning rates from %s to %s".formatted(Wording.shown(from), Wording.shown(to));
  }
}
