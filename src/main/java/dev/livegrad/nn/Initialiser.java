package dev.livegrad.nn;

import java.util.function.DoubleBinaryOperator;

/** How a weight or a bias gets its first value. */
public enum Initialiser {
  /** Drawn from U(-1, 1). */
  UNIFORM,
  /** 0, without drawing anything. */
  ZERO;

  /**
   * The first value of one parameter.
   *
   * @param uniform draws from U(low, high)
   */
  double draw(DoubleBinaryOperator uniform) {
    return switch (this) {
      case UNIFORM -> uniform.applyAsDouble(-1, 1);
      case ZERO -> 0;
    };
  }
}
