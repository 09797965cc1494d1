package dev.livegrad.run;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Network;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands between two steps, for a reader on another thread.
 *
 * @param loss of the last step; null before the first
 * @param series goes on growing
 * @param findings of this trajectory, ended or not, by number
 * @param checkpoints what is kept of the steps before, the oldest first; the last one may be the
 *     present
 * @param present the run's parameters and gradients now
 * @param nextSamples those that the next step will see, in its order
 */
public record RunSnapshot(
    Network network,
    RunDescription description,
    RunState state,
    @Nullable Double loss,
    Series series,
    List<JournalEntry> journal,
    List<RunEvent.FindingChanged> findings,
    List<Checkpoint> checkpoints,
    Checkpoint present,
    int[] nextSamples) {
  public RunSnapshot {
    journal = List.copyOf(journal);
    findings = List.copyOf(findings);
    checkpoints = List.copyOf(checkpoints);
  }

  public long trajectory() {
    return state.trajectory();
  }

  /** The last checkpoint that is no later than {@code step}; none where nothing that early is. */
  public Optional<Checkpoint> checkpointAt(long step) {
    return checkpoints.reversed().stream().filter(it -> it.step() <= step).findFirst();
  }
}
