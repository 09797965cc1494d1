package dev.livegrad.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a trajectory, in order, each with the step at which it took effect.
 *
 * <p>Bounded. Of several values in a row for the same thing at one step only the last is kept,
 * since only that one was ever used. When the journal is full, the oldest {@link Command.Pacing}
 * command makes room: the trajectory doesn't depend on it. Belongs to one thread at a time.
 */
public final class Journal {
  /** The most entries that are kept. */
  public static final int MAX_ENTRIES = 10_000;

  private final List<JournalEntry> entries = new ArrayList<>();

  /**
   * Adds a command.
   *
   * @return false, and nothing is added, if the journal is full of commands that the trajectory
   *     depends on
   */
  public boolean append(JournalEntry entry) {
    if (!entries.isEmpty() && supersedes(entry, entries.getLast())) {
      entries.removeLast();
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
        || supersedes(entry, entries.getLast())
        || entries.stream().anyMatch(it -> it.command() instanceof Command.Pacing);
  }

  /** A copy, oldest first. */
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** The commands that a replay until {@code step} has to give again, oldest first. */
  public List<JournalEntry> steeringBefore(long step) {
    return entries.stream()
        .filter(it -> it.command() instanceof Command.Steering && it.step() < step)
        .toList();
  }

  /** Whether {@code last} was never used, since {@code entry} follows it. */
  static boolean supersedes(JournalEntry entry, JournalEntry last) {
    return entry.step() == last.step()
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
