package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Why a loss that is not good hardly falls: the rate is too small, the gradient vanishes on its way
 * to some layer, a saturated layer passes none, or no gradient moves anything. Where none of these
 * holds there is no finding: the loss may be as low as this network can get it.
 *
 * <p>Decided by trials from the run's present parameters, at its own rates and at {@link #FACTORS}
 * of the present one. What was found is tried again when the loss has moved, and at the end.
 *
 * <p>Losses are compared by what is above the least that the targets allow.
 */
final class Plateau {
  /** The first step at which a loss is judged. */
  private static final int FIRST_LOOK = 12;

  /** A loss that fell by less than this share in the later half of the steps falls little. */
  private static final double FALLS_LITTLE = 0.3;

  /** And by less than this it stands. */
  private static final double STANDS = 0.02;

  /** A trial has to get below this share of the one at the run's rate to be clearly better. */
  private static final double CLEARLY = 0.5;

  /** The same where at the run's rate the loss hardly moves. */
  private static final double CLEARLY_MOVING = 0.8;

  /** A loss that changes by less than this share hardly moves. */
  private static final double HARDLY = 0.1;

  /** Above this share of the first loss, not much was learned. */
  private static final double UNLEARNED = 0.6;

  /** A layer's gradient below this share of the output's is faint. */
  private static final double FAINT = 0.02;

  /** And below this it vanishes, even if the loss could still fall. */
  private static final double VERY_FAINT = 0.005;

  /** A loss has to stand for this many steps, since many runs begin with a short plateau. */
  private static final int LONG = 100;

  /** A layer stands still if a hundred steps move its parameters by less than this share. */
  private static final double STILL = 0.01;

  /** The same where the gradient is very faint, which is stronger evidence. */
  private static final double HARDLY_MOVING = 0.05;

  /** The rates that are tried, as multiples of the run's. */
  private static final double[] FACTORS = {10, 100, 1_000, 10_000, 3};

  /** Where the run's rate is below this, they are multiples of this too. */
  private static final double LEAST_RATE = 1e-4;

  /** A layer doesn't move at all if a hundred steps move its parameters by less than this share. */
  private static final double UNMOVED = 1e-4;

  /** Above this share of the baseline nothing was learned but the best constant. */
  private static final double NOTHING_LEARNED = 0.9;

  /** Networks with other first parameters have to get below this share of the loss. */
  private static final double CLEARLY_DRAWN = 0.7;

  private static final int DRAWS = 4;

  private static final int MOST_STEPS = 1_000;

  /** What gets good in so many times the steps of a trial is no problem. */
  private static final int PATIENCE = 10;

  private static final int MOST_PATIENCE = 2_000;

  private static final int SAMPLES = 24;
  private static final int MIN_STEPS = 12;

  private final DiagnosisContext context;
  private final Budget budget;
  private final List<Mark> marks = new ArrayList<>();
  private List<Finding> findings = List.of();
  private boolean[] blocked;
  private long nextVerdict = FIRST_LOOK;
  private double lossAtVerdict;

  private record Mark(long step, double above) {}

  Plateau(DiagnosisContext context, Budget budget) {
    this.context = context;
    this.budget = budget;
    this.blocked = new boolean[context.shape().layers()];
  }

  /** Forgets what was seen: the rate or a parameter was set. */
  void restart(long step) {
    marks.clear();
    clear();
    nextVerdict = step + FIRST_LOOK;
  }

  /** Whether a layer is saturated so that the loss doesn't fall any more. */
  boolean isBlockedBy(int layer) {
    return blocked[layer];
  }

  /**
   * To be called at every look, since it keeps the losses.
   *
   * @param rates of the steps that follow, from 0 on
   * @param explained whether another finding already says why the loss does not fall
   */
  List<Finding> in(
      Statistics now, IntToDoubleFunction rates, double first, boolean explained, boolean last) {
    marks.add(new Mark(now.step(), above(now)));
    if (marks.size() > 400) {
      // Every second one is enough of what is long past.
      for (int i = 200; i > 0; i -= 2) {
        marks.remove(i);
      }
    }
    if (explained || context.isGood(now.dataLoss(), first) || fallen(now) > FALLS_LITTLE) {
      clear();
    } else if (now.step() >= nextVerdict || last || hasMovedSinceVerdict(now)) {
      judge(now, rates, first);
      lossAtVerdict = above(now);
      nextVerdict = now.step() + Math.max(FIRST_LOOK, now.step());
    }
    return findings;
  }

  private double above(Statistics now) {
    return context.excess(now.loss());
  }

  private double above(Trial trial) {
    return context.excess(trial.loss());
  }

  /** Whether the loss has fallen so far since something was found that it may no longer be so. */
  private boolean hasMovedSinceVerdict(Statistics now) {
    return !findings.isEmpty() && above(now) < (1 - HARDLY) * lossAtVerdict;
  }

  private void clear() {
    findings = List.of();
    Arrays.fill(blocked, false);
  }

  /** The share by which the loss fell in the later half of the steps. */
  private double fallen(Statistics now) {
    long begin = marks.getFirst().step();
    long half = begin + (now.step() - begin) / 2;
    double then = marks.getFirst().above();
    for (Mark mark : marks) {
      then = mark.step() <= half ? mark.above() : then;
    }
    return 1 - above(now) / then;
  }

  /** Whether the loss was much the same all through the later half of many steps. */
  private boolean stood(Statistics now) {
    long begin = marks.getFirst().step();
    long half = begin + (now.step() - begin) / 2;
    return now.step() - begin >= LONG
        && marks.stream()
            .filter(mark -> mark.step() >= half)
            .allMatch(mark -> Math.abs(mark.above() / above(now) - 1) < HARDLY);
  }

  private void judge(Statistics now, IntToDoubleFunction rates, double first) {
    int steps = steps(now);
    if (steps < MIN_STEPS) {
      if (hasMovedSinceVerdict(now)) {
        clear();
      }
      return;
    }
    List<Finding> before = findings;
    clear();
    Trial same = descend(now.parameters(), rates, steps);
    boolean goesOn = !context.isGood(same.loss(), first);
    List<Finding> found = new ArrayList<>();
    if (goesOn) {
      found.addAll(slow(now, rates, first, same));
    }
    boolean[] saturated = new boolean[blocked.length];
    boolean any = false;
    for (int layer = 0; layer < saturated.length; layer++) {
      saturated[layer] = Saturated.isWhole(layer, now, context);
      any |= saturated[layer];
    }
    if (!any) {
      found.addAll(vanishing(now, rates.applyAsDouble(0), same, goesOn, !found.isEmpty()));
    }
    if (!any && goesOn && found.isEmpty()) {
      found.addAll(stuck(now, rates, same));
    }
    if (any && goesOn && found.isEmpty() && fallen(now) < STANDS && stands(now, same)) {
      blocked = saturated;
    }
    findings = found.stream().map(it -> asBefore(it, before)).toList();
  }

  private Trial descend(double[] parameters, IntToDoubleFunction rates, int steps) {
    budget.spend(steps);
    return context.tryout().descend(parameters, rates, steps);
  }

  /** Whether going on hardly lowers the loss. */
  private boolean stands(Statistics now, Trial same) {
    return above(same) > (1 - HARDLY) * above(now);
  }

  /** A finding that goes on keeps its step and its place. */
  private static Finding asBefore(Finding finding, List<Finding> before) {
    return before.stream()
        .filter(it -> it.kind() == finding.kind())
        .findFirst()
        .map(it -> finding.since(it.step()).at(it.where()))
        .orElse(finding);
  }

  /** The length of a trial: as many steps as the run has made or has left, within the budget. */
  private int steps(Statistics now) {
    Long end = context.setup().spec().steps();
    long left = end == null ? 0 : Math.max(0, end - now.step());
    long wanted = Math.clamp(Math.max(left, now.step()), 60, MOST_STEPS);
    return (int) Math.min(wanted, budget.steps(now.step()) / (2 + FACTORS.length + DRAWS));
  }

  /** A saturated output is not for the rate to mend, but for one at which nothing moves. */
  private List<Finding> slow(Statistics now, IntToDoubleFunction rates, double first, Trial same) {
    double rate = rates.applyAsDouble(0);
    if (rate >= LEAST_RATE && Saturated.isWhole(context.shape().last(), now, context)) {
      return List.of();
    }
    double clearly = (stands(now, same) ? CLEARLY_MOVING : CLEARLY) * above(same);
    boolean over = isOver(rates, same.steps());
    Trial best = same;
    double bestRate = rate;
    for (double faster : faster(rate)) {
      Trial trial = descend(now.parameters(), _ -> faster, same.steps());
      if (trial.loss() < best.loss()) {
        best = trial;
        bestRate = faster;
      }
      // Of a rate that is too small the first is enough that shows it.
      if (!over && above(best) < clearly) {
        break;
      }
    }
    return above(best) < clearly
        ? List.of(slow(now, first, same, best, rates, bestRate))
        : List.of();
  }

  /** Whether nothing moves any more: a rate of 0, to which a schedule may have come. */
  private static boolean isOver(IntToDoubleFunction rates, int steps) {
    return rates.applyAsDouble(0) == 0 && rates.applyAsDouble(steps - 1) == 0;
  }

  private static double[] faster(double rate) {
    return DoubleStream.of(rate, LEAST_RATE)
        .limit(rate < LEAST_RATE ? 2 : 1)
        .flatMap(least -> Arrays.stream(FACTORS).map(factor -> factor * least))
        .filter(faster -> faster > rate)
        .toArray();
  }

  private Finding slow(
      Statistics now,
      double first,
      Trial same,
      Trial better,
      IntToDoubleFunction rates,
      double faster) {
    double most = context.excess(first) * UNLEARNED;
    boolean unlearned = above(now) > most && above(same) > most;
    boolean over = isOver(rates, same.steps());
    boolean problem =
        over
            ? unlearned || above(better) < CLEARLY * above(same)
            : unlearned && !getsWell(now, rates, first, same.steps());
    Shape shape = context.shape();
    int steepest = 0;
    for (int layer = 1; layer < shape.layers(); layer++) {
      if (shape.norm(now.gradients(), layer) > shape.norm(now.gradients(), steepest)) {
        steepest = layer;
      }
    }
    String text =
        over
            ? "The loss is %s and stays there, since the learning rate is 0: %d steps at %s come to %s."
                .formatted(
                    Wording.shown(now.loss()),
                    same.steps(),
                    Wording.shown(faster),
                    Wording.shown(better.loss()))
            : "The loss is %s and falls slowly: %d more steps at %s come to %s, as many at %s to %s."
                .formatted(
                    Wording.shown(now.loss()),
                    same.steps(),
                    inWords(rates, same.steps()),
                    Wording.shown(same.loss()),
                    Wording.shown(faster),
                    Wording.shown(better.loss()));
    return new Finding(
        begin(now),
        Kind.SLOW,
        problem ? Severity.PROBLEM : Severity.NOTE,
        Shape.name(steepest),
        text);
  }

  /** Whether it needs no more than patience. */
  private boolean getsWell(Statistics now, IntToDoubleFunction rates, double first, int steps) {
    int most = Math.min(MOST_PATIENCE, budget.steps(now.step()) / 2);
    int patient = Math.min(PATIENCE * steps, most);
    return patient > steps
        && context.isGood(descend(now.parameters(), rates, patient).loss(), first);
  }

  private static String inWords(IntToDoubleFunction rates, int steps) {
    double from = rates.applyAsDouble(0);
    double to = rates.applyAsDouble(steps - 1);
    return from == to
        ? "a learning rate of " + Wording.shown(from)
        : "learning rates from %s to %s".formatted(Wording.shown(from), Wording.shown(to));
  }

  /** Since when the loss has been within a third of where it is now. */
  private long begin(Statistics now) {
    long begin = now.step();
    for (int i = marks.size() - 1;
        i >= 0 && marks.get(i).above() * (1 - FALLS_LITTLE) <= above(now);
        i--) {
      begin = marks.get(i).step();
    }
    return begin;
  }

  /**
   * The gradient of some layer is so faint that the loss stands: a problem where it would stand all
   * through another trial, and a note where it has stood for long, even if it is about to fall.
   *
   * @param goesOn whether more steps at this rate leave the loss not good
   * @param slow whether a higher rate would do better, which explains the plateau as well: a faint
   *     gradient is then told only if it is very faint
   */
  private List<Finding> vanishing(
      Statistics now, double rate, Trial same, boolean goesOn, boolean slow) {
    Shape shape = context.shape();
    boolean stands = goesOn && stands(now, same);
    boolean stood = stood(now);
    if (!(stands || stood) || shape.layers() == 1 || shape.activation(0) == Activation.RELU) {
      return List.of();
    }
    double[] signals = context.tryout().signals(now.parameters(), SAMPLES);
    int faintest = 0;
    for (int layer = 1; layer < signals.length; layer++) {
      faintest = signals[layer] < signals[faintest] ? layer : faintest;
    }
    double share = signals[faintest] / signals[shape.last()];
    double moved = moved(faintest, now.parameters(), same.parameters());
    boolean stays = moved * 100 / same.steps() < STILL;
    double ratio = updateRatio(faintest, now, rate);
    boolean stayed = 100 * ratio < HARDLY_MOVING;
    boolean vanishing =
        share < VERY_FAINT ? stays || stayed : share < FAINT && stays && stands && !slow;
    if (!vanishing || penaltyPulls(faintest, now)) {
      return List.of();
    }
    long begin = begin(now);
    String text =
        "Of the gradient at the output's sum, %s%% arrives in layer %d: a step changes its parameters by %s%% of their size. The loss is %s, and has been near it since step %d."
            .formatted(
                Wording.shown(100 * share),
                faintest + 1,
                Wording.shown(100 * ratio),
                Wording.shown(now.loss()),
                begin);
    return List.of(
        new Finding(
            begin,
            Kind.VANISHING,
            stands ? Severity.PROBLEM : Severity.NOTE,
            Shape.name(faintest),
            text));
  }

  /**
   * No gradient moves the parameters of some layer, nothing was learned but the best constant, and
   * the same network with other first parameters learns more: at the flat place between valleys
   * where equal inputs' errors cancel, or behind ReLUs that are never on together.
   */
  private List<Finding> stuck(Statistics now, IntToDoubleFunction rates, Trial same) {
    Shape shape = context.shape();
    boolean constant = above(now) >= NOTHING_LEARNED * context.excess(context.baseline());
    if (!(constant && stands(now, same) && stood(now))) {
      return List.of();
    }
    int stillest = 0;
    double[] moved = new double[shape.layers()];
    for (int layer = 0; layer < moved.length; layer++) {
      moved[layer] = moved(layer, now.parameters(), same.parameters()) * 100 / same.steps();
      stillest = moved[layer] < moved[stillest] ? layer : stillest;
    }
    if (!(moved[stillest] < UNMOVED) || penaltyPulls(stillest, now)) {
      return List.of();
    }
    double drawn = Double.POSITIVE_INFINITY;
    for (int draw = 1; draw <= DRAWS; draw++) {
      drawn = Math.min(drawn, above(descend(context.drawn(draw), rates, same.steps())));
    }
    if (!(drawn < CLEARLY_DRAWN * above(same))) {
      return List.of();
    }
    String text =
        "The gradient moves the parameters of layer %d by %s%% of their size in a hundred steps. The loss is %s, near the %s of the best output that is the same for every sample; with other first parameters this network comes to %s in %d steps."
            .formatted(
                stillest + 1,
                Wording.shown(100 * moved[stillest]),
                Wording.shown(now.loss()),
                Wording.shown(context.baseline()),
                Wording.shown(drawn + context.unreachable().floor()),
                same.steps());
    return List.of(
        new Finding(begin(now), Kind.VANISHING, Severity.PROBLEM, Shape.name(stillest), text));
  }

  /** How far one step moves a layer's parameters, as a share of their size. */
  private double updateRatio(int layer, Statistics now, double rate) {
    Shape shape = context.shape();
    return rate * shape.norm(now.gradients(), layer) / shape.norm(now.parameters(), layer);
  }

  /** How far a layer's parameters went, as a share of their size. */
  private double moved(int layer, double[] from, double[] to) {
    double[] way = new double[from.length];
    Arrays.setAll(way, i -> to[i] - from[i]);
    return context.shape().norm(way, layer) / context.shape().norm(from, layer);
  }

  /** Whether the penalty's gradient is what keeps a layer's parameters from growing. */
  private boolean penaltyPulls(int layer, Statistics now) {
    double pull = 2 * context.probe().l2() * context.shape().norm(now.parameters(), layer);
    return pull > 0.3 * context.shape().norm(now.gradients(), layer);
  }
}
