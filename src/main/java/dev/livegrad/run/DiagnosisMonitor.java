package dev.livegrad.run;

import dev.livegrad.training.Divergence;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.diagnosis.HealthReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what a trajectory's diagnosis notices. Belongs to one thread at a time. */
final class DiagnosisMonitor {
  private final TrainingRun run;
  private final long trajectory;
  private final Journal journal;
  private final Consumer<RunEvent> events;
  private final Diagnosis diagnosis;

  /** By number; the diagnosis makes no more than some hundreds. */
  private final Map<Integer, RunEvent.FindingChanged> findings = new TreeMap<>();

  /** What each of them may come of. */
  private final Map<Integer, Cause> causes = new HashMap<>();

  /**
   * Begins, or goes on, where the run stands.
   *
   * @param journal the trajectory's, which says what may have caused a finding
   * @param memory what the diagnosis knew here; null where that isn't told
   * @param known what was noticed until here or later, by number
   */
  DiagnosisMonitor(
      TrainingRun run,
      long trajectory,
      Journal journal,
      byte @Nullable [] memory,
      List<RunEvent.FindingChanged> known,
      Consumer<RunEvent> events) {
    this.run = run;
    this.trajectory = trajectory;
    this.journal = journal;
    this.events = events;
    this.diagnosis =
        run.stepsDone() == 0
            ? new Diagnosis(run)
            : new Diagnosis(
                run,
                memory,
                known.stream()
                    .map(it -> new Diagnosis.Known(it.finding(), it.ended() == null))
                    .toList());
    List<Diagnosis.Known> present = diagnosis.known();
    for (int number = 0; number < present.size(); number++) {
      resume(number, present.get(number), known.get(number));
    }
  }

  /**
   * @param present as it is here
   * @param later as it was told here or later
   */
  private void resume(int number, Diagnosis.Known present, RunEvent.FindingChanged later) {
    Cause cause = later.cause() == null ? null : causeOf(present.finding());
    if (cause != null) {
      causes.put(number, cause);
    }
    tell(number, withCause(number, present.finding()), present.open() ? null : later.ended());
  }

  /** To be called after every step. */
  void afterStep(StepResult result) {
    diagnosis.afterStep(result);
  }

  /** To be called when the rate or a parameter was set: other things may help now. */
  void steered() {
    diagnosis.steered();
    findings.values().stream()
        .filter(it -> it.ended() == null)
        .toList()
        .forEach(it -> tell(it.number(), it.finding(), null));
  }

  /** Where the run stops for a while. */
  void rest() {
    diagnosis.rest();
  }

  /** Where the run ends. */
  void finish() {
    diagnosis.finish();
  }

  /** Whether there is something to look at before the next step. */
  boolean isLooking() {
    return diagnosis.isLooking();
  }

  /**
   * Looks at the run, if there is something to look at, and tells what is noticed.
   *
   * @param enough whether this part is long enough; null for never
   * @return whether nothing is left to look at
   */
  boolean look(@Nullable BooleanSupplier enough) {
    boolean done = diagnosis.look(enough);
    tellChanges();
    return done;
  }

  /** What the diagnosis knows, for one that goes on from here; null where that can't be told. */
  byte @Nullable [] memory() {
    return diagnosis.memory();
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
          tell(number, withCause(number, finding), null);
        }
        case Diagnosis.Change.Ended(int number, Finding finding, long step) ->
            tell(number, withCause(number, finding), step);
      }
    }
  }

  /**
   * The finding with the sentence on its cause before its text. One that was taken over from a
   * checkpoint begins with that sentence already.
   */
  private Finding withCause(int number, Finding finding) {
    Cause cause = causes.get(number);
    return cause == null || finding.text().startsWith(cause.text())
        ? finding
        : finding.withPrefix(cause.text());
  }

  /**
   * What may have caused the finding; null for nothing. No change of the rate counts if the rate
   * was too high even before it, or if no step was made with the new one.
   */
  private @Nullable Cause causeOf(Finding finding) {
    Cause cause = Cause.of(finding, journal.entries(), run.spec().optimizer().learningRate());
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
    Cause cause = causes.get(number);
    var changed =
        new RunEvent.FindingChanged(
            trajectory,
            number,
            finding,
            cause == null ? null : cause.words(),
            ended,
            ended == null ? Remedy.of(finding, run, cause) : List.of());
    if (!changed.equals(findings.put(number, changed))) {
      events.accept(changed);
    }
  }
}
