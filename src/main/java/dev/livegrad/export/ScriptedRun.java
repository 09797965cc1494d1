package dev.livegrad.export;

import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.training.AddedSamples;
import dev.livegrad.training.Evaluation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run that is trained from step 0 with nobody watching, and gets its commands at the steps at
 * which a journal has them. What it computes and what is noticed follows from setup and journal
 * alone. Belongs to one thread at a time.
 */
public final class ScriptedRun {
  private final TrainingRun run;
  private final @Nullable TestSet testSet;
  private final Diagnosis diagnosis;
  private final Queue<JournalEntry> commands = new ArrayDeque<>();

  /**
   * A run at its step 0.
   *
   * @param journal by step; what doesn't steer is left out
   * @throws SpecException if it sets what the run doesn't have, or can't have so
   */
  public ScriptedRun(RunSetup setup, List<JournalEntry> journal) {
    this.run = new TrainingRun(setup, setup.spec().seed());
    this.testSet = TestSet.of(run.network());
    this.diagnosis = new Diagnosis(run);
    Set<String> names = new HashSet<>(run.parameterNames());
    Hyperparameters hyperparameters = run.hyperparameters();
    RunSetup present = setup;
    for (int i = 0; i < journal.size(); i++) {
      String path = "journal[%d].".formatted(i);
      switch (journal.get(i).command()) {
        case Command.SetParameter(String name, _, _) -> requireParameter(path, name, names);
        case Command.Set(String name, Object value, _) ->
            hyperparameters = with(path, present, hyperparameters, name, value);
        case Command.AddPoints(var points, _) -> present = with(path, present, points);
        case Command.SetLearningRate _, Command.Pacing _, Command.Beginning _ -> {}
      }
      if (journal.get(i).command() instanceof Command.Steering) {
        commands.add(journal.get(i));
      }
    }
  }

  private void requireParameter(String path, String name, Set<String> names) {
    if (!names.contains(name)) {
      throw SpecException.notAllowed(
          path + "name",
          name,
          "one of the network's parameters, %s to %s"
              .formatted(run.parameterNames().getFirst(), run.parameterNames().getLast()));
    }
  }

  private static RunSetup with(String path, RunSetup setup, List<List<Object>> points) {
    try {
      return AddedSamples.added(setup, points);
    } catch (SpecException e) {
      throw new SpecException(path + e.getMessage());
    }
  }

  private static Hyperparameters with(
      String path, RunSetup setup, Hyperparameters present, String name, @Nullable Object value) {
    try {
      return setup.with(present, Collections.singletonMap(name, value));
    } catch (SpecException e) {
      throw new SpecException(path + e.getMessage());
    }
  }

  /** What is trained; it is for this class to steer it. */
  public TrainingRun run() {
    return run;
  }

  /** What watches it. */
  public Diagnosis diagnosis() {
    return diagnosis;
  }

  /** Whether it keeps samples for a test. */
  public boolean isTested() {
    return testSet != null;
  }

  /** Loss and accuracy of the test samples at the last step; null where there are none. */
  public @Nullable Evaluation test() {
    return testSet == null ? null : testSet.evaluate(run.measuredParameters());
  }

  /** What was noticed so far, see {@link Diagnosis#findings}. */
  public List<Finding> findings() {
    return diagnosis.findings();
  }

  /** Gives the commands that are due, and makes a step. */
  public StepResult step() {
    steer();
    StepResult result = run.step();
    diagnosis.afterStepAndLook(result);
    return result;
  }

  /** To be called behind the last step: gives the commands that were given there. */
  public void finish() {
    steer();
    diagnosis.finishAndLook();
  }

  private void steer() {
    for (JournalEntry next = commands.peek();
        next != null && next.step() <= run.stepsDone() && run.divergence() == null;
        next = commands.peek()) {
      if (commands.remove().command() instanceof Command.Steering steering) {
        steering.steer(run);
        diagnosis.steered();
      }
    }
  }
}
