package dev.livegrad.run;

import dev.livegrad.training.diagnosis.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a run, for all who watch it; immutable, since it goes from thread to thread. */
public sealed interface RunEvent {
  /**
   * Another trajectory; everything that follows belongs to it. The commands, steps and findings
   * that it has behind it follow too.
   *
   * @param run as it stands, but for its journal and its findings, which are empty
   */
  record TrajectoryBegan(RunSnapshot run) implements RunEvent {}

  /** Commands took effect. */
  record CommandsApplied(long trajectory, List<JournalEntry> entries)
      implements RunEvent, RunStore.Update {
    public CommandsApplied {
      entries = List.copyOf(entries);
    }
  }

  /** Samples were added. */
  record SamplesChanged(long trajectory, RunDescription run) implements RunEvent {}

  /** More of the series, without a gap. */
  record StepsMade(long trajectory, List<SeriesEntry> entries)
      implements RunEvent, RunStore.Update {
    public StepsMade {
      entries = List.copyOf(entries);
    }
  }

  /** The status, the rate or the speed is another one. */
  record StatusChanged(RunState state) implements RunEvent, RunStore.Update {}

  /**
   * Something was noticed, has become better or worse, or has ended.
   *
   * @param number the finding's own within its trajectory, from 0
   * @param cause a few words for what was changed before it, as "learning rate raised", which its
   *     text begins with; null where nothing was that it may come of
   * @param ended the step at which it was no longer so; null as long as it is
   * @param remedies what one could do about it, the best first; none once it has ended
   */
  record FindingChanged(
      long trajectory,
      int number,
      Finding finding,
      @Nullable String cause,
      @Nullable Long ended,
      List<Remedy> remedies)
      implements RunEvent, RunStore.Update {
    public FindingChanged {
      remedies = List.copyOf(remedies);
    }

    /** The same, as it was before it ended. */
    FindingChanged reopened() {
      return new FindingChanged(trajectory, number, finding, cause, null, List.of());
    }
  }

  /** A level that is watched has changed. */
  record LevelChanged(Topic topic, Level level) implements RunEvent {}
}
