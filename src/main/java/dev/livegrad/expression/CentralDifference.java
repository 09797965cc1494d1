package dev.livegrad.expression;

/**
 * A derivative without any rule for it: {@code (f(x + h) - f(x - h)) / 2h}.
 *
 * <p>The step size: what the curve's bend falsifies grows as {@code h^2}, what rounding falsifies
 * as {@code eps / h}; the sum of both is least near the cube root of eps. It grows with x, as the
 * distance between neighbouring doubles does. (Press et al., Numerical Recipes, section 5.7.)
 *
 * @param h the step size
 * @param slope the central difference; not finite where f isn't at {@code x + h} or {@code x - h}
 * @param error by how much {@code slope} is greater than the gradient
 * @param verdict whether both agree, and if not, why
 */
public record CentralDifference(double h, double slope, double error, Verdict verdict) {
  private static final double ROOT = Math.cbrt(Math.ulp(1.0));

  /** How far both may be apart, beside what rounding explains, as a part of the gradient. */
  private static final double TOLERANCE = 1e-6;

  /** What comes out of the comparison. */
  public enum Verdict {
    AGREES,
    /** There is a kink between {@code x - h} and {@code x + h}, and a slope on each side of it. */
    KINK,
    /** There is no finite output, or none on the way to it, at {@code x - h} or {@code x + h}. */
    OUTSIDE,
    /** The gradient itself, or a number on the way to it, is beyond the greatest double. */
    OVERFLOWS,
    /** The curve bends too much between {@code x - h} and {@code x + h} for such an h. */
    BENDS
  }

  /** The step size at {@code x}. */
  static double stepSize(double x) {
    return ROOT * Math.max(1, Math.abs(x));
  }

  /**
   * Compares {@code slope} with {@code grad}.
   *
   * @param greatest the size of the greatest number that was rounded on the way
   * @param kink whether there is one within h
   */
  static CentralDifference of(double h, double slope, double grad, double greatest, boolean kink) {
    double error = slope - grad;
    double rounding = 16 * Math.ulp(1.0) * greatest / h;
    Verdict verdict;
    if (!Double.isFinite(slope) || !Double.isFinite(greatest)) {
      verdict = Verdict.OUTSIDE;
    } else if (!Double.isFinite(grad)) {
      // Infinity is within any tolerance that is a part of itself.
      verdict = Verdict.OVERFLOWS;
    } else if (Math.abs(error) <= TOLERANCE * Math.max(1, Math.abs(grad)) + rounding) {
      verdict = Verdict.AGREES;
    } else {
      verdict = kink ? Verdict.KINK : Verdict.BENDS;
    }
    return new CentralDifference(h, slope, error, verdict);
  }
}
