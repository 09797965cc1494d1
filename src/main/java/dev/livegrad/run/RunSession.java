package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.inspect.GradientCheck;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run under way: what it is doing, how fast, until when, and what there is to tell about it.
 *
 * <pre>
 *            start, step                   pause, goal reached
 *   READY ----------------> RUNNING <-----------------------------> PAUSED
 *     ^                        |      start, step
 *     | reset, load ...        +---- the spec's last step ---> FINISHED --- start, step ---> RUNNING
 *     +--- from anywhere       +---- no longer finite -------> DIVERGED
 * </pre>
 *
 * <p>Trains in {@link #turn turns}, between which commands are {@link #apply applied}. Belongs to
 * one thread at a time.
 */
final class RunSession {
  /** A step or a look that takes longer is made in parts, between which commands are answered. */
  private static final long PART_NANOS = 5_000_000;

  private final String id;
  private final RunOptions options;
  private final LongSupplier nanoTime;
  private final LongSupplier numbers;
  private final IntSupplier availableThreads;
  private final Recorder recorder;
  private final Frames frames;
  private final Progress progress;
  private final BurstLength burst = new BurstLength();
  private final LevelSchedule levels;
  private final BooleanSupplier isPartOver;

  private final TestSchedule tests;

  private Trajectory trajectory;
  private CheckpointSchedule checkpoints;

  /** When the part of a step or a look ends that is being made. */
  private long partEnd;

  /**
   * A session at the beginning of a run, or where it goes its own way; {@link #begin} tells of it.
   */
  RunSession(String id, Command.Origin origin, RunEnvironment environment, Frames.Outlet outlet) {
    this(
        id,
        environment.numbers().getAsLong(),
        origin,
        environment.options().stepsPerSecond(),
        environment,
        outlet);
  }

  private RunSession(
      String id,
      long number,
      Command.Origin origin,
      @Nullable Double stepsPerSecond,
      RunEnvironment environment,
      Frames.Outlet outlet) {
    long now = environment.nanoTime().getAsLong();
    this.id = id;
    this.options = environment.options();
    this.nanoTime = environment.nanoTime();
    this.numbers = environment.numbers();
    this.recorder = new Recorder(environment.store());
    this.frames = new Frames(options.nanosAFrame(), recorder, outlet, now);
    this.availableThreads = environment.timeShare()::availableThreads;
    this.trajectory = trajectory(number, origin);
    this.progress =
        new Progress(environment.slots(), statusAtRest(), stepsPerSecond, trajectory.seconds());
    this.checkpoints = new CheckpointSchedule(trajectory.checkpointNumbers(), now);
    this.levels =
        new LevelSchedule(trajectory.levels(options.nanosAFrame()), this::happened, nanoTime);
    this.tests = new TestSchedule(now);
    this.isPartOver = () -> nanoTime.getAsLong() >= partEnd;
  }

  /** A session that goes on with a run as it was kept: what was training trains. */
  static RunSession resume(
      RunStore.KeptRun kept, RunEnvironment environment, Frames.Outlet outlet) {
    RunSession session =
        new RunSession(
            kept.summary().id(),
            kept.state().trajectory(),
            new Command.Origin(kept.setup(), kept.seed(), History.of(kept), History.steps(kept)),
            kept.state().stepsPerSecond(),
            environment,
            outlet);
    session.resume(kept);
    return session;
  }

  private void resume(RunStore.KeptRun kept) {
    trajectory.tellAll(state(), frames);
    trajectory.newSince(History.of(kept)).forEach(recorder::add);
    Long until = kept.state().goal();
    long done = trajectory.stepsDone();
    boolean goesOn = until == null ? !trajectory.isAtItsEnd() : done < until;
    boolean ran = kept.state().status() == RunStatus.RUNNING;
    if (ran && progress.status() != RunStatus.DIVERGED && goesOn) {
      progress.resume(until, done, nanoTime.getAsLong());
    }
    checkpoints.changed();
    tellState();
  }

  private void happened(RunEvent event) {
    frames.accept(event);
    if (event instanceof RunStore.Update update) {
      recorder.add(update);
    }
  }

  private Trajectory trajectory(Command.Origin origin) {
    return trajectory(numbers.getAsLong(), origin);
  }

  private Trajectory trajectory(long number, Command.Origin origin) {
    Trajectory trajectory = new Trajectory(number, origin, this::happened);
    trajectory.run().limitThreads(availableThreads);
    return trajectory;
  }

  /** Has a new run kept, and tells of its first trajectory; to be called once, before any turn. */
  void begin(RunStore.Created created) {
    recorder.add(created);
    tellTrajectory();
  }

  /** Tells of the trajectory that begins, and of all that it has behind it. */
  private void tellTrajectory() {
    recorder.add(
        new RunStore.TrajectoryCreated(
            id, trajectory.number(), trajectory.setup(), trajectory.seed()));
    if (trajectory.stepsDone() > 0) {
      trajectory.rest();
    }
    trajectory.tellAll(state(), this::happened);
    checkpoints = new CheckpointSchedule(trajectory.checkpointNumbers(), nanoTime.getAsLong());
    if (trajectory.stepsDone() > 0) {
      checkpoints.changed();
    }
    tellState();
  }

  /**
   * Applies a command between two steps; a trajectory that it begins is built here and now.
   *
   * @param by who gives it
   */
  CommandResult apply(Command command, String by) {
    return switch (give(command, by)) {
      case CommandResult result -> result;
      case CommandEffect.NewTrajectory it -> {
        try {
          yield it.replace().apply(it.build().get());
        } catch (SpecException e) {
          yield refused(command, e);
        }
      }
    };
  }

  /** The refusal of a command; its reason begins with the field, as {@code rewind.step: ...}. */
  static CommandResult refused(Command command, SpecException why) {
    return rejected(command, "." + why.getMessage());
  }

  /**
   * Applies a command between two steps; to build a trajectory that it begins is left to whoever
   * calls.
   *
   * @param by who gives it
   */
  CommandEffect give(Command command, String by) {
    try {
      return switch (command) {
        case Command.Start start -> start(start, by);
        case Command.Pause pause -> pause(pause, by);
        case Command.Step step -> step(step, by);
        case Command.SetSpeed(Double stepsPerSecond) -> setSpeed(stepsPerSecond);
        case Command.Steering steering -> steer(steering, by);
        case Command.Beginning beginning -> newTrajectory(beginning, by);
      };
    } catch (SpecException e) {
      return refused(command, e);
    }
  }

  /** The topics that somebody watches now; levels of {@code fresh} are sent in any case. */
  void watch(Set<Topic> topics, Set<Topic> fresh) {
    frames.watch(!topics.isEmpty());
    levels.watch(topics, fresh);
  }

  /** Makes the steps that are due until {@code deadline}, and tells what is to be told by now. */
  void turn(long deadline) {
    if (progress.isRunning() && lost() != null) {
      stop(RunStatus.PAUSED);
    }
    long now = nanoTime.getAsLong();
    while (progress.isRunning() && progress.pacer().nanosLeft(now) <= 0 && now < deadline) {
      makeSteps(now);
      long later = nanoTime.getAsLong();
      burst.took(later - now);
      now = later;
    }
    if (trajectory.isLooking()) {
      partEnd = now + PART_NANOS;
      boolean _ = trajectory.look(isPartOver);
    }
    levels.sendIfDue(now);
    if (progress.measure(trajectory.stepsDone(), now)) {
      tellState();
    }
    if (checkpoints.nanosLeft(now, progress.isRunning()) <= 0) {
      keepCheckpoint(now);
    }
    if (frames.nanosLeft(now) <= 0 && isSomethingToTell()) {
      frames.countFrom(now);
      publishDueSteps(now);
      frames.tell();
    }
  }

  private boolean isSomethingToTell() {
    return trajectory.hasNewSteps() || frames.isWaiting();
  }

  /** Adds what is new to the series, with a test at its last step. */
  private void publishSteps() {
    long now = nanoTime.getAsLong();
    if (trajectory.isTested() && trajectory.hasNewSteps()) {
      test(now);
    }
    trajectory.publishSteps(progress.secondsRun(now));
  }

  private void test(long now) {
    trajectory.test();
    tests.made(now, nanoTime.getAsLong() - now);
  }

  /**
   * The same while it trains, but where it is too early for a test what was made last is kept back
   * until there is one or it is followed: wherever the run stops, there is a step to test.
   */
  private void publishDueSteps(long now) {
    if (!trajectory.isTested() || tests.isDue(now)) {
      publishSteps();
    } else {
      trajectory.publishStepsButLast(progress.secondsRun(now));
    }
  }

  /** Tells all that there is to tell, and does not wait for the next frame. */
  void tell() {
    publishSteps();
    frames.tell();
  }

  /**
   * Gives an answer behind the next frame, and so behind all that has happened.
   *
   * @param answer is asked for what gives it, on this thread, when the frame is made
   */
  void whenTold(Supplier<Runnable> answer) {
    frames.whenTold(answer);
  }

  /** Gives an answer as soon as all is kept that has happened, whether or not it is told. */
  void whenKept(RunStore.Kept answer) {
    frames.whenKept(answer);
  }

  /** Why nothing of this run is kept any more, so that it stands still; null where it is. */
  @Nullable String lost() {
    return recorder.lost();
  }

  /** How much waits for the store. */
  int pending() {
    return recorder.pending();
  }

  /** Whether there will be steps unless somebody says otherwise. */
  boolean isTraining() {
    return progress.isRunning();
  }

  /**
   * Has all kept that there is, so that it costs no time to go on from here.
   *
   * @param closed is run when it is, or never can be
   */
  void close(Runnable closed) {
    progress.release();
    publishSteps();
    keepCheckpoint(nanoTime.getAsLong());
    tell();
    recorder.whenKept(_ -> closed.run());
  }

  private void keepCheckpoint(long now) {
    if (checkpoints.isChanged()) {
      publishSteps();
      trajectory.takeCheckpoints().forEach(recorder::add);
      checkpoints.made(now);
      recorder.flush();
    }
  }

  /** How long until {@link #turn} has something to do; {@link Long#MAX_VALUE} for never. */
  long nanosLeft() {
    if (trajectory.isLooking()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    long left = levels.nanosLeft(now);
    if (progress.isRunning()) {
      left = Math.min(left, progress.pacer().nanosLeft(now));
    }
    if (isSomethingToTell()) {
      left = Math.min(left, frames.nanosLeft(now));
    }
    left = Math.min(left, checkpoints.nanosLeft(now, progress.isRunning()));
    return Math.max(0, left);
  }

  /** The run as it stands. */
  RunSnapshot snapshot() {
    return trajectory.snapshot(state());
  }

  /** A check of the gradients as they are now, to be run on any thread. */
  GradientCheck gradientCheck() {
    return trajectory.gradientCheck();
  }

  private CommandResult start(Command command, String by) {
    if (progress.status() == RunStatus.DIVERGED) {
      return diverged(command);
    }
    Long end = endOfSpec();
    if (!progress.isRunning()) {
      return go(end, command, by, null);
    }
    Long goal = progress.goal();
    boolean pausesEarlier = goal != null && !goal.equals(end);
    return pausesEarlier
        ? go(end, command, by, "was to pause soon; goes on instead")
        : accepted("already running");
  }

  private CommandResult pause(Command command, String by) {
    return switch (progress.status()) {
      case RUNNING -> {
        CommandResult result = acceptPacing(command, by, null);
        stop(RunStatus.PAUSED);
        yield result;
      }
      case PAUSED -> accepted("already paused");
      case READY -> accepted("not started yet");
      case FINISHED -> accepted("already finished");
      case DIVERGED -> accepted("already stopped, since it diverged");
    };
  }

  private CommandResult step(Command.Step command, String by) {
    if (progress.status() == RunStatus.DIVERGED) {
      return diverged(command);
    }
    long done = trajectory.stepsDone();
    Long end = endOfSpec();
    if (end != null && done + command.count() > end) {
      return go(end, command, by, "the run ends after " + (end - done) + " steps");
    }
    return go(done + command.count(), command, by, null);
  }

  private CommandResult go(
      @Nullable Long until, Command command, String by, @Nullable String note) {
    if (!progress.run(until, trajectory.stepsDone(), nanoTime.getAsLong())) {
      return rejected(
          command,
          ": %s, as many as are allowed at once; pause one to go on here"
              .formatted(
                  progress.slots() == 1 ? "1 run trains" : progress.slots() + " runs train"));
    }
    CommandResult result = acceptPacing(command, by, note);
    tellState();
    return result;
  }

  private CommandResult setSpeed(@Nullable Double stepsPerSecond) {
    progress.setSpeed(stepsPerSecond, trajectory.stepsDone(), nanoTime.getAsLong());
    tellState();
    return accepted(null);
  }

  private CommandResult steer(Command.Steering command, String by) {
    if (progress.status() == RunStatus.DIVERGED) {
      return diverged(command);
    }
    JournalEntry entry = new JournalEntry(trajectory.stepsDone(), command, by);
    if (trajectory.isTooMuchOf(entry)) {
      return rejected(
          command,
          ": %s has changed this run %d times, as often as one viewer may; reset to go on"
              .formatted(by, Journal.MAX_OF_A_VIEWER));
    }
    if (!trajectory.append(entry)) {
      return rejected(
          command,
          ": the journal is full with %d commands; reset to go on".formatted(Journal.MAX_ENTRIES));
    }
    levels.changed();
    checkpoints.changed();
    tellState();
    return accepted(null);
  }

  private CommandEffect newTrajectory(Command.Beginning command, String by) {
    Supplier<Command.Origin> origin = origin(command, by);
    return new CommandEffect.NewTrajectory(
        () -> trajectory(origin.get()), next -> replaceTrajectory(command, next));
  }

  /**
   * The beginning that a command tells of, from here, with what a journal says of it; what is left
   * to do for it may take a while, and throw a {@link SpecException}.
   *
   * @throws SpecException if there is nothing of the kind to begin
   */
  Supplier<Command.Origin> origin(Command.Beginning command, String by) {
    publishSteps();
    Supplier<Command.Origin> origin = command.origin(trajectory);
    Command journalled = command.journalled(trajectory);
    return () -> journalled(origin.get(), journalled, by);
  }

  /** The origin with what the new trajectory's journal begins with: a reset, and the command. */
  private static Command.Origin journalled(Command.Origin origin, Command command, String by) {
    List<JournalEntry> first = new ArrayList<>();
    first.add(new JournalEntry(0, new Command.Reset(origin.seed()), by));
    if (command instanceof Command.Change || command instanceof Command.Rewind) {
      first.add(new JournalEntry(0, command, by));
    }
    return origin.withFirstInJournal(first);
  }

  /** Ends this trajectory and begins the next. */
  private CommandResult replaceTrajectory(Command.Beginning command, Trajectory next) {
    publishSteps();
    levels.flush();
    progress.stop(statusAtRest(), nanoTime.getAsLong());
    recorder.add(new RunEvent.StatusChanged(state()));
    trajectory.takeCheckpoints().forEach(recorder::add);
    trajectory = next;
    progress.stopAt(statusAtRest(), trajectory.seconds());
    if (command instanceof Command.Load) {
      progress.setSpeed(options.stepsPerSecond(), trajectory.stepsDone(), nanoTime.getAsLong());
    }
    levels.begin(trajectory.levels(options.nanosAFrame()));
    tellTrajectory();
    if (command instanceof Command.Load(RunSetup setup)) {
      recorder.add(new RunStore.Renamed(id, setup.spec().name()));
    }
    return accepted(null);
  }

  /** The status while no steps are made, as it follows from the trajectory alone. */
  private RunStatus statusAtRest() {
    if (trajectory.divergenceText() != null) {
      return RunStatus.DIVERGED;
    }
    return trajectory.stepsDone() == 0
        ? RunStatus.READY
        : trajectory.isAtItsEnd() ? RunStatus.FINISHED : RunStatus.PAUSED;
  }

  /**
   * Makes one step, or a part of one that takes long, or several: to look at the clock takes a good
   * part of a short step's time.
   */
  private void makeSteps(long now) {
    int count = progress.pacer().stepsPerSecond() == null ? burst.steps() : 1;
    partEnd = now + PART_NANOS;
    int made = 0;
    while (made < count && progress.isRunning() && isPrepared()) {
      makeStep();
      made++;
    }
    if (made > 0) {
      progress.pacer().made(now);
      levels.changed();
      checkpoints.changed();
    }
  }

  /**
   * Whether the run was looked at and the next step takes no longer than a part: of short ones no
   * parts are made.
   */
  private boolean isPrepared() {
    return trajectory.look(isPartOver) && (burst.steps() > 1 || trajectory.prepareStep(isPartOver));
  }

  private void makeStep() {
    StepResult result = trajectory.step();
    if (trajectory.isTested() && tests.isDueAt(result.step())) {
      test(nanoTime.getAsLong());
    }
    Long goal = progress.goal();
    if (result.divergence() != null) {
      stop(RunStatus.DIVERGED);
    } else if (trajectory.isAtItsEnd()) {
      stop(RunStatus.FINISHED);
    } else if (goal != null && trajectory.stepsDone() >= goal) {
      stop(RunStatus.PAUSED);
    }
  }

  private void stop(RunStatus status) {
    long now = nanoTime.getAsLong();
    progress.stop(status, now);
    trajectory.rest();
    publishSteps();
    levels.flush();
    tellState();
  }

  /** Where the spec says that the run ends; null if it doesn't say or that is behind us. */
  private @Nullable Long endOfSpec() {
    Long end = trajectory.lastStep();
    return end != null && trajectory.stepsDone() < end ? end : null;
  }

  /** Accepts a pacing command, and adds it to the journal as far as there is room. */
  private CommandResult acceptPacing(Command command, String by, @Nullable String note) {
    boolean _ = trajectory.append(new JournalEntry(trajectory.stepsDone(), command, by));
    return accepted(note);
  }

  private CommandResult accepted(@Nullable String note) {
    return new CommandResult.Accepted(trajectory.stepsDone(), note);
  }

  private static CommandResult diverged(Command command) {
    return rejected(command, ": the run has diverged; only reset, rewind, change or load lead on");
  }

  private static CommandResult rejected(Command command, String reason) {
    return new CommandResult.Rejected(command.word() + reason);
  }

  private void tellState() {
    happened(new RunEvent.StatusChanged(state()));
  }

  private RunState state() {
    return new RunState(
        trajectory.number(),
        progress.status(),
        trajectory.stepsDone(),
        trajectory.learningRate(),
        progress.pacer().stepsPerSecond(),
        progress.measured(),
        progress.goal(),
        trajectory.divergenceText(),
        trajectory.run().hyperparameters().values());
  }
}
