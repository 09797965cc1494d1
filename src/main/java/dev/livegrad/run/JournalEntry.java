package dev.livegrad.run;

/**
 * A command that took effect.
 *
 * @param step the number of steps done at the time, so the first step with it
 * @param by who gave it
 */
public record JournalEntry(long step, Command command, String by) {}
