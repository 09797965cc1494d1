package dev.livegrad.protocol;

import java.util.Locale;

/** What a viewer can subscribe to. */
public enum Topic {
  /** The series: nothing is left out. */
  STEPS,
  /** A level: only the latest matters. */
  PARAMETERS,
  /** A level: only the latest matters. */
  PREDICTIONS;

  /** The name in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
