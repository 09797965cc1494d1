package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.GradientCheck;
import dev.livegrad.training.spec.SpecException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One way of a run from step 0, with all that follows from it: journal, series, checkpoints, and
 * what the diagnosis noticed. Its origin and its journal determine it. Belongs to one thread at a
 * time.
 */
final class Trajectory {
  private final long number;
  private final TrainingRun run;
  private final RunDescription description;
  private final Journal journal = new Journal();
  private final Series series = new Series();
  private final FrameBuilder frame = new FrameBuilder();
  private final Checkpoints checkpoints;
  private final DiagnosisMonitor diagnosis;
  private final Consumer<RunEvent> events;

  /**
   * A trajectory at step 0.
   *
   * @param number no other trajectory has it
   * @param nanoTime as {@link System#nanoTime}
   */
  Trajectory(
      long number, RunSetup setup, long seed, Consumer<RunEvent> events, LongSupplier nanoTime) {
    this.number = number;
    this.run = new TrainingRun(setup, seed);
    this.description = RunDescription.of(run);
    this.checkpoints = new Checkpoints(run);
    this.diagnosis = new DiagnosisMonitor(run, number, events, nanoTime);
    this.events = events;
  }

  long number() {
    return number;
  }

  /** What trains; only this trajectory may make its steps. */
  TrainingRun run() {
    return run;
  }

  RunSetup setup() {
    return run.setup();
  }

  long seed() {
    return run.seed();
  }

  long stepsDone() {
    return run.stepsDone();
  }

  double learningRate() {
    return run.learningRate();
  }

  /** Where the spec says that the run ends; null for nowhere. */
  @Nullable Long lastStep() {
    return run.spec().steps();
  }

  /** What went wrong, in a sentence; null where nothing did. */
  @Nullable String divergenceText() {
    return run.divergence() == null ? null : run.divergence().text();
  }

  DiagnosisMonitor diagnosis() {
    return diagnosis;
  }

  /** Makes a step. */
  StepResult step() {
    StepResult result = run.step();
    checkpoints.after();
    diagnosis.after(result);
    if (result.divergence() != null) {
      // Its loss may be NaN, which would hide the extremes of an entry that it shared.
      frame.cut(result.step());
    }
    frame.append(result.step(), result.loss(), result.learningRate(), result.accuracy());
    return result;
  }

  /**
   * Lets a command take effect and writes it down; the next step begins an entry of the series. Of
   * pacing commands none is written down where the journal has room for no more.
   *
   * @return false, and nothing has changed, where the journal has no room for a command that the
   *     trajectory depends on
   * @throws SpecException if this run can't be steered so; nothing has changed then either
   */
  boolean append(JournalEntry entry) {
    if (entry.command() instanceof Command.Steering steering) {
      if (!journal.hasRoomFor(entry)) {
        return false;
      }
      double rate = run.learningRate();
      steering.steer(run);
      checkpoints.steered();
      diagnosis.steered(steering, rate);
    }
    frame.cut(run.stepsDone());
    if (journal.append(entry)) {
      events.accept(new RunEvent.CommandsApplied(number, List.of(entry)));
    }
    return true;
  }

  /** Whether the viewer who gives it has given as many as one may give. */
  boolean isTooMuchOf(JournalEntry entry) {
    return journal.isTooMuchOf(entry);
  }

  /** The commands that a replay until {@code step} has to give again, oldest first. */
  List<JournalEntry> steeringBefore(long step) {
    return journal.steeringBefore(step);
  }

  /** Whether there are steps that the series hasn't got yet. */
  boolean hasNewSteps() {
    return !frame.isEmpty();
  }

  /** Adds to the series what is new, and tells of it. */
  void publishSteps() {
    if (!frame.isEmpty()) {
      List<SeriesEntry> entries = frame.take();
      entries.forEach(series::append);
      events.accept(new RunEvent.StepsMade(number, entries));
    }
  }

  /** The run's levels, as they are now. */
  LevelSchedule.Source levels(long frameNanos) {
    LevelReader reader = new LevelReader(number, run.network(), diagnosis::healthReader);
    return new LiveLevels(run, reader, frameNanos);
  }

  /** The run as it stands. */
  RunSnapshot snapshot(RunState state) {
    return new RunSnapshot(
        run.network(),
        description,
        state,
        series,
        journal.entries(),
        diagnosis.findings(),
        checkpoints.all(),
        run.checkpoint(),
        run.nextSamples());
  }

  /** A check of the gradients as they are now, to be run on any thread. */
  GradientCheck gradientCheck() {
    return new GradientCheck(run);
  }
}
