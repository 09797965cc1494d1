package dev.livegrad.server;

import dev.livegrad.training.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A run that is being rewound: it does again what was done, until some step, and is told at their
 * steps the commands that it was told then. Belongs to one thread at a time.
 */
final class Rewind {
  private final Queue<JournalEntry> commands = new ArrayDeque<>();

  /** -1 while nothing is being rewound. */
  private long end = -1;

  /** Begins with the commands before step {@code end}, in order. */
  void begin(List<JournalEntry> commands, long end) {
    this.commands.clear();
    this.commands.addAll(commands);
    this.end = end;
  }

  boolean underWay() {
    return end >= 0;
  }

  /** Takes the commands that are due after {@code steps} steps; ends where it was to end. */
  List<JournalEntry> due(long steps) {
    List<JournalEntry> due = List.of();
    while (!commands.isEmpty() && commands.peek().step() <= steps) {
      due = due.isEmpty() ? new ArrayList<>() : due;
      due.add(commands.remove());
    }
    if (steps >= end) {
      stop();
    }
    return due;
  }

  void stop() {
    commands.clear();
    end = -1;
  }
}
