package dev.livegrad.training;

/**
 * Why a run stopped itself: a number that is no longer finite.
 *
 * @param step the step whose update was not made
 * @param quantity what is no longer finite
 * @param where the parameter it concerns; for a loss the largest one, which is the likeliest cause
 * @param value NaN or an infinity
 */
public record Divergence(long step, Quantity quantity, String where, double value) {
  /** What can stop being finite. */
  public enum Quantity {
    LOSS,
    GRADIENT,
    PARAMETER
  }

  /** One sentence for people. */
  public String text() {
    return switch (quantity) {
      case LOSS ->
          "At step %d the loss became %s; the largest parameter was %s."
              .formatted(step, value, where);
      case GRADIENT -> "At step %d the gradient of %s became %s.".formatted(step, where, value);
      case PARAMETER ->
          "At step %d the update would have made %s %s.".formatted(step, where, value);
    };
  }
}
