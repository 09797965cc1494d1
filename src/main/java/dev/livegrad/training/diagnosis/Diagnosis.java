package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Divergence;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Watches a run and finds what is wrong with it. At every step it sums up the loss; at steps ever
 * further apart, and where the losses oscillate, it looks at all neurons and gradients; and seldom
 * it makes a trial: it continues the run on a copy of its parameters.
 *
 * <p>What it says follows from the run alone, not from time or threads. Belongs to the run's
 * thread.
 */
public final class Diagnosis {
  /** The next look is after a sixth of the steps so far, so that early steps get most looks. */
  private static final int LOOKS_A_DOUBLING = 6;

  /** The most steps between two looks, in units of a look's cost; looks then cost 0.1%. */
  private static final int MOST_BETWEEN = 1_000;

  private static final int MAX_FINDINGS = 500;

  private final TrainingRun run;
  private final DiagnosisContext context;
  private final Budget budget;
  private final boolean fullBatches;

  /** The cost of a look at all samples, in steps of the run. */
  private final long stepsALook;

  /** The factor from the run's rate to the one that full batches would need. */
  private final double rateFactor;

  private final LossTrace trace = new LossTrace();
  private final Symmetric symmetric;
  private final Oscillating oscillating;
  private final GrowingLoss growing;
  private final Plateau plateau;

  private final List<Case> cases = new ArrayList<>();

  /** Notes of the last look, which begin if the next look finds them too: many only flicker. */
  private List<Finding> candidates = List.of();

  private final List<Change> changes = new ArrayList<>();
  private double[] atFirst;
  private final long beganAt;

  /** Whether another diagnosis has judged the beginning. */
  private final boolean resumed;

  private double firstLoss = Double.NaN;
  private long nextLook;
  private long lastLook = -1;

  /** A finding began or ended; {@code number} counts findings from 0 in order of beginning. */
  public sealed interface Change {
    int number();

    Finding finding();

    /** A finding began, or the same one has become a problem or ceased to be one. */
    record Began(int number, Finding finding) implements Change {}

    /** What a finding said is no longer so. */
    record Ended(int number, Finding finding, long step) implements Change {}
  }

  /** A finding of a diagnosis before this one, and whether it still held. */
  public record Known(Finding finding, boolean open) {}

  /** A finding, and whether it still holds. */
  private static final class Case {
    final int number;
    Finding finding;
    boolean open = true;

    /** Whether the finding of the divergence has taken its place. */
    boolean replaced;

    Case(int number, Finding finding) {
      this.number = number;
      this.finding = finding;
    }
  }

  /** Begins to watch {@code run} where it stands. */
  public Diagnosis(TrainingRun run) {
    this(run, run.stepsDone(), run.parameters(), List.of());
  }

  /**
   * Goes on to watch a run that goes on from a checkpoint.
   *
   * @param known what another diagnosis had found by then, by number
   */
  public Diagnosis(TrainingRun run, List<Known> known) {
    this(run, 0, run.initialParameters(), known);
  }

  private Diagnosis(TrainingRun run, long beganAt, double[] atFirst, List<Known> known) {
    int samples = run.data().samples();
    int batch = DiagnosisContext.batch(run.setup());
    this.run = run;
    this.context = DiagnosisContext.of(run.setup());
    this.budget = new Budget(context, batch);
    this.fullBatches = batch == samples;
    this.stepsALook = Math.ceilDiv(context.probe().samples(), batch);
    this.rateFactor = DiagnosisContext.rateFactor(run.setup());
    this.symmetric = new Symmetric(context, budget);
    this.oscillating = new Oscillating(context, budget);
    this.growing = new GrowingLoss(context, budget);
    this.plateau = new Plateau(context, budget);
    this.atFirst = atFirst;
    this.beganAt = beganAt;
    this.resumed = run.stepsDone() > beganAt;
    this.nextLook = run.stepsDone() + 1;
    for (Known it : known) {
      Case before = new Case(cases.size(), it.finding());
      before.open = it.open();
      cases.add(before);
    }
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

  /** To be called when the rate or a parameter was set: earlier losses say nothing any more. */
  public void steered() {
    if (run.stepsDone() == beganAt) {
      atFirst = run.parameters();
    }
    trace.restart();
    oscillating.restart();
    growing.restart();
    plateau.restart(run.stepsDone());
    nextLook = run.stepsDone() + 1;
  }

  /** Looks now, if steps were made since the last look; for callers with time to spare. */
  public void checkNow() {
    if (run.divergence() == null && run.stepsDone() > lastLook) {
      look(false);
    }
  }

  /**
   * As {@link #checkNow}, where the run stops for a while: what is so now is told, even if a single
   * look has seen it, since it is what people look at.
   */
  public void rest() {
    checkNow();
    if (run.divergence() == null) {
      candidates.forEach(this::begin);
      candidates = List.of();
    }
  }

  /** To be called at the end of a run: a last look, at which no rule waits for more evidence. */
  public void finish() {
    if (run.divergence() == null) {
      trace.close();
      look(true);
    }
  }

  /**
   * All findings so far, in the order of their beginning. One that has ended counts as a note, and
   * a note that came again is listed once.
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

  /** Reads the run's figures with this diagnosis' own tape; on the run's thread too. */
  public HealthReader healthReader() {
    return new HealthReader(context.shape(), context.probe(), rateFactor);
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
      Statistics first = context.probe().read(beganAt, atFirst);
      firstLoss = first.loss();
      if (!resumed) {
        judge(first, run.stepsDone() == beganAt && last);
      }
    }
    if (run.stepsDone() > beganAt) {
      judge(context.probe().read(run.stepsDone(), run.parameters()), last);
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
    IntToDoubleFunction rates = i -> rateFactor * run.learningRateAt(now.step() + i);
    double rate = rates.applyAsDouble(0);
    List<Finding> found = new ArrayList<>(context.unreachable().findings());
    found.addAll(Dead.in(now, context));
    found.addAll(symmetric.in(now, rate, firstLoss, last));
    found.addAll(growing.in(now, rate));
    if (fullBatches && now.step() > beganAt) {
      found.addAll(oscillating.in(now, trace, rate, firstLoss, last));
    }
    boolean explained =
        found.stream().anyMatch(it -> it.isProblem() || it.kind() == Kind.OSCILLATING);
    found.addAll(plateau.in(now, rates, firstLoss, explained, last));
    for (Finding saturated : Saturated.in(now, context)) {
      boolean blocks = plateau.isBlockedBy(Shape.layerNamed(saturated.where()));
      found.add(blocks ? blocking(saturated, now) : saturated);
    }
    enter(found, now.step(), last || now.step() == beganAt);
  }

  private static Finding blocking(Finding saturated, Statistics now) {
    String text =
        saturated.text() + " The loss is %s and stays there.".formatted(Wording.shown(now.loss()));
    return new Finding(
        saturated.step(), saturated.kind(), Severity.PROBLEM, saturated.where(), text);
  }

  /**
   * Ends the findings that no longer hold and begins the new ones.
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
