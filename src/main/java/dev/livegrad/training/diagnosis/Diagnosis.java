package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Divergence;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches a run and tells what it notices. At every step it adds a few numbers; at steps ever
 * further apart, and when the losses give cause, it looks at all neurons and gradients, and seldom
 * it tries out how the run would go on.
 *
 * <p>What it says follows from the run alone, not from time or threads. Belongs to the run's
 * thread.
 */
public final class Diagnosis {
  /** A look every so many shares of the steps so far, so that the first ones get most. */
  private static final int LOOKS_A_DOUBLING = 6;

  /** At least every so many steps that cost as much as a look, so that looks cost under 1%. */
  private static final int MOST_BETWEEN = 1_000;

  private static final int MAX_FINDINGS = 500;

  private final TrainingRun run;
  private final DiagnosisContext subject;
  private final Budget budget;
  private final boolean fullBatches;

  /** How many steps cost what one look at all samples costs. */
  private final long stepsALook;

  /** What turns the run's rate into one for steps of all samples. */
  private final double rateFactor;

  private final LossTrace trace = new LossTrace();
  private final Symmetric symmetric;
  private final Oscillating oscillating;
  private final GrowingLoss growing;
  private final Plateau standstill;

  private final List<Case> cases = new ArrayList<>();

  /** Notes of the last look: one that comes and goes from step to step is not worth a word. */
  private List<Finding> candidates = List.of();

  private final List<Change> changes = new ArrayList<>();
  private double[] atFirst;
  private final long beganAt;
  private double firstLoss = Double.NaN;
  private long nextLook;
  private long lastLook = -1;

  /** What is new; {@code number} is the finding's own, from 0 in the order of their beginning. */
  public sealed interface Change {
    int number();

    Finding finding();

    /** A finding began, or the same one has become a problem or ceased to be one. */
    record Began(int number, Finding finding) implements Change {}

    /** What a finding said is no longer so. */
    record Ended(int number, Finding finding, long step) implements Change {}
  }

  /** A finding, and whether it still holds. */
  private static final class Case {
    final int number;
    Finding finding;
    boolean open = true;

    /** Whether another finding says the same, and better. */
    boolean replaced;

    Case(int number, Finding finding) {
      this.number = number;
      this.finding = finding;
    }
  }

  /** Begins to watch {@code run} where it stands. */
  public Diagnosis(TrainingRun run) {
    int samples = run.data().samples();
    int batch = DiagnosisContext.batch(run.setup());
    this.run = run;
    this.subject = DiagnosisContext.of(run.setup());
    this.budget = new Budget(subject, batch);
    this.fullBatches = batch == samples;
    this.stepsALook = Math.ceilDiv(subject.probe().samples(), batch);
    this.rateFactor = DiagnosisContext.rateFactor(run.setup());
    this.symmetric = new Symmetric(subject, budget);
    this.oscillating = new Oscillating(subject, budget);
    this.growing = new GrowingLoss(subject, budget);
    this.standstill = new Plateau(subject, budget);
    this.atFirst = run.parameters();
    this.beganAt = run.stepsDone();
    this.nextLook = beganAt + 1;
  }

  /** To be called after every step. */
  public void after(StepResult result) {
    if (result.divergence() != null) {
      diverged(result.divergence());
      return;
    }
    boolean swings = trace.add(result.loss()) && fullBatches && oscillating.suspects(trace);
    if (swings || run.stepsDone() >= nextLook) {
      look(false);
    }
  }

  /** To be called when the rate or a parameter was set: what was said before holds no longer. */
  public void steered() {
    if (run.stepsDone() == beganAt) {
      atFirst = run.parameters();
    }
    trace.restart();
    oscillating.restart();
    growing.restart();
    standstill.restart(run.stepsDone());
    nextLook = run.stepsDone() + 1;
  }

  /**
   * Looks now, if steps were made since the last look: for those who have time and people waiting.
   */
  public void lookNow() {
    if (run.divergence() == null && run.stepsDone() > lastLook) {
      look(false);
    }
  }

  /** To be called at the end of a run: a last look, and the most that can be said. */
  public void finish() {
    if (run.divergence() == null) {
      trace.close();
      look(true);
    }
  }

  /**
   * Everything noticed so far, in the order of its beginning. What ended by itself is no problem,
   * and a note that came again is told once.
   */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (Case it : cases) {
      Finding finding = it.open ? it.finding : it.finding.as(Severity.NOTE);
      if (it.replaced) {
        continue;
      }
      if (finding.isProblem() || all.stream().noneMatch(finding::isSameAs)) {
        all.add(finding);
      }
    }
    return all;
  }

  /** Takes figures of the run, whether or not anything is wrong; on the run's thread too. */
  public HealthReader checkup() {
    return new HealthReader(subject.shape(), subject.probe(), rateFactor);
  }

  /** What began and ended since the last call, in order. */
  public List<Change> takeChanges() {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  private void look(boolean last) {
    if (Double.isNaN(firstLoss)) {
      // Not in the constructor: the run's own tape is to be the first that is compiled.
      Statistics first = subject.probe().read(beganAt, atFirst);
      firstLoss = first.loss();
      judge(first, run.stepsDone() == beganAt && last);
    }
    if (run.stepsDone() > beganAt) {
      judge(subject.probe().read(run.stepsDone(), run.parameters()), last);
    }
    lastLook = run.stepsDone();
    long done = run.stepsDone() - beganAt;
    long between = Math.clamp(done / LOOKS_A_DOUBLING, 1, MOST_BETWEEN);
    nextLook = run.stepsDone() + between * stepsALook;
  }

  private void judge(Statistics now, boolean last) {
    if (!Double.isFinite(now.loss())) {
      return;
    }
    double rate = rateFactor * run.learningRate();
    List<Finding> found = new ArrayList<>(Dead.in(now, subject));
    found.addAll(symmetric.in(now, rate, firstLoss, last));
    found.addAll(growing.in(now, rate));
    if (fullBatches && now.step() > beganAt) {
      found.addAll(oscillating.in(now, trace, rate, firstLoss, last));
    }
    boolean explained =
        found.stream().anyMatch(it -> it.isProblem() || it.kind() == Kind.OSCILLATING);
    found.addAll(standstill.in(now, rate, firstLoss, explained, last));
    for (Finding saturated : Saturated.in(now, subject)) {
      boolean blocks = standstill.isBlockedBy(Shape.layerNamed(saturated.where()));
      found.add(blocks ? blocking(saturated, now) : saturated);
    }
    enter(found, now.step(), last || now.step() == beganAt);
  }

  private static Finding blocking(Finding saturated, Statistics now) {
    String text =
        saturated.text() + " The loss is %s and stays there.".formatted(Numbers.shown(now.loss()));
    return new Finding(
        saturated.step(), saturated.kind(), Severity.PROBLEM, saturated.where(), text);
  }

  /**
   * Compares what holds now with what held before.
   *
   * @param atOnce whether a note may begin that was not there at the last look
   */
  private void enter(List<Finding> found, long step, boolean atOnce) {
    List<Finding> notesBefore = candidates;
    candidates = new ArrayList<>();
    for (Case it : cases) {
      if (it.open && found.stream().noneMatch(it.finding::isSameAs)) {
        it.open = false;
        changes.add(new Change.Ended(it.number, it.finding, step));
      }
    }
    for (Finding finding : found) {
      Optional<Case> known =
          cases.stream().filter(it -> it.open && it.finding.isSameAs(finding)).findFirst();
      if (known.isPresent()) {
        if (known.get().finding.severity() != finding.severity()) {
          known.get().finding = finding.since(known.get().finding.step());
          changes.add(new Change.Began(known.get().number, known.get().finding));
        }
      } else {
        Optional<Finding> before = notesBefore.stream().filter(finding::isSameAs).findFirst();
        if (finding.isProblem() || atOnce || before.isPresent()) {
          begin(before.map(it -> finding.since(it.step())).orElse(finding));
        } else {
          candidates.add(finding);
        }
      }
    }
  }

  private void begin(Finding finding) {
    if (cases.size() < MAX_FINDINGS) {
      int number = cases.size();
      cases.add(new Case(number, finding));
      changes.add(new Change.Began(number, finding));
    }
  }

  /** The finding of a run that stopped itself takes the place of one that saw it coming. */
  private void diverged(Divergence divergence) {
    for (Case it : cases) {
      if (it.open && it.finding.kind() == Kind.DIVERGED) {
        it.open = false;
        it.replaced = true;
        changes.add(new Change.Ended(it.number, it.finding, divergence.step()));
      }
    }
    int number = cases.size();
    cases.add(new Case(number, Finding.of(divergence)));
    changes.add(new Change.Began(number, Finding.of(divergence)));
  }
}
