package dev.livegrad.engine.tape;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Elementary functions to some sixty digits, from their series: what a double is held against. */
final class Precise {
  private static final MathContext DIGITS = new MathContext(64);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal LN2 = logarithm(TWO);

  private Precise() {}

  static BigDecimal exp(double x) {
    return exp(new BigDecimal(x));
  }

  static BigDecimal log(double x) {
    int k = Math.getExponent(x < Double.MIN_NORMAL ? x * 0x1p60 : x);
    k = x < Double.MIN_NORMAL ? k - 60 : k;
    BigDecimal mantissa = new BigDecimal(x).divide(twoTo(k), DIGITS);
    if (mantissa.doubleValue() > 1.4) {
      mantissa = mantissa.divide(TWO);
      k++;
    }
    return logarithm(mantissa).add(LN2.multiply(BigDecimal.valueOf(k)), DIGITS);
  }

  static BigDecimal tanh(double x) {
    BigDecimal twice = new BigDecimal(x).multiply(TWO);
    // Where e^2x is nearly 1 the difference would lose the digits that the series keeps.
    BigDecimal e = Math.abs(x) < 0.1 ? expMinus1(twice) : exp(twice).subtract(ONE);
    return e.divide(e.add(TWO), DIGITS);
  }

  static BigDecimal sigmoid(double x) {
    return ONE.divide(exp(new BigDecimal(x).negate()).add(ONE), DIGITS);
  }

  /** How far {@code actual} is from {@code exact}, in units in the last place of the latter. */
  static double ulps(double actual, BigDecimal exact) {
    double nearest = exact.doubleValue();
    if (Double.isInfinite(nearest) || Double.isInfinite(actual)) {
      return actual == nearest ? 0 : Double.POSITIVE_INFINITY;
    }
    BigDecimal error = new BigDecimal(actual).subtract(exact).abs();
    return error.divide(new BigDecimal(Math.ulp(nearest)), DIGITS).doubleValue();
  }

  private static BigDecimal exp(BigDecimal x) {
    int k = x.divide(LN2, DIGITS).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    BigDecimal rest = x.subtract(LN2.multiply(BigDecimal.valueOf(k)));
    return expMinus1(rest).add(ONE).multiply(twoTo(k), DIGITS);
  }

  private static BigDecimal expMinus1(BigDecimal x) {
    BigDecimal rounded = x.round(DIGITS);
    BigDecimal term = rounded;
    BigDecimal sum = rounded;
    for (int i = 2; term.signum() != 0 && term.precision() - term.scale() > magnitude(sum); i++) {
      term = term.multiply(rounded, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  /** The logarithm of {@code m}, not far from 1: 2 artanh((m - 1) / (m + 1)). */
  private static BigDecimal logarithm(BigDecimal m) {
    BigDecimal s = m.subtract(ONE).divide(m.add(ONE), DIGITS);
    BigDecimal square = s.multiply(s, DIGITS);
    BigDecimal power = s;
    BigDecimal sum = s;
    for (int i = 3;
        power.signum() != 0 && power.precision() - power.scale() > magnitude(sum);
        i += 2) {
      power = power.multiply(square, DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
    }
    return sum.multiply(TWO);
  }

  /** The decimal place below which nothing changes {@code sum} any more. */
  private static int magnitude(BigDecimal sum) {
    return sum.precision() - sum.scale() - DIGITS.getPrecision() - 1;
  }

  private static BigDecimal twoTo(int k) {
    return k < 0 ? ONE.divide(TWO.pow(-k), DIGITS) : TWO.pow(k);
  }
}
