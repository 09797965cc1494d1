package dev.livegrad.server;

import dev.livegrad.protocol.Entry;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.JournalEntry;
import java.util.List;

/** What a session has to tell its viewers; immutable, since it goes from thread to thread. */
sealed interface Update {
  /** Another epoch; everything that follows belongs to it. */
  record Began(ServerMessage.Run run, ServerMessage.Status status) implements Update {}

  /** A command took effect. */
  record Journalled(JournalEntry entry) implements Update {}

  /** More of the series. */
  record Progressed(List<Entry> entries) implements Update {}

  /** The status or the speed is another one. */
  record Stands(ServerMessage.Status status) implements Update {}

  /** Something was noticed, or has ended. */
  record Found(ServerMessage.Finding finding) implements Update {}

  /** The latest of what {@code topic} is about. */
  record Level(Topic topic, ServerMessage level) implements Update {}
}
