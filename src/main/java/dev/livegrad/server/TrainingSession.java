package dev.livegrad.server;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.RunStatus;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.stream.FrameBuilder;
import dev.livegrad.training.Command;
import dev.livegrad.training.GradientCheck;
import dev.livegrad.training.Journal;
import dev.livegrad.training.JournalEntry;
import dev.livegrad.training.Lesson;
import dev.livegrad.training.RunSpec;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run under way: what it is doing, how fast, until when, and what there is to tell about it.
 *
 * <pre>
 *            start, step                   pause, goal reached
 *   READY ----------------> RUNNING <-----------------------------> PAUSED
 *     ^                        |      start, step
 *     | reset, load            +---- the spec's last step ---> FINISHED --- start, step ---> RUNNING
 *     +--- from anywhere       +---- no longer finite -------> DIVERGED
 * </pre>
 *
 * <p>Trains in {@link #turn turns}, between which commands are {@link #apply applied}. Knows no
 * thread and no Vert.x: the clock is given, and updates go to a consumer. Belongs to one thread at
 * a time.
 */
final class TrainingSession {
  /** How long training goes on between two looks at the clock. */
  private static final long BURST_NANOS = 50_000;

  private static final int MAX_BURST = 256;

  private final double lessonSpeed;
  private final long frameNanos;
  private final LongSupplier nanoTime;
  private final LongSupplier epochs;
  private final Consumer<Update> updates;

  private final FrameBuilder frame = new FrameBuilder();
  private final Speedometer speedometer = new Speedometer();

  /** As many steps as are made between two looks at the clock, at full speed. */
  private int burst = 1;

  private final Levels levels;
  private final Pace pace;

  private final Rewind rewind = new Rewind();

  private Epoch epoch;
  private TrainingRun run;
  private RunStatus status = RunStatus.READY;
  private @Nullable Long goal;
  private long nextFrame;

  /**
   * A session at the beginning of {@code lesson}; {@link #begin} tells of it.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param epochs gives each epoch a number that no other has
   */
  TrainingSession(
      Lesson lesson,
      ServerOptions options,
      LongSupplier nanoTime,
      LongSupplier epochs,
      Consumer<Update> updates) {
    this.lessonSpeed = options.stepsPerSecond();
    this.frameNanos = 1_000_000_000L / options.framesPerSecond();
    this.nanoTime = nanoTime;
    this.epochs = epochs;
    this.updates = updates;
    this.pace = new Pace(lessonSpeed);
    this.epoch = new Epoch(epochs.getAsLong(), lesson, lesson.spec().seed(), updates, nanoTime);
    this.run = epoch.run();
    this.nextFrame = nanoTime.getAsLong();
    this.levels = new Levels(epoch.levels(frameNanos), updates, nanoTime);
  }

  /** Tells of the run as it stands. */
  void begin() {
    updates.accept(new Update.Began(epoch.describe(), describeStatus()));
  }

  /** Applies a command between two steps. */
  Answer apply(ClientMessage.Command command, String by) {
    return switch (command) {
      case ClientMessage.Start _ -> start(by);
      case ClientMessage.Pause _ -> pause(by);
      case ClientMessage.Step step -> step(step.count(), by);
      case ClientMessage.Reset reset ->
          restart(run.lesson(), reset.seed() == null ? run.seed() : reset.seed(), by);
      case ClientMessage.Change change ->
          change(
              new Command.Change(
                  constant(Activation.class, change.hidden()),
                  constant(Activation.class, change.output()),
                  constant(Initialiser.class, change.init())),
              by);
      case ClientMessage.Rewind rewind -> rewind(rewind.step(), by);
      case ClientMessage.SetLearningRate rate -> setLearningRate(rate.value(), by);
      case ClientMessage.SetParameter set -> setParameter(set.name(), set.value(), by);
      case ClientMessage.SetSpeed speed -> setSpeed(speed.stepsPerSecond());
      case ClientMessage.Load load ->
          new Answer.Rejected("load.lesson: there is no lesson " + load.lesson());
    };
  }

  /** Replaces the run by another lesson's, at the speed that lessons start with. */
  Answer load(Lesson lesson, String by) {
    pace.set(lessonSpeed, nanoTime.getAsLong());
    return restart(lesson, lesson.spec().seed(), by);
  }

  /** The topics that somebody watches now; levels of {@code fresh} are sent in any case. */
  void watch(Set<Topic> topics, Set<Topic> fresh) {
    levels.watch(topics, fresh);
  }

  /** Makes the steps that are due until {@code deadline}, and tells what is to be told by now. */
  void turn(long deadline) {
    long now = nanoTime.getAsLong();
    while (status == RunStatus.RUNNING && stepIsDue(now) && now < deadline) {
      makeSteps(now);
      long later = nanoTime.getAsLong();
      burst = later - now < BURST_NANOS / 2 ? Math.min(2 * burst, MAX_BURST) : (burst + 1) / 2;
      now = later;
    }
    if (now >= nextFrame && !frame.isEmpty()) {
      nextFrame = now + frameNanos;
      sendFrame();
    }
    if (status == RunStatus.RUNNING) {
      epoch.findings().glance(now);
    }
    levels.send(now);
    if (status == RunStatus.RUNNING && speedometer.look(run.stepsDone(), now)) {
      tellStatus();
    }
  }

  /** How long until {@link #turn} has something to do; {@link Long#MAX_VALUE} for never. */
  long nanosLeft() {
    long now = nanoTime.getAsLong();
    long left = Long.MAX_VALUE;
    if (status == RunStatus.RUNNING) {
      left = stepIsDue(now) ? 0 : pace.nanosLeft(now);
    }
    if (!frame.isEmpty()) {
      left = Math.min(left, nextFrame - now);
    }
    return Math.max(0, Math.min(left, levels.nanosLeft(now)));
  }

  /** The run as it stands, for a reader on another thread. */
  RunSnapshot snapshot() {
    return new RunSnapshot(
        run.lesson(),
        epoch.describe(),
        describeStatus(),
        epoch.journal(),
        run.parameters(),
        run.gradients(),
        run.nextSamples());
  }

  /** What is kept of the run, for a reader on another thread. */
  RunPast past() {
    return epoch.past();
  }

  /** A check of the gradients as they are now, to be run on any thread. */
  Check gradientCheck() {
    return new Check(epoch.number(), run.gradientCheck());
  }

  private Answer start(String by) {
    if (status == RunStatus.RUNNING) {
      Long stop = endOfSpec();
      boolean pausesLater = goal != null && !goal.equals(stop);
      return pausesLater
          ? go(stop, new Command.Start(), by, "was to pause soon; goes on instead")
          : accepted("already running");
    }
    if (status == RunStatus.DIVERGED) {
      return diverged("start");
    }
    return go(endOfSpec(), new Command.Start(), by, null);
  }

  private Answer pause(String by) {
    return switch (status) {
      case RUNNING -> {
        status = RunStatus.PAUSED;
        goal = null;
        rewind.stop();
        epoch.findings().look();
        Answer answer = journalled(new Command.Pause(), by, null);
        flush();
        tellStatus();
        yield answer;
      }
      case PAUSED -> accepted("already paused");
      case READY -> accepted("not started yet");
      case FINISHED -> accepted("already finished");
      case DIVERGED -> accepted("already stopped, since it diverged");
    };
  }

  private Answer step(long count, String by) {
    if (rewind.underWay()) {
      return rewinding("step");
    }
    if (status == RunStatus.DIVERGED) {
      return diverged("step");
    }
    long wanted = run.stepsDone() + count;
    Long end = endOfSpec();
    if (end != null && wanted > end) {
      String note = "the run ends after " + (end - run.stepsDone()) + " steps";
      return go(end, new Command.Step(count), by, note);
    }
    return go(wanted, new Command.Step(count), by, null);
  }

  private Answer go(@Nullable Long until, Command command, String by, @Nullable String note) {
    long now = nanoTime.getAsLong();
    if (status != RunStatus.RUNNING) {
      pace.restart(now);
      speedometer.restart(run.stepsDone(), now);
    }
    status = RunStatus.RUNNING;
    goal = until;
    Answer answer = journalled(command, by, note);
    tellStatus();
    return answer;
  }

  private Answer setLearningRate(double value, String by) {
    return steer("setLearningRate", new Command.SetLearningRate(value), by);
  }

  private Answer setParameter(String name, double value, String by) {
    List<String> names = run.parameterNames();
    if (!names.contains(name)) {
      return new Answer.Rejected(
          "setParameter.name: %s is not allowed; a parameter of this network is, %s to %s"
              .formatted(name, names.getFirst(), names.getLast()));
    }
    return steer("setParameter", new Command.SetParameter(name, value), by);
  }

  /** A command that the trajectory depends on: it is journalled, or it has no effect. */
  private Answer steer(String word, Command command, String by) {
    if (rewind.underWay()) {
      return rewinding(word);
    }
    if (status == RunStatus.DIVERGED) {
      return diverged(word);
    }
    JournalEntry entry = new JournalEntry(run.stepsDone(), command, by);
    if (!epoch.append(entry)) {
      return new Answer.Rejected(
          "%s: the journal is full with %d commands; reset to go on"
              .formatted(word, Journal.MAX_ENTRIES));
    }
    effect(command);
    frame.cut(run.stepsDone());
    updates.accept(new Update.Journalled(entry));
    tellStatus();
    return accepted(null);
  }

  private void effect(Command command) {
    epoch.steer(command);
    if (command instanceof Command.SetParameter) {
      levels.changed();
    }
  }

  private Answer setSpeed(@Nullable Double stepsPerSecond) {
    long now = nanoTime.getAsLong();
    pace.set(stepsPerSecond, now);
    speedometer.restart(run.stepsDone(), now);
    tellStatus();
    return accepted(null);
  }

  /** The same data and seed with another model. */
  private Answer change(Command.Change change, String by) {
    Lesson lesson = run.lesson();
    RunSpec spec = lesson.spec();
    RunSpec changed = spec.with(change.of(spec.model()));
    Answer _ = restart(new Lesson(changed, lesson.data()), run.seed(), by);
    return journalled(change, by, null);
  }

  private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String word) {
    return word == null ? null : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /** Another epoch in which all is done again as it was, at full speed, until {@code step}. */
  private Answer rewind(long step, String by) {
    if (rewind.underWay()) {
      return rewinding("rewind");
    }
    if (step > run.stepsDone()) {
      return new Answer.Rejected(
          "rewind.step: %d is not allowed; a whole number from 0 to %d, the steps done, is"
              .formatted(step, run.stepsDone()));
    }
    List<JournalEntry> steering = epoch.steeringBefore(step);
    Answer _ = restart(run.lesson(), run.seed(), by);
    Answer _ = journalled(new Command.Rewind(step), by, null);
    rewind.begin(steering, step);
    status = step == 0 ? RunStatus.READY : RunStatus.RUNNING;
    goal = step == 0 ? null : (Long) step;
    giveDueCommands();
    tellStatus();
    return accepted(null);
  }

  private static Answer rewinding(String command) {
    return new Answer.Rejected(command + ": the run is being rewound; wait until it is there");
  }

  /** Gives the commands that were given at this step. */
  private void giveDueCommands() {
    for (JournalEntry entry : rewind.due(run.stepsDone())) {
      effect(entry.command());
      Answer _ = journalled(entry.command(), entry.by(), null);
    }
  }

  /** A rewound run hurries: its steps were seen before. */
  private boolean stepIsDue(long now) {
    return rewind.underWay() || pace.nanosLeft(now) <= 0;
  }

  private Answer restart(Lesson lesson, long seed, String by) {
    flush();
    frame.clear();
    rewind.stop();
    epoch = new Epoch(epochs.getAsLong(), lesson, seed, updates, nanoTime);
    run = epoch.run();
    status = RunStatus.READY;
    goal = null;
    levels.begin(epoch.levels(frameNanos));
    begin();
    return journalled(new Command.Reset(seed), by, null);
  }

  /** As many as need no look at the clock, which would cost a good part of a short step. */
  private void makeSteps(long now) {
    int count = pace.stepsPerSecond() == null || rewind.underWay() ? burst : 1;
    for (int i = 0; i < count && status == RunStatus.RUNNING; i++) {
      makeStep();
    }
    pace.made(now);
    levels.changed();
  }

  private void makeStep() {
    StepResult result = epoch.step();
    if (result.divergence() != null) {
      // Its loss may be NaN, which would hide the extremes of an entry it shared.
      frame.cut(result.step());
    }
    frame.append(result.step(), result.loss(), result.learningRate(), result.accuracy());
    if (rewind.underWay()) {
      giveDueCommands();
    }
    if (result.divergence() != null) {
      end(RunStatus.DIVERGED);
    } else if (goal != null && run.stepsDone() >= goal) {
      boolean lastOfSpec = goal.equals(run.spec().steps());
      end(lastOfSpec ? RunStatus.FINISHED : RunStatus.PAUSED);
    }
  }

  private void end(RunStatus status) {
    this.status = status;
    if (status == RunStatus.FINISHED) {
      epoch.findings().finish();
    } else {
      epoch.findings().look();
    }
    goal = null;
    flush();
    tellStatus();
  }

  /** Where the spec says that the run ends; null if it doesn't say or that is behind us. */
  private @Nullable Long endOfSpec() {
    Long end = run.spec().steps();
    return end != null && run.stepsDone() < end ? end : null;
  }

  private Answer accepted(@Nullable String note) {
    return new Answer.Accepted(run.stepsDone(), note);
  }

  private Answer journalled(Command command, String by, @Nullable String note) {
    JournalEntry entry = new JournalEntry(run.stepsDone(), command, by);
    epoch.append(entry);
    frame.cut(run.stepsDone());
    updates.accept(new Update.Journalled(entry));
    return accepted(note);
  }

  private Answer diverged(String command) {
    return new Answer.Rejected(
        command + ": the run has diverged; reset it, then try a smaller learning rate");
  }

  private void flush() {
    sendFrame();
    levels.flush();
  }

  private void sendFrame() {
    if (!frame.isEmpty()) {
      updates.accept(new Update.Progressed(frame.take()));
    }
  }

  private void tellStatus() {
    updates.accept(new Update.Stands(describeStatus()));
  }

  private ServerMessage.Status describeStatus() {
    boolean running = status == RunStatus.RUNNING;
    return new ServerMessage.Status(
        epoch.number(),
        status,
        run.stepsDone(),
        run.learningRate(),
        pace.stepsPerSecond(),
        running ? speedometer.stepsPerSecond() : null,
        goal,
        0,
        run.divergence() == null ? null : run.divergence().text());
  }

  /** A check that still has to be run. */
  record Check(long epoch, GradientCheck job) {}

  /**
   * A run as it stood at one moment.
   *
   * @param nextSamples those that the next step will see
   */
  record RunSnapshot(
      Lesson lesson,
      ServerMessage.Run run,
      ServerMessage.Status status,
      List<JournalEntry> journal,
      double[] parameters,
      double[] gradients,
      int[] nextSamples) {}
}
