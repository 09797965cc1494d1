package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.training.Command;
import dev.livegrad.training.Journal;
import dev.livegrad.training.JournalEntry;
import dev.livegrad.training.Lesson;
import dev.livegrad.training.Past;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One run from its step 0, with all that is known of it alone: its journal, its past and what the
 * diagnosis noticed. A reset begins another one. Belongs to one thread at a time.
 */
final class Epoch {
  private final long number;
  private final TrainingRun run;
  private final Journal journal = new Journal();
  private final Past past;
  private final Diagnosis diagnosis;
  private final Findings findings;

  /**
   * @param number no other epoch has it
   * @param nanoTime as {@link System#nanoTime}
   */
  Epoch(long number, Lesson lesson, long seed, Consumer<Update> updates, LongSupplier nanoTime) {
    this.number = number;
    this.run = new TrainingRun(lesson, seed);
    this.past = new Past(run);
    this.diagnosis = new Diagnosis(run);
    this.findings = new Findings(diagnosis, number, updates, nanoTime);
  }

  long number() {
    return number;
  }

  TrainingRun run() {
    return run;
  }

  Findings findings() {
    return findings;
  }

  StepResult step() {
    StepResult result = run.step();
    past.after();
    diagnosis.after(result);
    return result;
  }

  /**
   * Lets a command that the trajectory depends on take effect; writing it down is another thing.
   */
  void steer(Command command) {
    switch (command) {
      case Command.SetLearningRate(double value) -> run.setLearningRate(value);
      case Command.SetParameter(String name, double value) -> run.setParameter(name, value);
      case Command.Start _,
          Command.Pause _,
          Command.Step _,
          Command.Change _,
          Command.Rewind _,
          Command.Reset _ ->
          throw new AssertionError(command);
    }
    past.steered();
    diagnosis.steered();
  }

  /** Writes a command down; false, and nothing is added, if the journal has no room for it. */
  boolean append(JournalEntry entry) {
    return journal.append(entry);
  }

  List<JournalEntry> journal() {
    return journal.entries();
  }

  /**
   * The commands that made the run go as it went, as far as they were given before {@code step}.
   */
  List<JournalEntry> steeringBefore(long step) {
    return journal.entries().stream()
        .filter(it -> it.command().steers() && it.step() < step)
        .toList();
  }

  /** The run's levels, as they are now. */
  Levels.Source levels(long frameNanos) {
    return new RunLevels(
        run, new Instruments(number, run.network(), diagnosis::checkup), frameNanos);
  }

  /** What is kept of the run, for a reader on another thread. */
  RunPast past() {
    return new RunPast(number, run.network(), past.moments(), run.stepsDone());
  }

  /** What the run is, for viewers. */
  ServerMessage.Run describe() {
    boolean few = run.data().samples() <= Instruments.MAX_SAMPLES_SHOWN;
    return new ServerMessage.Run(
        number,
        run.seed(),
        run.spec().toTree(),
        run.parameterNames(),
        run.data().inputNames(),
        few ? run.data().inputs() : null,
        few ? run.data().targets() : null);
  }
}
