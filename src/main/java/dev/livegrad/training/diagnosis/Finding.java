package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Divergence;
import java.util.Locale;

/**
 * Something the run's diagnosis noticed.
 *
 * @param step since which step
 * @param where the layer, neuron or parameter, as {@code TrainingRun.parameterNames} names them
 * @param text one or two sentences for people, with the numbers that show it
 */
public record Finding(long step, Kind kind, Severity severity, String where, String text) {
  /** What can be noticed. */
  public enum Kind {
    DEAD,
    SATURATED,
    VANISHING,
    OSCILLATING,
    DIVERGED,
    SLOW,
    SYMMETRIC,
    UNREACHABLE,
    OVERFITTING;

    /** The name in files and messages. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How bad it is: a problem doesn't get well by going on as it is; a note is worth a look. */
  public enum Severity {
    PROBLEM,
    NOTE;

    /** The name in files and messages. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The finding of a run that stopped itself. */
  static Finding of(Divergence divergence) {
    return new Finding(
        divergence.step(), Kind.DIVERGED, Severity.PROBLEM, divergence.where(), divergence.text());
  }

  boolean isProblem() {
    return severity == Severity.PROBLEM;
  }

  /** Whether this tells of the same thing, maybe of another step. */
  boolean isSameAs(Finding that) {
    return kind == that.kind && where.equals(that.where);
  }

  /** The same, with a sentence in front of its text. */
  public Finding withPrefix(String sentence) {
    return new Finding(step, kind, severity, where, sentence + " " + text);
  }

  Finding since(long step) {
    return new Finding(step, kind, severity, where, text);
  }

  Finding at(String where) {
    return new Finding(step, kind, severity, where, text);
  }

  Finding as(Severity severity) {
    return new Finding(step, kind, severity, where, text);
  }
}
