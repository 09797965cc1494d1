package dev.livegrad.training.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Why a loss that is not good hardly falls: the rate is too small ({@link Slow}), the gradient
 * vanishes on its way to some layer ({@link Vanishing}), no gradient moves anything ({@link
 * Stuck}), or a saturated layer passes none. Where none of these holds there is no finding: the
 * loss may be as low as this network can get it.
 *
 * <p>Decided by trials from the run's present parameters. What was found is tried again when the
 * loss has moved, and at the end.
 */
final class Plateau {
  /** The first step at which a loss is judged. */
  private static final int FIRST_LOOK = 12;

  /** A loss that fell by less than this share in the later half of the steps stands. */
  private static final double STANDS = 0.02;

  private static final int MOST_STEPS = 1_000;
  private static final int MIN_STEPS = 12;

  private final DiagnosisContext context;
  private final Budget budget;
  private final PastLosses past = new PastLosses();
  private List<Finding> findings = List.of();
  private final boolean[] blocked;
  private long nextVerdict = FIRST_LOOK;
  private double lossAtVerdict;

  Plateau(DiagnosisContext context, Budget budget) {
    this.context = context;
    this.budget = budget;
    this.blocked = new boolean[context.shape().layers()];
  }

  /** Forgets what was seen: the rate or a parameter was set. */
  void restart(long step) {
    past.clear();
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
    double above = context.excess(now.loss());
    boolean hasMoved = !findings.isEmpty() && above < (1 - PastLosses.HARDLY) * lossAtVerdict;
    past.add(now.step(), above);
    if (explained
        || context.isGood(now.dataLoss(), first)
        || (past.fallen() > PastLosses.FALLS_LITTLE && !last)) {
      clear();
    } else if (now.step() >= nextVerdict || last || hasMoved) {
      int steps = steps(now.step());
      if (steps >= MIN_STEPS) {
        judge(Outlook.of(context, budget, now, past, rates, first, steps), last);
      } else if (hasMoved) {
        clear();
      }
      lossAtVerdict = above;
      nextVerdict = now.step() + Math.max(FIRST_LOOK, now.step());
    }
    return findings;
  }

  private void clear() {
    findings = List.of();
    Arrays.fill(blocked, false);
  }

  /** The length of a trial: as many steps as the run has made or has left, within the budget. */
  private int steps(long done) {
    Long end = context.setup().spec().steps();
    long left = end == null ? 0 : Math.max(0, end - done);
    long wanted = Math.clamp(Math.max(left, done), 60, MOST_STEPS);
    int trials = 2 + Slow.FACTORS.length + Stuck.DRAWS;
    return (int) Math.min(wanted, budget.steps(done) / trials);
  }

  private void judge(Outlook outlook, boolean last) {
    List<Finding> before = findings;
    clear();
    List<Finding> found = new ArrayList<>();
    if (outlook.staysBad() && past.fallen() <= PastLosses.FALLS_LITTLE) {
      found.addAll(Slow.in(outlook));
    }
    boolean[] saturated = new boolean[blocked.length];
    boolean any = false;
    for (int layer = 0; layer < saturated.length; layer++) {
      saturated[layer] = Saturated.isWhole(layer, outlook.now(), context);
      any |= saturated[layer];
    }
    if (!any) {
      found.addAll(Vanishing.in(outlook, !found.isEmpty()));
    }
    if (outlook.staysBad() && found.isEmpty()) {
      if (!any) {
        found.addAll(Stuck.in(outlook, last));
      } else if ((last || past.fallen() < STANDS) && outlook.stands()) {
        System.arraycopy(saturated, 0, blocked, 0, blocked.length);
      }
    }
    findings = found.stream().map(it -> asBefore(it, before)).toList();
  }

  /** A finding that goes on keeps its step and its place. */
  private static Finding asBefore(Finding finding, List<Finding> before) {
    return before.stream()
        .filter(it -> it.kind() == finding.kind())
        .findFirst()
        .map(it -> finding.since(it.step()).at(it.where()))
        .orElse(finding);
  }
}
