package dev.livegrad.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a trajectory, in order, each with the step at which it took effect.
 *
 * <p>Bounded, and for each viewer too, so that one can't fill it alone. Of several values for the
 * same thing at one step only the last is kept, since only that one was ever used: commands for
 * different things at one step may change places. When the journal is full, the oldest {@link
 * Command.Pacing} command makes room: the trajectory doesn't depend on it. Belongs to one thread at
 * a time.
 */
public final class Journal {
  /** The most entries that are kept. */
  public static final int MAX_ENTRIES = 10_000;

  /** The most of them that steer and were given by the same viewer. */
  public static final int MAX_OF_A_VIEWER = 2_000;

  private final List<JournalEntry> entries = new ArrayList<>();

  /**
   * Adds a command.
   *
   * @return false, and nothing is added, if the journal is full of commands that the trajectory
   *     depends on
   */
  public boolean append(JournalEntry entry) {
    int superseded = superseded(entry);
    if (superseded >= 0) {
      entries.remove(superseded);
    }
    if (entries.size() == MAX_ENTRIES && !forgetOldestPacing()) {
      return false;
    }
    entries.add(entry);
    return true;
  }

  /** Whether {@link #append} would add it. */
  boolean hasRoomFor(JournalEntry entry) {
    return entries.size() < MAX_ENTRIES
        || superseded(entry) >= 0
        || entries.stream().anyMatch(it -> it.command() instanceof Command.Pacing);
  }

  /** Whether the viewer who gives it has as many commands in the journal as one may have. */
  boolean isTooMuchOf(JournalEntry entry) {
    return entries.size() >= MAX_OF_A_VIEWER
        && superseded(entry) < 0
        && entries.stream().filter(it -> isSteeringOf(it, entry.by())).count() >= MAX_OF_A_VIEWER;
  }

  private static boolean isSteeringOf(JournalEntry entry, String by) {
    return entry.command() instanceof Command.Steering && entry.by().equals(by);
  }

  /** A copy, oldest first. */
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** Where the entry is that was never used if {@code entry} follows; negative for none. */
  private int superseded(JournalEntry entry) {
    for (int i = entries.size() - 1; i >= 0 && entries.get(i).step() == entry.step(); i--) {
      if (supersedes(entry, entries.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether {@code last} was never used, since {@code entry} follows it. */
  static boolean supersedes(JournalEntry entry, JournalEntry last) {
    return entry.step() == last.step()
        && entry.by().equals(last.by())
        && entry.command() instanceof Command.Steering later
        && last.command() instanceof Command.Steering earlier
        && later.supersedes(earlier);
  }

  private boolean forgetOldestPacing() {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).command() instanceof Command.Pacing) {
        entries.remove(i);
        return true;
      }
    }
    return false;
  }
}
