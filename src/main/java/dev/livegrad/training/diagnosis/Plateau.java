package dev.livegrad.training.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

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
  private final Experiments experiments;
  private Memory memory = new Memory(PastLosses.NONE, Verdict.NONE, FIRST_LOOK, 0);

  /**
   * What it knows from one look to the next.
   *
   * @param verdict the last one, as long as it holds
   * @param nextVerdict the first step at which there is another one
   * @param lossAtVerdict what was left of the loss at the last one
   */
  record Memory(PastLosses past, Verdict verdict, long nextVerdict, double lossAtVerdict) {}

  /**
   * Why the loss hardly falls.
   *
   * @param blocked the layers that are saturated so that it doesn't fall any more
   */
  record Verdict(List<Finding> findings, List<Integer> blocked) {
    static final Verdict NONE = new Verdict(List.of(), List.of());

    Verdict {
      findings = List.copyOf(findings);
      blocked = List.copyOf(blocked);
    }
  }

  Plateau(DiagnosisContext context, Experiments experiments) {
    this.context = context;
    this.experiments = experiments;
  }

  Memory memory() {
    return memory;
  }

  void restore(Memory memory) {
    this.memory = memory;
  }

  /** Forgets what was seen: the rate or a parameter was set. */
  void restart(long step) {
    memory = new Memory(PastLosses.NONE, Verdict.NONE, step + FIRST_LOOK, memory.lossAtVerdict());
  }

  /** Whether a layer is saturated so that the loss doesn't fall any more. */
  boolean isBlockedBy(int layer) {
    return memory.verdict().blocked().contains(layer);
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
    PastLosses past = memory.past().and(now.step(), above);
    Verdict verdict = memory.verdict();
    long nextVerdict = memory.nextVerdict();
    double lossAtVerdict = memory.lossAtVerdict();
    boolean hasMoved =
        !verdict.findings().isEmpty() && above < (1 - PastLosses.HARDLY) * lossAtVerdict;
    if (explained
        || context.isGood(now.dataLoss(), first)
        || (past.fallen() > PastLosses.FALLS_LITTLE && !last)) {
      verdict = Verdict.NONE;
    } else if (now.step() >= nextVerdict || last || hasMoved) {
      int steps = steps(now.step());
      if (steps >= MIN_STEPS) {
        Outlook outlook = Outlook.of(context, experiments, now, past, rates, first, steps);
        verdict = judge(outlook, last, verdict.findings());
      } else if (hasMoved) {
        verdict = Verdict.NONE;
      }
      lossAtVerdict = above;
      nextVerdict = now.step() + Math.max(FIRST_LOOK, now.step());
    }
    memory = new Memory(past, verdict, nextVerdict, lossAtVerdict);
    return verdict.findings();
  }

  /** The length of a trial: as many steps as the run has made or has left, within the budget. */
  private int steps(long done) {
    Long end = context.setup().spec().training().steps();
    long left = end == null ? 0 : Math.max(0, end - done);
    long wanted = Math.clamp(Math.max(left, done), 60, MOST_STEPS);
    int trials = 2 + Slow.FACTORS.length + Stuck.DRAWS;
    return (int) Math.min(wanted, experiments.steps(done) / trials);
  }

  private Verdict judge(Outlook outlook, boolean last, List<Finding> before) {
    PastLosses past = outlook.past();
    List<Finding> found = new ArrayList<>();
    if (outlook.staysBad() && past.fallen() <= PastLosses.FALLS_LITTLE) {
      found.addAll(Slow.in(outlook));
    }
    List<Integer> saturated =
        IntStream.range(0, context.layout().layers())
            .filter(layer -> Saturated.isWhole(layer, outlook.now(), context))
            .boxed()
            .toList();
    List<Integer> blocked = List.of();
    if (saturated.isEmpty()) {
      found.addAll(Vanishing.in(outlook, !found.isEmpty()));
    }
    if (outlook.staysBad() && found.isEmpty()) {
      if (saturated.isEmpty()) {
        found.addAll(Stuck.in(outlook, last));
      } else if ((last || past.fallen() < STANDS) && outlook.stands()) {
        blocked = saturated;
      }
    }
    return new Verdict(found.stream().map(it -> asBefore(it, before)).toList(), blocked);
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
