package dev.livegrad.run;

import dev.livegrad.training.Checkpoint;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trajectory's past. The commands alone would do; the rest saves computing it
 * again.
 *
 * @param journal in order
 * @param series from step 0, without a gap
 * @param findings by number
 * @param checkpoints by step
 * @param seconds how long it took, pauses left out; NaN where that isn't known
 */
record History(
    List<JournalEntry> journal,
    List<SeriesEntry> series,
    List<RunEvent.FindingChanged> findings,
    List<Checkpoint> checkpoints,
    double seconds) {
  static final History NONE = new History(List.of(), List.of(), List.of(), List.of(), 0);

  History {
    journal = List.copyOf(journal);
    series = List.copyOf(series);
    findings = List.copyOf(findings);
    checkpoints = List.copyOf(checkpoints);
  }

  /** Of a run that was kept. */
  static History of(RunStore.KeptRun kept) {
    return new History(
        kept.journal(),
        kept.series(),
        kept.findings(),
        kept.checkpoints(),
        SeriesEntry.secondsAt(kept.series(), steps(kept)));
  }

  /** How many steps a run had made that was kept, by whatever of it is the newest. */
  static long steps(RunStore.KeptRun kept) {
    long steps = Math.max(kept.state().step(), end(kept.series()));
    for (JournalEntry entry : kept.journal()) {
      steps = Math.max(steps, entry.step());
    }
    return steps;
  }

  /** Of a past of which only the commands are known. */
  static History of(List<JournalEntry> journal) {
    return new History(journal, List.of(), List.of(), List.of(), Double.NaN);
  }

  /** What a trajectory has behind it that goes another way from step {@code step} on. */
  History before(long step) {
    return new History(
        journal.stream()
            .filter(it -> it.command() instanceof Command.Steering && it.step() < step)
            .toList(),
        series.stream().takeWhile(it -> it.step() < step).toList(),
        findings.stream()
            .filter(it -> it.finding().step() < step)
            .map(it -> it.ended() == null || it.ended() < step ? it : it.reopened())
            .toList(),
        checkpoints.stream().takeWhile(it -> it.step() < step).toList(),
        SeriesEntry.secondsAt(series, step));
  }

  /** The same with {@code entries} in front of its journal. */
  History withFirstInJournal(List<JournalEntry> entries) {
    return new History(
        Stream.concat(entries.stream(), journal.stream()).toList(),
        series,
        findings,
        checkpoints,
        seconds);
  }

  /** The number of the first step that is not in the series. */
  long seriesEnd() {
    return end(series);
  }

  private static long end(List<SeriesEntry> series) {
    return series.isEmpty() ? 0 : series.getLast().step() + 1;
  }

  /** The last checkpoint from which all steps that the series lacks can be made; null for none. */
  @Nullable Checkpoint start() {
    return checkpoints.reversed().stream()
        .filter(it -> it.step() <= seriesEnd())
        .findFirst()
        .orElse(null);
  }
}
