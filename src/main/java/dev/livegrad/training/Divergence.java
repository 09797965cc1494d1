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

  /** Whether it was so before any update, so that no learning rate had a part in it. */
  public boolean beforeAnyUpdate() {
    return step == 0
        && switch (quantity) {
          case LOSS, GRADIENT -> true;
          case PARAMETER -> false;
        };
  }

  /** One sentence for people. */
  public String text() {
    String what = quantity == Quantity.LOSS ? "the loss" : "the gradient of " + where;
    if (beforeAnyUpdate()) {
      return "At step 0, before any update, %s became %s: not by the learning rate, but since inputs, targets or first parameters are too large."
          .formatted(what, value);
    }
    return switch (quantity) {
      case LOSS ->
          "At step %d %s became %s; the largest parameter was %s."
              .formatted(step, what, value, where);
      case GRADIENT -> "At step %d %s became %s.".formatted(step, what, value);
      case PARAMETER ->
          "At step %d the update would have made %s %s.".formatted(step, where, value);
    };
  }
}
