package dev.livegrad.run;

import org.jspecify.annotations.Nullable;

/** What becomes of a command. */
public sealed interface CommandResult extends CommandEffect {
  /**
   * It took effect.
   *
   * @param step steps done at the time, so the number of the first step with it
   * @param note a sentence where it changed less than one might think, or null
   */
  record Accepted(long step, @Nullable String note) implements CommandResult {}

  /**
   * It changed nothing.
   *
   * @param reason one line for people
   */
  record Rejected(String reason) implements CommandResult {}
}
