package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;

/**
 * One node of a {@link Program}. Nodes are named by their place in it.
 *
 * <p>Records, so that two nodes are equal exactly if they compute the same from the same.
 */
sealed interface Node {
  /** The same number for every sample and at every step. */
  record Constant(double value) implements Node {}

  /** The same number for every sample of one step. */
  record Parameter(int index) implements Node {}

  /** A number of each sample's own. */
  record Input(int index) implements Node {}

  /**
   * An operation on earlier nodes.
   *
   * @param b the second operand; -1 where there is none
   * @param exponent of a power; 0 otherwise
   */
  record Apply(Operation operation, int a, int b, double exponent) implements Node {
    boolean unary() {
      return b < 0;
    }
  }
}
