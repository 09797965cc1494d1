package dev.livegrad.server;

import org.jspecify.annotations.Nullable;

/** What becomes of a command. */
sealed interface Answer {
  /**
   * It took effect.
   *
   * @param step steps done at the time
   * @param note a sentence where it changed less than one might think, or null
   */
  record Accepted(long step, @Nullable String note) implements Answer {}

  /** It changed nothing. */
  record Rejected(String reason) implements Answer {}
}
