package dev.livegrad.nn;

import java.util.function.DoubleBinaryOperator;

/**
 * How a weight or a bias gets its first value. The fan-in is the number of a layer's inputs, the
 * fan-out that of its neurons.
 */
public enum Initialiser {
  /** Drawn from U(-1, 1). */
  UNIFORM,
  /** 0, without drawing anything. */
  ZERO,
  /** U(-a, a) with a = sqrt(6 / (fan-in + fan-out)): X. Glorot and Y. Bengio, 2010. */
  XAVIER_UNIFORM,
  /** U(-a, a) with a = sqrt(6 / fan-in): K. He and others, 2015. */
  HE_UNIFORM,
  /** Normal with a deviation of sqrt(2 / (fan-in + fan-out)): X. Glorot and Y. Bengio, 2010. */
  XAVIER_NORMAL,
  /** Normal with a deviation of sqrt(2 / fan-in): K. He and others, 2015. */
  HE_NORMAL;

  /**
   * What first values are drawn from.
   *
   * @param uniform draws from U(low, high)
   * @param normal draws a normal number of a mean and a deviation
   */
  public record Source(DoubleBinaryOperator uniform, DoubleBinaryOperator normal) {}

  /** The first value of one parameter of a layer. */
  double draw(Source source, int fanIn, int fanOut) {
    return switch (this) {
      case UNIFORM -> source.uniform().applyAsDouble(-1, 1);
      case ZERO -> 0;
      case XAVIER_UNIFORM -> symmetric(source, Math.sqrt(6.0 / (fanIn + fanOut)));
      case HE_UNIFORM -> symmetric(source, Math.sqrt(6.0 / fanIn));
      case XAVIER_NORMAL -> source.normal().applyAsDouble(0, Math.sqrt(2.0 / (fanIn + fanOut)));
      case HE_NORMAL -> source.normal().applyAsDouble(0, Math.sqrt(2.0 / fanIn));
    };
  }

  private static double symmetric(Source source, double limit) {
    return source.uniform().applyAsDouble(-limit, limit);
  }
}
