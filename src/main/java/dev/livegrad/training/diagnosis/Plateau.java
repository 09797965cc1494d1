package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Why a loss that is not good hardly falls: the rate is too small, the gradient vanishes on its way
 * to some layer, or a saturated layer passes none. Where none of these holds there is no finding:
 * the loss may be as low as this network can get it.
 *
 * <p>Decided by trials from the run's present parameters, at its own rate and at {@link #FACTORS}
 * of it.
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

  /** What they are multiples of where the run's rate is 0. */
  private static final double LEAST_RATE = 1e-4;

  private static final int MOST_STEPS = 1_000;
  private static final int SAMPLES = 24;
  private static final int MIN_STEPS = 12;

  private final DiagnosisContext context;
  private final Budget budget;
  private final List<Mark> marks = new ArrayList<>();
  private List<Finding> findings = List.of();
  private boolean[] blocked;
  private long nextVerdict = FIRST_LOOK;

  private record Mark(long step, double loss) {}

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
   * @param explained whether another finding already says why the loss does not fall
   */
  List<Finding> in(Statistics now, double rate, double first, boolean explained, boolean last) {
    marks.add(new Mark(now.step(), now.loss()));
    if (marks.size() > 400) {
      // Every second one is enough of what is long past.
      for (int i = 200; i > 0; i -= 2) {
        marks.remove(i);
      }
    }
    if (explained || context.isGood(now.dataLoss(), first) || fallen(now) > FALLS_LITTLE) {
      clear();
    } else if (isSlow()) {
      boolean learned = now.loss() <= UNLEARNED * first;
      findings = findings.stream().map(it -> learned ? it.as(Severity.NOTE) : it).toList();
    } else if (now.step() >= nextVerdict || last) {
      judge(now, rate, first);
      nextVerdict = now.step() + Math.max(FIRST_LOOK, now.step());
    }
    return findings;
  }

  /** A run stays slow until its loss has fallen or the rate was set. */
  private boolean isSlow() {
    return findings.stream().anyMatch(it -> it.kind() == Kind.SLOW);
  }

  private void clear() {
    findings = List.of();
    Arrays.fill(blocked, false);
  }

  /** The share by which the loss fell in the later half of the steps. */
  private double fallen(Statistics now) {
    long begin = marks.getFirst().step();
    long half = begin + (now.step() - begin) / 2;
    double then = marks.getFirst().loss();
    for (Mark mark : marks) {
      then = mark.step() <= half ? mark.loss() : then;
    }
    return 1 - now.loss() / then;
  }

  /** Whether the loss was much the same all through the later half of many steps. */
  private boolean stood(Statistics now) {
    long begin = marks.getFirst().step();
    long half = begin + (now.step() - begin) / 2;
    return now.step() - begin >= LONG
        && marks.stream()
            .filter(mark -> mark.step() >= half)
            .allMatch(mark -> Math.abs(mark.loss() / now.loss() - 1) < HARDLY);
  }

  private void judge(Statistics now, double rate, double first) {
    int steps = steps(now);
    if (steps < MIN_STEPS) {
      return;
    }
    List<Finding> before = findings;
    clear();
    Trial same = descend(now, rate, steps);
    boolean goesOn = !context.isGood(same.loss(), first);
    List<Finding> found = new ArrayList<>();
    if (goesOn) {
      found.addAll(slow(now, rate, first, same));
    }
    boolean[] saturated = new boolean[blocked.length];
    boolean any = false;
    for (int layer = 0; layer < saturated.length; layer++) {
      saturated[layer] = Saturated.isWhole(layer, now, context);
      any |= saturated[layer];
    }
    if (!any) {
      found.addAll(vanishing(now, rate, same, goesOn, !found.isEmpty()));
    }
    if (any && goesOn && found.isEmpty() && fallen(now) < STANDS && stands(now, same)) {
      blocked = saturated;
    }
    findings = found.stream().map(it -> asBefore(it, before)).toList();
  }

  private Trial descend(Statistics now, double rate, int steps) {
    budget.spend(steps);
    return context.tryout().descend(now.parameters(), rate, steps);
  }

  /** Whether going on hardly lowers the loss. */
  private static boolean stands(Statistics now, Trial same) {
    return same.loss() > (1 - HARDLY) * now.loss();
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
    return (int) Math.min(wanted, budget.steps(now.step()) / (2 + FACTORS.length));
  }

  private List<Finding> slow(Statistics now, double rate, double first, Trial same) {
    if (Saturated.isWhole(context.shape().last(), now, context)) {
      return List.of();
    }
    double clearly = (stands(now, same) ? CLEARLY_MOVING : CLEARLY) * same.loss();
    for (double factor : FACTORS) {
      double faster = factor * (rate == 0 ? LEAST_RATE : rate);
      Trial trial = descend(now, faster, same.steps());
      if (trial.loss() < clearly) {
        return List.of(slow(now, first, same, trial, rate, faster));
      }
    }
    return List.of();
  }

  private Finding slow(
      Statistics now, double first, Trial same, Trial better, double rate, double faster) {
    boolean unlearned = now.loss() > UNLEARNED * first && same.loss() > UNLEARNED * first;
    Shape shape = context.shape();
    int steepest = 0;
    for (int layer = 1; layer < shape.layers(); layer++) {
      if (shape.norm(now.gradients(), layer) > shape.norm(now.gradients(), steepest)) {
        steepest = layer;
      }
    }
    String text =
        "The loss is %s and falls slowly: %d more steps at a learning rate of %s come to %s, as many at %s to %s."
            .formatted(
                Wording.shown(now.loss()),
                same.steps(),
                Wording.shown(rate),
                Wording.shown(same.loss()),
                Wording.shown(faster),
                Wording.shown(better.loss()));
    return new Finding(
        begin(now),
        Kind.SLOW,
        unlearned ? Severity.PROBLEM : Severity.NOTE,
        Shape.name(steepest),
        text);
  }

  /** Since when the loss has been within a third of where it is now. */
  private long begin(Statistics now) {
    long begin = now.step();
    for (int i = marks.size() - 1;
        i >= 0 && marks.get(i).loss() * (1 - FALLS_LITTLE) <= now.loss();
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
