package dev.livegrad.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of a run, until the next frame takes it all: however many commands come
 * between two frames, those who watch get one journal, one status and one level of a kind.
 *
 * <p>A trajectory that ends before anybody was told of it is left out. Belongs to one thread at a
 * time.
 */
final class Announcements implements Consumer<RunEvent> {
  /** What is left to tell of a trajectory that has ended since the last frame. */
  private Chapter ended = new Chapter(null);

  private Chapter present = new Chapter(null);

  @Override
  public void accept(RunEvent event) {
    if (event instanceof RunEvent.TrajectoryBegan began) {
      if (present.began == null) {
        ended = present;
      }
      present = new Chapter(began);
    } else {
      present.add(event);
    }
  }

  /** Whether there is something to tell. */
  boolean isWaiting() {
    return !ended.isEmpty() || !present.isEmpty();
  }

  /** All that there is to tell, in order; nothing of it is told again. */
  List<RunEvent> take() {
    List<RunEvent> events = new ArrayList<>();
    ended.tell(events::add);
    present.tell(events::add);
    ended = new Chapter(null);
    present = new Chapter(null);
    return events;
  }

  /** What happened to one trajectory. */
  private static final class Chapter {
    private final RunEvent.@Nullable TrajectoryBegan began;
    private final List<JournalEntry> commands = new ArrayList<>();
    private final List<SeriesEntry> steps = new ArrayList<>();
    private final List<RunEvent.FindingChanged> findings = new ArrayList<>();
    private final Map<Topic, RunEvent.LevelChanged> levels = new LinkedHashMap<>();
    private RunEvent.@Nullable SamplesChanged samples;
    private RunEvent.@Nullable StatusChanged status;
    private long trajectory;

    Chapter(RunEvent.@Nullable TrajectoryBegan began) {
      this.began = began;
    }

    boolean isEmpty() {
      return began == null
          && commands.isEmpty()
          && samples == null
          && steps.isEmpty()
          && findings.isEmpty()
          && levels.isEmpty()
          && status == null;
    }

    void add(RunEvent event) {
      switch (event) {
        case RunEvent.TrajectoryBegan _ -> throw new IllegalArgumentException("another chapter");
        case RunEvent.CommandsApplied(long number, List<JournalEntry> entries) -> {
          trajectory = number;
          entries.forEach(this::add);
        }
        case RunEvent.StepsMade(long number, List<SeriesEntry> entries) -> {
          trajectory = number;
          steps.addAll(entries);
        }
        case RunEvent.SamplesChanged changed -> samples = changed;
        case RunEvent.FindingChanged finding -> findings.add(finding);
        case RunEvent.LevelChanged level -> levels.put(level.topic(), level);
        case RunEvent.StatusChanged changed -> status = changed;
      }
    }

    private void add(JournalEntry entry) {
      if (!commands.isEmpty() && Journal.supersedes(entry, commands.getLast())) {
        commands.removeLast();
      }
      commands.add(entry);
    }

    /** The journal comes before the steps that its commands led to, the status behind them. */
    void tell(Consumer<RunEvent> events) {
      if (began != null) {
        events.accept(began);
      }
      if (!commands.isEmpty()) {
        events.accept(new RunEvent.CommandsApplied(trajectory, commands));
      }
      if (samples != null) {
        events.accept(samples);
      }
      if (!steps.isEmpty()) {
        events.accept(new RunEvent.StepsMade(trajectory, steps));
      }
      findings.forEach(events);
      levels.values().forEach(events);
      if (status != null) {
        events.accept(status);
      }
    }
  }
}
