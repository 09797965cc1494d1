package dev.livegrad.expression;

/**
 * A leaf and the values that it takes on one side of a picture, evenly spaced.
 *
 * @param leaf the leaf's number among the expression's nodes
 * @param from the first value
 * @param to the last one, greater than the first
 * @param points how many, at least 2
 */
public record Axis(int leaf, double from, double to, int points) {
  public Axis {
    if (!(from < to) || points < 2) {
      throw new ExpressionException(
          "from: %s is not allowed; a number below to, which is %s, is".formatted(from, to));
    }
  }

  /** The value at {@code point}, from 0. */
  public double value(int point) {
    return point == points - 1 ? to : from + (to - from) * point / (points - 1);
  }
}
