package dev.livegrad.data;

/**
 * The natural logarithm rounded to the nearest double, where {@link StrictMath#log} may give the
 * one beside it: what the C libraries give that other programs draw their random numbers with, but
 * for a case in hundreds.
 *
 * <p>{@code x = m * 2^e} with {@code m} near 1 and {@code log m = 2 * atanh((m - 1) / (m + 1))}, in
 * pairs of doubles that together have some 100 bits (T. J. Dekker, "A floating-point technique for
 * extending the available precision", 1971).
 */
final class RoundedLog {
  /** log 2, in two parts. */
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  private static final double LN2_REST = 0x1.abc9e3b39803fp-56;

  /** Terms of the series: the next would be below 2^-70 of the sum. */
  private static final int TERMS = 14;

  private RoundedLog() {}

  /**
   * log x.
   *
   * @param x positive, finite and not subnormal
   */
  static double of(double x) {
    int exponent = Math.getExponent(x);
    double m = Math.scalb(x, -exponent);
    if (m > Math.sqrt(2)) {
      m /= 2;
      exponent++;
    }
    // s = (m - 1) / (m + 1), of which both are exact or nearly so: m has 53 bits.
    double above = m - 1;
    double below = m + 1;
    double belowRest = m - (below - 1);
    double s = above / below;
    double sRest = (Math.fma(-s, below, above) - s * belowRest) / below;
    double square = s * s;
    // 1/3 s^3 + 1/5 s^5 + ... is small beside s: plain doubles are enough for all but its first
    // term.
    double tail = 0;
    for (int n = TERMS; n >= 2; n--) {
      tail = square * (1.0 / (2 * n + 1) + tail);
    }
    double squareRest = Math.fma(s, s, -square) + 2 * s * sRest;
    double cube = s * square;
    double cubeRest = Math.fma(s, square, -cube) + s * squareRest + sRest * square;
    double third = cube / 3;
    double thirdRest = (Math.fma(-3.0, third, cube) + cubeRest) / 3;
    // 2 s + 2/3 s^3 + 2 s^3 tail + e ln 2, from the largest part to the smallest.
    double rest = 2 * (sRest + thirdRest + cube * tail) + exponent * LN2_REST;
    double large = exponent * LN2;
    double largeRest = Math.fma(exponent, LN2, -large);
    double sum = large + 2 * s;
    double sumRest =
        Math.abs(large) > Math.abs(2 * s) ? 2 * s - (sum - large) : large - (sum - 2 * s);
    double both = sum + 2 * third;
    double bothRest = 2 * third - (both - sum);
    return both + (bothRest + sumRest + largeRest + rest);
  }
}
