package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Divergence;
import dev.livegrad.training.diagnosis.Diagnosis.Change;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When findings began and ended: what was found at a look is compared with what was before. */
final class FindingLog {
  /** The most findings of a severity: problems have room, however many notes there are. */
  private static final int MAX_OF_A_SEVERITY = 500;

  private final List<Case> cases = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  /** Notes of the last look, which begin if the next look finds them too: many only flicker. */
  private List<Finding> candidates = List.of();

  /**
   * What it knows from one look to the next.
   *
   * @param count how many findings there were so far
   * @param open those that still hold, by number
   * @param candidates notes that begin if the next look finds them too
   */
  record Memory(int count, Map<Integer, Finding> open, List<Finding> candidates) {
    Memory {
      open = Map.copyOf(open);
      candidates = List.copyOf(candidates);
    }
  }

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

  Memory memory() {
    Map<Integer, Finding> open = new TreeMap<>();
    cases.stream().filter(it -> it.open).forEach(it -> open.put(it.number, it.finding));
    return new Memory(cases.size(), open, candidates);
  }

  /** Goes on from what another log had, whose findings were {@code known}, by number. */
  void restore(Memory memory, List<Diagnosis.Known> known) {
    for (int number = 0; number < memory.count(); number++) {
      Finding open = memory.open().get(number);
      resume(new Diagnosis.Known(open == null ? known.get(number).finding() : open, open != null));
    }
    candidates = memory.candidates();
  }

  /** Adds a finding of another log. */
  void resume(Diagnosis.Known known) {
    Case before = new Case(cases.size(), known.finding());
    before.open = known.open();
    cases.add(before);
  }

  /**
   * Ends the findings that no longer hold and begins the new ones.
   *
   * @param found at {@code step}
   * @param atOnce whether a note may begin that was not there at the last look
   */
  void enter(List<Finding> found, long step, boolean atOnce) {
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

  /** Begins what only the last look has found. */
  void beginCandidates() {
    candidates.forEach(this::begin);
    candidates = List.of();
  }

  private void begin(Finding finding) {
    long before = cases.stream().filter(it -> it.finding.severity() == finding.severity()).count();
    if (before < MAX_OF_A_SEVERITY) {
      int number = cases.size();
      cases.add(new Case(number, finding));
      changes.add(new Change.Began(number, finding));
    }
  }

  /** The finding of a run that stopped itself takes the place of one that saw it coming. */
  void diverged(Divergence divergence) {
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

  /** See {@link Diagnosis#findings}. */
  List<Finding> findings() {
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

  /** See {@link Diagnosis#known}. */
  List<Diagnosis.Known> known() {
    return cases.stream().map(it -> new Diagnosis.Known(it.finding, it.open)).toList();
  }

  /** See {@link Diagnosis#takeChanges}. */
  List<Change> takeChanges() {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }
}
