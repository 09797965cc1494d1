package dev.livegrad.engine.tape;

/**
 * {@code exp}, {@code log}, {@code tanh} and {@code sigmoid} of a number, within 2 units in the
 * last place of the true value, without a branch that depends on it: each line has its twin in
 * {@link VectorElementary}, and both give the same bits.
 *
 * <p>{@code exp} reduces its argument as Cody and Waite did, {@code x = k ln 2 + r}, and sums
 * Taylor's series of {@code e^r - 1} up to {@code r^13}, whose remainder is below 2^-56. {@code
 * log} is the one of Sun's <a href="https://www.netlib.org/fdlibm/e_log.c">fdlibm</a>. {@code
 * Math.fma} rounds once wherever it runs.
 */
final class Elementary {
  static final double LOG2_E = 0x1.71547652b82fep0;

  /** ln 2 in two parts, the first with so many zeros at its end that k times it is exact. */
  static final double LN2_HIGH = 0x1.62e42feep-1;

  static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Added and taken away again, it rounds to a whole number; between, its low bits are that. */
  static final double ROUND = 0x1.8p52;

  static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);
  static final long ONE_BITS = Double.doubleToRawLongBits(1);

  /** Beyond them exp is infinite, or 0. */
  static final double EXP_MAX = 710;

  static final double EXP_MIN = -746;

  /** Beyond it tanh rounds to 1; given as a bound of 2x. */
  static final double TANH_MAX = 44;

  /** 1/3! to 1/13!. */
  static final double C3 = 1.0 / 6;

  static final double C4 = 1.0 / 24;
  static final double C5 = 1.0 / 120;
  static final double C6 = 1.0 / 720;
  static final double C7 = 1.0 / 5_040;
  static final double C8 = 1.0 / 40_320;
  static final double C9 = 1.0 / 362_880;
  static final double C10 = 1.0 / 3_628_800;
  static final double C11 = 1.0 / 39_916_800;
  static final double C12 = 1.0 / 479_001_600;
  static final double C13 = 1.0 / 6_227_020_800.0;

  /** The bits of sqrt(1/2): log's mantissa lies between it and sqrt(2). */
  static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

  static final double LOG_LN2_HIGH = 0.6931471803691238;
  static final double LOG_LN2_LOW = 1.9082149292705877e-10;
  static final double LG1 = 0.6666666666666735;
  static final double LG2 = 0.3999999999940942;
  static final double LG3 = 0.2857142874366239;
  static final double LG4 = 0.22222198432149784;
  static final double LG5 = 0.1818357216161805;
  static final double LG6 = 0.15313837699209373;
  static final double LG7 = 0.14798198605116586;

  /** Makes a subnormal number normal. */
  static final double SCALE = 0x1p54;

  private Elementary() {}

  static double exp(double x) {
    double bounded = x > EXP_MAX ? EXP_MAX : x;
    bounded = bounded < EXP_MIN ? EXP_MIN : bounded;
    double k = Math.fma(bounded, LOG2_E, ROUND) - ROUND;
    double high = Math.fma(k, -LN2_HIGH, bounded);
    double r = Math.fma(k, -LN2_LOW, high);
    double tail = tail(r, Math.fma(k, -LN2_LOW, high - r));
    // 1 + r + tail, with what the first addition rounds off.
    double sum = 1 + r;
    double e = sum + ((1 - sum + r) + tail);
    // 2^k itself may be out of range; half of it twice is not, and only the last product rounds.
    double half = Math.fma(k, 0.5, ROUND) - ROUND;
    return e * powerOfTwo(half) * powerOfTwo(k - half);
  }

  static double tanh(double x) {
    double y = Math.abs(x) * 2;
    y = y > TANH_MAX ? TANH_MAX : y;
    double k = Math.fma(y, LOG2_E, ROUND) - ROUND;
    double high = Math.fma(k, -LN2_HIGH, y);
    double r = Math.fma(k, -LN2_LOW, high);
    double tail = tail(r, Math.fma(k, -LN2_LOW, high - r));
    // e^y - 1 = (p - 1) + p * r + p * tail, with what the first addition rounds off.
    double p = powerOfTwo(k);
    double one = p - 1;
    double sum = Math.fma(p, r, one);
    double e = sum + Math.fma(p, tail, Math.fma(p, r, one - sum));
    double t = e / (e + 2);
    // t = e / 2 * (1 - t) as well, which for a small e forgets most of what the division rounded.
    double h = e * 0.5;
    t = e < 1 ? Math.fma(-h, t, h) : t;
    return Math.copySign(t, x);
  }

  static double sigmoid(double x) {
    double e = exp(-Math.abs(x));
    double t = (x < 0 ? e : 1) / (1 + e);
    // Where t = e / (1 + e) it is e * (1 - t) as well, as in tanh.
    return x < 0 ? Math.fma(-e, t, e) : t;
  }

  static double log(double x) {
    boolean tiny = x < Double.MIN_NORMAL;
    double scaled = tiny ? x * SCALE : x;
    long bits = Double.doubleToRawLongBits(scaled);
    long exponent = (bits - SQRT_HALF_BITS) >> 52;
    double f = Double.longBitsToDouble(bits - (exponent << 52)) - 1;
    double k = Double.longBitsToDouble(exponent + ROUND_BITS) - ROUND;
    k = tiny ? k - 54 : k;
    double s = f / (f + 2);
    double z = s * s;
    double r = Math.fma(z, LG7, LG6);
    r = Math.fma(z, r, LG5);
    r = Math.fma(z, r, LG4);
    r = Math.fma(z, r, LG3);
    r = Math.fma(z, r, LG2);
    r = Math.fma(z, r, LG1) * z;
    double h = f * f * 0.5;
    double low = Math.fma(k, LOG_LN2_LOW, s * (h + r));
    double result = Math.fma(k, LOG_LN2_HIGH, f - (h - low));
    result = x < Double.POSITIVE_INFINITY ? result : x;
    result = x == 0 ? Double.NEGATIVE_INFINITY : result;
    return x < 0 ? Double.NaN : result;
  }

  /** {@code e^(r + low) - 1 - r}, for a {@code low} that was rounded off from r. */
  private static double tail(double r, double low) {
    double q = Math.fma(r, C13, C12);
    q = Math.fma(r, q, C11);
    q = Math.fma(r, q, C10);
    q = Math.fma(r, q, C9);
    q = Math.fma(r, q, C8);
    q = Math.fma(r, q, C7);
    q = Math.fma(r, q, C6);
    q = Math.fma(r, q, C5);
    q = Math.fma(r, q, C4);
    q = Math.fma(r, q, C3);
    q = Math.fma(r, q, 0.5);
    return Math.fma(r * r, q, Math.fma(r, low, low));
  }

  /** 2^k for a whole k whose power is a normal number. */
  private static double powerOfTwo(double k) {
    long bits = Double.doubleToRawLongBits(k + ROUND) << 52;
    return Double.longBitsToDouble(bits + ONE_BITS);
  }
}
