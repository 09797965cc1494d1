package dev.livegrad.engine.tape;

/**
 * {@code exp}, {@code log}, {@code tanh} and {@code sigmoid} of a number, within 2 units in the
 * last place of the true value, and {@code gelu} by means of {@code tanh}, without a branch that
 * depends on it: each line has its twin in {@link VectorElementary}, and both give the same bits.
 *
 * <p>{@code exp} reduces its argument as Cody and Waite did, {@code x = k ln 2 + r}, and takes
 * {@code e^r - 1} from a polynomial of degree 11 by Remez's algorithm, whose error is below 2^-55
 * of it. {@code log} is the one of Sun's <a
 * href="https://www.netlib.org/fdlibm/e_log.c">fdlibm</a>. {@code Math.fma} rounds once wherever it
 * runs.
 */
final class Elementary {
  static final double LOG2_E = 0x1.71547652b82fep0;

  /** ln 2 in two parts; the first ends in enough zeros that its product with k is exact. */
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

  /** {@code (e^r - 1 - r) / r^2} as a polynomial, C2 to C11, for |r| up to half of ln 2. */
  static final double C2 = 0x1.0000000000005p-1;

  static final double C3 = 0x1.555555555555cp-3;
  static final double C4 = 0x1.55555555521c1p-5;
  static final double C5 = 0x1.111111110e747p-7;
  static final double C6 = 0x1.6c16c17f0e04ep-10;
  static final double C7 = 0x1.a01a01b5b3e38p-13;
  static final double C8 = 0x1.a019a6ee699ecp-16;
  static final double C9 = 0x1.71ddea51e6324p-19;
  static final double C10 = 0x1.28a250fef077fp-22;
  static final double C11 = 0x1.af76392818143p-26;

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

  /** sqrt(2 / pi). */
  static final double GELU_SCALE = 0.7978845608028654;

  static final double GELU_CUBE = 0.044715;

  private Elementary() {}

  static double exp(double x) {
    double bounded = x > EXP_MAX ? EXP_MAX : x;
    bounded = bounded < EXP_MIN ? EXP_MIN : bounded;
    double k = Fused.multiplyAdd(bounded, LOG2_E, ROUND) - ROUND;
    double high = Fused.multiplyAdd(k, -LN2_HIGH, bounded);
    double r = Fused.multiplyAdd(k, -LN2_LOW, high);
    double tail = tail(r, Fused.multiplyAdd(k, -LN2_LOW, high - r));
    // 1 + r + tail, with what the first addition rounds off.
    double sum = 1 + r;
    double e = sum + ((1 - sum + r) + tail);
    // 2^k itself may be out of range; half of it twice is not, and only the last product rounds.
    double half = Fused.multiplyAdd(k, 0.5, ROUND) - ROUND;
    return e * powerOfTwo(half) * powerOfTwo(k - half);
  }

  static double tanh(double x) {
    double y = Math.abs(x) * 2;
    y = y > TANH_MAX ? TANH_MAX : y;
    double k = Fused.multiplyAdd(y, LOG2_E, ROUND) - ROUND;
    double high = Fused.multiplyAdd(k, -LN2_HIGH, y);
    double r = Fused.multiplyAdd(k, -LN2_LOW, high);
    double tail = tail(r, Fused.multiplyAdd(k, -LN2_LOW, high - r));
    // e^y - 1 = (p - 1) + p * r + p * tail, with what the first addition rounds off.
    double p = powerOfTwo(k);
    double one = p - 1;
    double sum = Fused.multiplyAdd(p, r, one);
    double e = sum + Fused.multiplyAdd(p, tail, Fused.multiplyAdd(p, r, one - sum));
    double t = e / (e + 2);
    // t = e / 2 * (1 - t) as well, which for a small e forgets most of what the division rounded.
    double h = e * 0.5;
    t = e < 1 ? Fused.multiplyAdd(-h, t, h) : t;
    return Math.copySign(t, x);
  }

  static double sigmoid(double x) {
    double e = exp(-Math.abs(x));
    double t = (x < 0 ? e : 1) / (1 + e);
    // Where t = e / (1 + e) it is e * (1 - t) as well, as in tanh.
    return x < 0 ? Fused.multiplyAdd(-e, t, e) : t;
  }

  static double gelu(double x) {
    return 0.5 * x * (1 + tanh(geluBend(x)));
  }

  static double geluDerivative(double x) {
    double t = tanh(geluBend(x));
    double slope = 1 - t * t;
    // Where it is flat, x * x may be infinite.
    double moved = slope == 0 ? 0 : x * slope * GELU_SCALE * (1 + 3 * GELU_CUBE * (x * x));
    return 0.5 * (1 + t + moved);
  }

  /** What gelu takes the tanh of. */
  private static double geluBend(double x) {
    return GELU_SCALE * (x + GELU_CUBE * (x * x * x));
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
    double r = Fused.multiplyAdd(z, LG7, LG6);
    r = Fused.multiplyAdd(z, r, LG5);
    r = Fused.multiplyAdd(z, r, LG4);
    r = Fused.multiplyAdd(z, r, LG3);
    r = Fused.multiplyAdd(z, r, LG2);
    r = Fused.multiplyAdd(z, r, LG1) * z;
    double h = f * f * 0.5;
    double low = Fused.multiplyAdd(k, LOG_LN2_LOW, s * (h + r));
    double result = Fused.multiplyAdd(k, LOG_LN2_HIGH, f - (h - low));
    result = x < Double.POSITIVE_INFINITY ? result : x;
    result = x == 0 ? Double.NEGATIVE_INFINITY : result;
    return x < 0 ? Double.NaN : result;
  }

  // The same for count numbers from a place of memory on, to another place.

  static void exp(double[] memory, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      memory[to + i] = exp(memory[from + i]);
    }
  }

  static void log(double[] memory, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      memory[to + i] = log(memory[from + i]);
    }
  }

  static void tanh(double[] memory, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      memory[to + i] = tanh(memory[from + i]);
    }
  }

  static void gelu(double[] memory, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      memory[to + i] = gelu(memory[from + i]);
    }
  }

  static void sigmoid(double[] memory, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      memory[to + i] = sigmoid(memory[from + i]);
    }
  }

  /**
   * {@code e^(r + low) - 1 - r}, for a {@code low} that was rounded off from r. Even and odd powers
   * are summed side by side, which waits half as long as one sum.
   */
  private static double tail(double r, double low) {
    double r2 = r * r;
    double even = Fused.multiplyAdd(r2, C10, C8);
    double odd = Fused.multiplyAdd(r2, C11, C9);
    even = Fused.multiplyAdd(r2, even, C6);
    odd = Fused.multiplyAdd(r2, odd, C7);
    even = Fused.multiplyAdd(r2, even, C4);
    odd = Fused.multiplyAdd(r2, odd, C5);
    even = Fused.multiplyAdd(r2, even, C2);
    odd = Fused.multiplyAdd(r2, odd, C3);
    return Fused.multiplyAdd(r2, Fused.multiplyAdd(r, odd, even), low);
  }

  /** 2^k for a whole k whose power is a normal number. */
  private static double powerOfTwo(double k) {
    long bits = Double.doubleToRawLongBits(k + ROUND) << 52;
    return Double.longBitsToDouble(bits + ONE_BITS);
  }
}
