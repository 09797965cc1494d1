package dev.livegrad.run;

import dev.livegrad.training.Divergence;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.diagnosis.HealthReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a trajectory's diagnosis notices, and lets it check more often than it would by
 * itself, since people wait for a word. Belongs to one thread at a time.
 */
final class DiagnosisMonitor {
  private static final long MAX_NANOS_BETWEEN = 1_000_000_000;

  /** Checks take at most one part of this many of the time. */
  private static final int PARTS = 50;

  private final TrainingRun run;
  private final long trajectory;
  private final Consumer<RunEvent> events;
  private final LongSupplier nanoTime;
  private final Diagnosis diagnosis;
  private final DutyCycle cycle;

  /** By number; the diagnosis makes no more than some hundreds. */
  private final Map<Integer, RunEvent.FindingChanged> findings = new TreeMap<>();

  /** What each of them may come of. */
  private final Map<Integer, Cause> causes = new HashMap<>();

  /** Kept by the journal's rule, so no more than {@link Journal#MAX_ENTRIES}. */
  private final List<Cause.Steered> steered = new ArrayList<>();

  /**
   * Begins, or goes on, where the run stands.
   *
   * @param known what was noticed before, by number
   * @param nanoTime as {@link System#nanoTime}
   */
  DiagnosisMonitor(
      TrainingRun run,
      long trajectory,
      List<RunEvent.FindingChanged> known,
      Consumer<RunEvent> events,
      LongSupplier nanoTime) {
    this.run = run;
    this.trajectory = trajectory;
    this.events = events;
    this.nanoTime = nanoTime;
    this.diagnosis =
        run.stepsDone() == 0
            ? new Diagnosis(run)
            : new Diagnosis(
                run,
                known.stream()
                    .map(it -> new Diagnosis.Known(it.finding(), it.ended() == null))
                    .toList());
    this.cycle = new DutyCycle(PARTS, Long.MAX_VALUE / 2, nanoTime.getAsLong());
    if (run.stepsDone() > 0) {
      known.forEach(it -> tell(it.number(), it.finding(), it.ended()));
    }
  }

  /** To be called after every step. */
  void after(StepResult result) {
    diagnosis.after(result);
  }

  /**
   * To be called when the rate or a parameter was set: other things may help now.
   *
   * @param rate the learning rate before it
   */
  void steered(Command.Steering command, double rate) {
    remember(run.stepsDone(), command, rate);
    diagnosis.steered();
    findings.values().stream()
        .filter(it -> it.ended() == null)
        .toList()
        .forEach(it -> tell(it.number(), it.finding(), null));
  }

  /**
   * To be called, in order, for what was set before it began to watch.
   *
   * @param rate the learning rate before it
   */
  void remember(long step, Command.Steering command, double rate) {
    double before = rate;
    for (int i = steered.size() - 1; i >= 0 && steered.get(i).step() == step; i--) {
      if (command.supersedes(steered.get(i).command())) {
        before = steered.remove(i).rate();
        break;
      }
    }
    steered.add(new Cause.Steered(step, command, before));
  }

  /** While the run goes on: checks once a second, or less often where that takes long. */
  void checkIfDue(long now) {
    if (cycle.nanosLeft(now) <= 0) {
      diagnosis.checkNow();
      cycle.worked(now, Math.max(nanoTime.getAsLong() - now, MAX_NANOS_BETWEEN / PARTS));
    }
    tellChanges();
  }

  /** Where the run stops for a while. */
  void checkNow() {
    diagnosis.checkNow();
    tellChanges();
  }

  /** Where the run ends. */
  void finish() {
    diagnosis.finish();
    tellChanges();
  }

  /** What was noticed, ended or not, by number. */
  List<RunEvent.FindingChanged> findings() {
    return List.copyOf(findings.values());
  }

  /** What reads the run's figures, with the diagnosis' own tape. */
  HealthReader healthReader() {
    return diagnosis.healthReader();
  }

  private void tellChanges() {
    for (Diagnosis.Change change : diagnosis.takeChanges()) {
      switch (change) {
        case Diagnosis.Change.Began(int number, Finding finding) -> {
          Cause cause = findings.containsKey(number) ? causes.get(number) : causeOf(finding);
          if (cause != null) {
            causes.put(number, cause);
          }
          tell(number, named(number, finding), null);
        }
        case Diagnosis.Change.Ended(int number, Finding finding, long step) ->
            tell(number, named(number, finding), step);
      }
    }
  }

  /** The finding with what it may come of in front. */
  private Finding named(int number, Finding finding) {
    Cause cause = causes.get(number);
    return cause == null ? finding : finding.after(cause.text());
  }

  /** Not a change of a rate that was too high before it, or that no step has had yet. */
  private @Nullable Cause causeOf(Finding finding) {
    Cause cause = Cause.of(finding, steered);
    if (cause == null || cause.rateBefore() == null) {
      return cause;
    }
    boolean tooEarly =
        run.divergence() != null
            && finding.kind() == Finding.Kind.DIVERGED
            && run.divergence().quantity() != Divergence.Quantity.PARAMETER
            && cause.step() == run.stepsDone();
    boolean badBefore =
        findings.values().stream()
            .map(RunEvent.FindingChanged::finding)
            .filter(it -> it.step() < cause.step())
            .anyMatch(
                it -> it.kind() == Finding.Kind.DIVERGED || it.kind() == Finding.Kind.OSCILLATING);
    return tooEarly || badBefore ? null : cause;
  }

  private void tell(int number, Finding finding, @Nullable Long ended) {
    List<Remedy> remedies = ended == null ? Remedy.of(finding, run, causes.get(number)) : List.of();
    var changed = new RunEvent.FindingChanged(trajectory, number, finding, ended, remedies);
    if (!changed.equals(findings.put(number, changed))) {
      events.accept(changed);
    }
  }
}
