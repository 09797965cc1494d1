package dev.livegrad.run;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.GradientCheck;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way of a run from step 0, with all that follows from it: journal, series, checkpoints, and
 * what the diagnosis noticed. Its origin and its journal determine it. Belongs to one thread at a
 * time.
 */
final class Trajectory {
  /** Steps of a frame while the past is made again: the curve gets nearly as fine as it was. */
  private static final int STEPS_A_FRAME = 256;

  private final long number;
  private final TrainingRun run;
  private RunDescription description;
  private final Journal journal = new Journal();
  private final Series series = new Series();
  private final FrameBuilder frame = new FrameBuilder();
  private final Checkpoints checkpoints;
  private final DiagnosisMonitor diagnosis;
  private final Consumer<RunEvent> events;

  /** Null where the run keeps no samples for a test. */
  private final @Nullable TestSet testSet;

  /** The first step that the series doesn't have from its past. */
  private final long firstNew;

  /** How long it had trained at the series' end, pauses left out; NaN where that isn't known. */
  private double seconds;

  /**
   * After how many steps the loss first was so low that the spec ends the run; -1 if it wasn't yet.
   */
  private long atStopLoss;

  /** Whether events are told: false while the constructor makes the past again. */
  private boolean isTelling;

  /**
   * A trajectory with its past. What isn't given of that is made again, which can take long; only
   * what comes after it is told.
   *
   * @param number no other trajectory has it
   * @throws IllegalArgumentException if the past can't be the one of such a run
   */
  Trajectory(long number, Command.Origin origin, Consumer<RunEvent> events) {
    History past = origin.past();
    Checkpoint start = past.start();
    this.number = number;
    this.run =
        start == null
            ? new TrainingRun(origin.setup(), origin.seed())
            : new TrainingRun(origin.setup(), origin.seed(), start);
    this.description = RunDescription.of(run);
    this.testSet = TestSet.of(run.network());
    List<JournalEntry> behind =
        past.journal().stream().takeWhile(it -> it.step() < run.stepsDone()).toList();
    behind.forEach(this::appendKnown);
    this.diagnosis =
        new DiagnosisMonitor(
            run,
            number,
            journal,
            start == null ? null : start.diagnosis(),
            past.findings(),
            this::tell);
    this.checkpoints = new Checkpoints(run, this::checkpoint, past.checkpoints());
    this.events = events;
    this.firstNew = past.seriesEnd();
    past.series().forEach(series::append);
    this.seconds = SeriesEntry.secondsAt(past.series(), firstNew);
    this.atStopLoss = atStopLoss(past.series());
    repeat(past.journal().stream().skip(behind.size()).toList(), origin);
    boolean _ = diagnosis.look(null);
    test();
    publishRepeated(origin);
    isTelling = true;
  }

  private long atStopLoss(List<SeriesEntry> series) {
    Double stop = run.spec().training().stopAtLoss();
    return stop == null
        ? -1
        : series.stream()
            .filter(it -> it.lossMin() <= stop)
            .mapToLong(it -> it.step() + 1)
            .findFirst()
            .orElse(-1);
  }

  /** Gives commands again at their steps, and makes the steps that are missing. */
  private void repeat(List<JournalEntry> commands, Command.Origin origin) {
    for (JournalEntry entry : commands) {
      repeatUntil(entry.step(), origin);
      require(entry.step() == run.stepsDone(), "a command of step %d", entry.step());
      if (entry.command() instanceof Command.Steering steering) {
        steer(steering);
      }
      frame.cut(run.stepsDone());
      appendKnown(entry);
    }
    repeatUntil(origin.steps(), origin);
  }

  /** Adds an entry of its past to the journal, which had room for it. */
  private void appendKnown(JournalEntry entry) {
    require(journal.append(entry), "more than %d commands", Journal.MAX_ENTRIES);
  }

  private void repeatUntil(long steps, Command.Origin origin) {
    while (run.stepsDone() < steps && run.divergence() == null) {
      step();
      if (run.stepsDone() % STEPS_A_FRAME == 0) {
        publishRepeated(origin);
      }
    }
  }

  /**
   * Adds steps that were made again at the times of their first making, as far as those are known.
   */
  private void publishRepeated(Command.Origin origin) {
    long left = origin.steps() - series.end();
    double share = left <= 0 ? 1 : (double) (run.stepsDone() - series.end()) / left;
    publishSteps(seconds + share * (origin.past().seconds() - seconds));
  }

  private void require(boolean possible, String what, long number) {
    if (!possible) {
      throw new IllegalArgumentException(
          "there can't be %s when %d steps are done"
              .formatted(what.formatted(number), run.stepsDone()));
    }
  }

  private void tell(RunEvent event) {
    if (isTelling) {
      events.accept(event);
    }
  }

  long number() {
    return number;
  }

  /** What trains; only this trajectory may make its steps. */
  TrainingRun run() {
    return run;
  }

  /** As it was at the beginning, without points that were added. */
  RunSetup setup() {
    return run.setup().source();
  }

  /** A past that has nothing but the points that were added, at step 0. */
  History points() {
    return new History(
        journal.entries().stream()
            .filter(it -> it.command() instanceof Command.AddPoints)
            .map(it -> new JournalEntry(0, it.command(), it.by()))
            .toList(),
        List.of(),
        List.of(),
        List.of(),
        0);
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
    return run.spec().training().steps();
  }

  /** Whether the spec ends the run here, after so many steps or at such a loss. */
  boolean isAtItsEnd() {
    return Objects.equals(lastStep(), run.stepsDone()) || atStopLoss == run.stepsDone();
  }

  /** What went wrong, in a sentence; null where nothing did. */
  @Nullable String divergenceText() {
    return run.divergence() == null ? null : run.divergence().text();
  }

  DiagnosisMonitor diagnosis() {
    return diagnosis;
  }

  /** To be called where the run stops, for a while or at its end: it is to be looked at there. */
  void rest() {
    if (isAtItsEnd()) {
      diagnosis.finish();
    } else {
      diagnosis.rest();
    }
  }

  /** Whether {@link #look} has something to do. */
  boolean isLooking() {
    return diagnosis.isLooking();
  }

  /**
   * Looks at the run where it is time to, or does a part of that.
   *
   * @param enough whether this part is long enough; null for never
   * @return whether nothing is left to look at before the next step
   */
  boolean look(@Nullable BooleanSupplier enough) {
    return !diagnosis.isLooking() || diagnosis.look(enough);
  }

  /** Does a part of the next step, see {@link TrainingRun#prepareStep}. */
  boolean prepareStep(BooleanSupplier enough) {
    return run.prepareStep(enough);
  }

  /** Makes a step, or the rest of it. */
  StepResult step() {
    boolean _ = look(null);
    StepResult result = run.step();
    diagnosis.afterStep(result);
    checkpoints.afterStep();
    if (atStopLoss < 0 && run.isAtStopLoss()) {
      atStopLoss = run.stepsDone();
    }
    if (result.step() >= firstNew) {
      if (result.divergence() != null) {
        // Its loss may be NaN, which would hide the extremes of an entry that it shared.
        frame.cut(result.step());
      }
      frame.append(result.step(), result.loss(), result.learningRate(), result.accuracy());
    }
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
    JournalEntry kept = entry;
    if (entry.command() instanceof Command.Steering steering) {
      if (!journal.hasRoomFor(entry)) {
        return false;
      }
      kept = new JournalEntry(entry.step(), steering.journalled(run), entry.by());
      steer(steering);
    }
    frame.cut(run.stepsDone());
    if (journal.append(kept)) {
      tell(new RunEvent.CommandsApplied(number, List.of(kept)));
    }
    if (kept.command() instanceof Command.AddPoints) {
      tell(new RunEvent.SamplesChanged(number, description));
    }
    return true;
  }

  /** Whether the viewer who gives it has given as many as one may give. */
  boolean isTooMuchOf(JournalEntry entry) {
    return journal.isTooMuchOf(entry);
  }

  private void steer(Command.Steering steering) {
    steering.steer(run);
    if (steering instanceof Command.AddPoints) {
      description = RunDescription.of(run);
    }
    diagnosis.steered();
    checkpoints.steered();
  }

  /** What another trajectory that begins like this one has behind it. */
  History history() {
    return new History(
        journal.entries(), series.entries(), diagnosis.findings(), checkpoints.all(), seconds);
  }

  /** Whether there are steps that the series hasn't got yet. */
  boolean hasNewSteps() {
    return !frame.isEmpty();
  }

  /** Whether samples are kept for a test. */
  boolean isTested() {
    return testSet != null;
  }

  /** Measures how the network did on the test samples at the last of the new steps. */
  void test() {
    if (testSet != null && !frame.isEmpty()) {
      frame.tested(testSet.evaluate(run.measuredParameters()));
    }
  }

  /** How long it had trained at the series' end, pauses left out; NaN where that isn't known. */
  double seconds() {
    return seconds;
  }

  /**
   * Adds to the series what is new, and tells of it.
   *
   * @param trained how many seconds it has trained by now; the new steps share evenly the time
   *     since the series' end
   */
  void publishSteps(double trained) {
    if (!frame.isEmpty()) {
      publish(frame.take(), trained);
    }
  }

  /** As {@link #publishSteps}, but for the last entry, which can still be tested. */
  void publishStepsButLast(double trained) {
    if (!frame.isEmpty()) {
      publish(frame.takeButLast(), trained);
    }
  }

  private void publish(List<SeriesEntry> untimed, double trained) {
    if (!untimed.isEmpty()) {
      List<SeriesEntry> entries = timed(untimed, trained);
      entries.forEach(series::append);
      tell(new RunEvent.StepsMade(number, entries));
    }
  }

  private List<SeriesEntry> timed(List<SeriesEntry> entries, double trained) {
    long begin = series.end();
    double each = (trained - seconds) / (entries.getLast().step() + 1 - begin);
    double before = seconds;
    seconds = trained;
    return entries.stream().map(it -> it.at(before + each * (it.step() + 1 - begin))).toList();
  }

  /** The run's levels, as they are now. */
  LevelSchedule.Source levels(long frameNanos) {
    return new LiveLevels(
        run, () -> new LevelReader(number, run.network(), diagnosis::healthReader), frameNanos);
  }

  /** Tells {@code listener} of its beginning and of all that it has behind it. */
  void tellAll(RunState state, Consumer<RunEvent> listener) {
    listener.accept(new RunEvent.TrajectoryBegan(snapshot(state, List.of(), List.of())));
    List<JournalEntry> commands = journal.entries();
    if (!commands.isEmpty()) {
      listener.accept(new RunEvent.CommandsApplied(number, commands));
    }
    List<SeriesEntry> steps = series.entries();
    if (!steps.isEmpty()) {
      listener.accept(new RunEvent.StepsMade(number, steps));
    }
    diagnosis.findings().forEach(listener);
  }

  /** What has been added to its past while it was made again. */
  List<RunStore.Update> newSince(History past) {
    List<RunStore.Update> updates = new ArrayList<>();
    List<SeriesEntry> steps =
        series.entries().stream().filter(it -> it.from() >= past.seriesEnd()).toList();
    if (!steps.isEmpty()) {
      updates.add(new RunEvent.StepsMade(number, steps));
    }
    updates.addAll(diagnosis.findings());
    return updates;
  }

  /** How many numbers a checkpoint has. */
  long checkpointNumbers() {
    return Checkpoints.numbers(run.checkpoint());
  }

  /** The run as it stands, and of the checkpoints to go back to those that are new. */
  List<RunStore.Update> takeCheckpoints() {
    List<RunStore.Update> updates = new ArrayList<>();
    checkpoints
        .takeNew()
        .forEach(it -> updates.add(new RunStore.CheckpointMade(number, it, false)));
    updates.add(new RunStore.CheckpointMade(number, checkpoint(), true));
    return updates;
  }

  private Checkpoint checkpoint() {
    return run.checkpoint().with(diagnosis.memory());
  }

  /** The run as it stands. */
  RunSnapshot snapshot(RunState state) {
    return snapshot(state, journal.entries(), diagnosis.findings());
  }

  private RunSnapshot snapshot(
      RunState state, List<JournalEntry> journal, List<RunEvent.FindingChanged> findings) {
    return new RunSnapshot(
        run.network(),
        description,
        state,
        series.lastLoss(),
        series,
        journal,
        findings,
        checkpoints.all(),
        run.checkpoint(),
        run.nextSamples());
  }

  /** A check of the gradients as they are now, to be run on any thread. */
  GradientCheck gradientCheck() {
    return new GradientCheck(run);
  }
}
