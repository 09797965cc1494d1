package dev.livegrad.expression;

import java.util.List;

/**
 * One node of an expression, as {@code livegrad expr} prints it, and the check of its gradient.
 *
 * @param id its place among the nodes, children before parents
 * @param name empty where it has none
 * @param op how it was made; empty for a leaf
 * @param grad the derivative of the output with respect to it, by {@code backward}
 * @param children the nodes it was made from, in order
 * @param place where it is written in the text
 * @param difference the same derivative by going a little up and down
 */
public record ExpressionNode(
    int id,
    String name,
    String op,
    double data,
    double grad,
    List<Integer> children,
    Expression.Place place,
    CentralDifference difference) {

  public ExpressionNode {
    children = List.copyOf(children);
  }

  /** Whether it is a number that can be set. */
  public boolean leaf() {
    return op.isEmpty();
  }
}
