package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.training.Command;
import dev.livegrad.training.JournalEntry;
import org.jspecify.annotations.Nullable;

/** Journal entries as messages have them. */
final class JournalLines {
  private JournalLines() {}

  static ServerMessage.JournalLine of(JournalEntry entry) {
    return switch (entry.command()) {
      case Command.Start _ -> line(entry, "start", null);
      case Command.Pause _ -> line(entry, "pause", null);
      case Command.Step step -> line(entry, "step", step.count());
      case Command.Reset reset -> line(entry, "reset", reset.seed());
      case Command.Change change -> line(entry, "change", change.text());
      case Command.Rewind rewind -> line(entry, "rewind", rewind.step());
      case Command.SetLearningRate rate -> line(entry, "setLearningRate", rate.value());
      case Command.SetParameter set ->
          new ServerMessage.JournalLine(
              entry.step(), "setParameter", set.name(), set.value(), entry.by());
    };
  }

  private static ServerMessage.JournalLine line(
      JournalEntry entry, String command, @Nullable Object value) {
    return new ServerMessage.JournalLine(entry.step(), command, null, value, entry.by());
  }
}
