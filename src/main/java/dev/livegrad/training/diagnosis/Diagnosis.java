package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Experiments.PartOver;
import dev.livegrad.training.spec.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a run and finds what is wrong with it. At every step it sums up the loss; at steps ever
 * further apart, and where the losses oscillate, it looks at all neurons and gradients; and seldom
 * it makes a trial: it continues the run on a copy of its parameters.
 *
 * <p>What it says follows from the run alone, not from time or threads: from its steps, and from
 * where it rests. A look at a large run takes long, so it can be made in parts, see {@link #look};
 * the run makes no step before its end. Belongs to the run's thread.
 */
public final class Diagnosis {
  /**
   * The next look is after a sixth of the steps since the beginning, or since the rate or a
   * parameter was set, so that the steps behind it get most looks.
   */
  private static final int PART = 6;

  /** The most steps between two looks, in units of a look's cost; looks then cost 0.1%. */
  private static final int MOST_BETWEEN = 1_000;

  private final TrainingRun run;
  private DiagnosisContext context;
  private Experiments experiments;
  private DiagnosisRules rules;

  private Budget budget;
  private final LossTrace trace = new LossTrace();
  private final FindingLog log = new FindingLog();
  private double[] atFirst;
  private double firstLoss = Double.NaN;

  /** Whether another diagnosis, of which no more is known, has judged the beginning. */
  private boolean resumed;

  /** The steps done when the rate or a parameter was set. */
  private long steeredAt;

  private long nextLook = 1;
  private long lastLook = -1;

  /** What is to be looked at next, since the steps so far call for it. */
  private @Nullable Checkpoint due;

  /** Whether the rate or a parameter was set since then. */
  private boolean steeredSince;

  /** How to look when that is done, since the run rests. */
  private @Nullable Rest rest;

  private @Nullable Checkpoint resting;

  /** How a run rests. */
  private enum Rest {
    FOR_A_WHILE,
    AT_THE_END
  }

  /**
   * All that a diagnosis knows of a run beside its parameters.
   *
   * @param firstLoss the loss at step 0; NaN before the first look
   * @param due whether the run is to be looked at before the next step
   */
  record Memory(
      double firstLoss,
      long steeredAt,
      long nextLook,
      long lastLook,
      boolean due,
      LossTrace.Memory trace,
      DiagnosisRules.Memory rules,
      FindingLog.Memory log) {}

  /** A finding began or ended; {@code number} counts findings from 0 in order of beginning. */
  public sealed interface Change {
    int number();

    Finding finding();

    /** A finding began, or the same one has become a problem or ceased to be one. */
    record Began(int number, Finding finding) implements Change {}

    /** What a finding said is no longer so. */
    record Ended(int number, Finding finding, long step) implements Change {}
  }

  /** A finding, and whether it still holds. */
  public record Known(Finding finding, boolean open) {}

  /** Begins to watch {@code run} at step 0. */
  public Diagnosis(TrainingRun run) {
    this.run = run;
    this.context = DiagnosisContext.of(run.setup());
    this.budget = new Budget(context, batch(run.hyperparameters()));
    this.experiments = new Experiments(context, budget, TestSet.of(run.network()));
    this.rules = new DiagnosisRules(context, experiments, budget);
    this.atFirst = run.stepsDone() == 0 ? run.parameters() : run.initialParameters();
  }

  private int batch(Hyperparameters hyperparameters) {
    return DiagnosisContext.batch(hyperparameters, context.setup().data().samples());
  }

  /** The cost of a look at all samples, in steps of the run. */
  private long stepsALook(Checkpoint at) {
    return Math.ceilDiv(context.probe().samples(), batch(at.hyperparameters()));
  }

  /**
   * Goes on to watch a run that goes on from a checkpoint, as if it had never stopped.
   *
   * @param memory of the diagnosis that watched it there, see {@link #memory}; null, or of another
   *     version, where no more is known than its findings: then what losses were before is
   *     forgotten
   * @param known what it had found by then or later, by number
   */
  public Diagnosis(TrainingRun run, byte @Nullable [] memory, List<Known> known) {
    this(run);
    Memory read = memory == null ? null : MemoryBytes.read(memory);
    if (read != null && read.log().count() <= known.size()) {
      restore(read, known);
    } else {
      resumed = run.stepsDone() > 0;
      nextLook = run.stepsDone() + 1;
      known.forEach(log::resume);
    }
  }

  private void restore(Memory memory, List<Known> known) {
    firstLoss = memory.firstLoss();
    steeredAt = memory.steeredAt();
    nextLook = memory.nextLook();
    lastLook = memory.lastLook();
    due = memory.due() ? run.checkpoint() : null;
    trace.restore(memory.trace());
    rules.restore(memory.rules());
    log.restore(memory.log(), known);
  }

  /**
   * All that it knows of the run beside its parameters, for a diagnosis that goes on from here;
   * null while it looks at the run as it was before the rate or a parameter was set.
   */
  public byte @Nullable [] memory() {
    return steeredSince
        ? null
        : MemoryBytes.of(
            new Memory(
                firstLoss,
                steeredAt,
                nextLook,
                lastLook,
                due != null,
                trace.memory(),
                rules.memory(),
                log.memory()));
  }

  /** To be called after every step; looks at the run if it is time to. */
  public void afterStepAndLook(StepResult result) {
    afterStep(result);
    boolean _ = look(null);
  }

  /** To be called after every step; where it is time to look at the run, {@link #look} does it. */
  public void afterStep(StepResult result) {
    if (result.divergence() != null) {
      log.diverged(result.divergence());
      return;
    }
    boolean suspicious = trace.add(result.loss()) && rules.suspect(trace, run.hyperparameters());
    if (suspicious || run.stepsDone() >= nextLook) {
      due = run.checkpoint();
    }
  }

  /**
   * To be called when the rate or a parameter was set, or samples were added: earlier losses say
   * nothing any more.
   */
  public void steered() {
    if (run.stepsDone() == 0) {
      atFirst = run.parameters();
    }
    if (due == null) {
      restart();
    } else {
      steeredSince = true;
    }
  }

  private void restart() {
    if (resting != null) {
      experiments.clear();
      resting = null;
    }
    if (context.setup() != run.setup()) {
      // What is to be looked at as it was is looked at with the samples that it had.
      DiagnosisRules.Memory known = rules.memory();
      context = DiagnosisContext.of(run.setup());
      budget = new Budget(context, batch(run.hyperparameters()));
      experiments = new Experiments(context, budget, TestSet.of(run.network()));
      rules = new DiagnosisRules(context, experiments, budget);
      rules.restore(known);
    }
    trace.restart();
    rules.restart(run.stepsDone());
    steeredAt = run.stepsDone();
    nextLook = run.stepsDone() + 1;
  }

  /**
   * To be called where the run stops for a while; it is left to {@link #look} to look. What is so
   * now is told, even if a single look has seen it, since it is what people look at. No trials are
   * made for it, and what is found later does not depend on it.
   */
  public void rest() {
    rest = Rest.FOR_A_WHILE;
  }

  /** To be called at the end of a run: a last look, at which no rule waits for more evidence. */
  public void finishAndLook() {
    finish();
    boolean _ = look(null);
  }

  /** To be called at the end of a run: the next {@link #look} is the last. */
  public void finish() {
    rest = Rest.AT_THE_END;
  }

  /** Whether there is something to look at before the next step. */
  public boolean isLooking() {
    return due != null || rest != null;
  }

  /**
   * Looks at the run, if there is something to look at.
   *
   * @param enough whether this part is long enough; null for never
   * @return whether nothing is left to look at
   */
  public boolean look(@Nullable BooleanSupplier enough) {
    if (due != null) {
      if (!lookAt(due, null, enough)) {
        return false;
      }
      lastLook = due.step();
      long part = (due.step() - steeredAt) / PART;
      long cost = stepsALook(due);
      nextLook = due.step() + Math.clamp(part, cost, MOST_BETWEEN * cost);
      due = null;
      if (steeredSince) {
        steeredSince = false;
        restart();
      }
    }
    if (rest == Rest.FOR_A_WHILE && lastLook == run.stepsDone()) {
      log.beginCandidates();
      rest = null;
    }
    if (rest != null && run.divergence() == null) {
      resting = resting == null ? run.checkpoint() : resting;
      if (!lookAt(resting, rest, enough)) {
        return false;
      }
    }
    rest = null;
    resting = null;
    return true;
  }

  /**
   * All findings so far, in the order of their beginning. One that has ended counts as a note, and
   * a note that came again is listed once.
   */
  public List<Finding> findings() {
    return log.findings();
  }

  /** All findings so far, by number. */
  public List<Known> known() {
    return log.known();
  }

  /** Reads the run's figures with this diagnosis' own tape; on the run's thread too. */
  public HealthReader healthReader() {
    return context.setup() == run.setup()
        ? new HealthReader(context.setup(), context.layout(), context.probe())
        : HealthReader.of(run.setup());
  }

  /** What began and ended since the last call, in order. */
  public List<Change> takeChanges() {
    return log.takeChanges();
  }

  /**
   * A look at the run, or a part of it.
   *
   * @param resting why it is looked at though its steps don't call for it: what the rules know is
   *     then as before; null where they do
   * @return whether that was the rest of it
   */
  private boolean lookAt(Checkpoint now, @Nullable Rest resting, @Nullable BooleanSupplier enough) {
    context.use(now.hyperparameters());
    budget.batchSize(batch(now.hyperparameters()));
    if (!experiments.goOn(resting != Rest.FOR_A_WHILE, enough)) {
      return false;
    }
    boolean last = resting == Rest.AT_THE_END;
    DiagnosisRules.Memory before = rules.memory();
    double first = firstLoss;
    List<Found> found = new ArrayList<>();
    try {
      if (Double.isNaN(first)) {
        // Not in the constructor: the run's own tape is to be the first that is compiled.
        Statistics atFirst = experiments.read(0, this.atFirst);
        first = atFirst.loss();
        if (!resumed) {
          boolean only = now.step() == 0 && last;
          found.add(new Found(0, true, find(atFirst, now, first, only)));
        }
      }
      if (now.step() > 0) {
        Statistics statistics = experiments.read(now.step(), now.parameters());
        boolean atOnce = resting != null;
        found.add(new Found(now.step(), atOnce, find(statistics, now, first, last)));
      }
    } catch (PartOver _) {
      rules.restore(before);
      return false;
    }
    experiments.clear();
    if (resting == null) {
      firstLoss = first;
    } else {
      rules.restore(before);
    }
    for (Found it : found) {
      if (it.findings() != null) {
        log.enter(it.findings(), it.step(), it.atOnce());
      }
    }
    return true;
  }

  /** Null where the loss is not finite, so that nothing can be said. */
  private @Nullable List<Finding> find(
      Statistics statistics, Checkpoint now, double first, boolean last) {
    LossTrace losses = last ? trace.atTheEnd() : trace;
    return Double.isFinite(statistics.loss())
        ? rules.find(statistics, losses, now.hyperparameters(), first, last)
        : null;
  }

  /**
   * What was found at a step.
   *
   * @param atOnce whether a note is told that was not there at the last look
   */
  private record Found(long step, boolean atOnce, @Nullable List<Finding> findings) {}
}
