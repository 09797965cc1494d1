package dev.livegrad.training;

/**
 * Something the run's diagnosis noticed.
 *
 * @param step since which step
 * @param where the layer, neuron or parameter, as {@link TrainingRun#parameterNames} names them
 * @param text one sentence for people
 */
public record Finding(long step, Kind kind, Severity severity, String where, String text) {
  /** What can be noticed. */
  public enum Kind {
    DIVERGED
  }

  /** How bad it is: a problem doesn't get well by going on as it is; a note is worth a look. */
  public enum Severity {
    PROBLEM,
    NOTE
  }

  /** The finding of a run that stopped itself. */
  public static Finding of(Divergence divergence) {
    return new Finding(
        divergence.step(), Kind.DIVERGED, Severity.PROBLEM, divergence.where(), divergence.text());
  }
}
