package dev.livegrad.engine.tape;

/**
 * Multiply and add with one rounding, quickly on every processor.
 *
 * <p>Where the processor has no such instruction, {@link Math#fma} goes through decimal numbers of
 * any length, which takes some thousand times as long. Then the sum is put together from parts that
 * are exact, as Boldo and Melquiond do ("Emulation of a FMA and correctly rounded sums: proved
 * algorithms using rounding to odd", 2008), and has the same bits.
 */
final class Fused {
  /** A call that takes longer, in nanoseconds, is none of the processor's instructions. */
  private static final long SLOW = 2_000;

  /** Whether the processor has it. */
  static final boolean BY_PROCESSOR = fastest() < SLOW;

  /** Splits the 53 bits of a double in two halves (Veltkamp, Dekker). */
  private static final double SPLITTER = (1 << 27) + 1;

  /** Between these no part overflows, and none is too small to be exact. */
  private static final double LARGE = 0x1p500;

  private static final double SMALL = 0x1p-400;

  private Fused() {}

  /** {@code a * b + c}, rounded once. */
  static double multiplyAdd(double a, double b, double c) {
    return BY_PROCESSOR ? Math.fma(a, b, c) : emulated(a, b, c);
  }

  /** The same without the processor's help. */
  static double emulated(double a, double b, double c) {
    double product = a * b;
    if (product == 0 && (a == 0 || b == 0)) {
      return product + c;
    }
    if (!isOrdinary(a) || !isOrdinary(b) || !isOrdinary(product) || !(isOrdinary(c) || c == 0)) {
      return Math.fma(a, b, c);
    }
    double aHigh = high(a);
    double bHigh = high(b);
    double aLow = a - aHigh;
    double bLow = b - bHigh;
    double productRest = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
    // a * b + c is now product + productRest + c; their sum is made of a large part and two small.
    double small = c + productRest;
    double smallRest = rest(c, productRest, small);
    double large = product + small;
    double largeRest = rest(product, small, large);
    return large + sumToOdd(largeRest, smallRest);
  }

  private static boolean isOrdinary(double x) {
    double size = Math.abs(x);
    return size < LARGE && size > SMALL;
  }

  private static double high(double x) {
    double scaled = SPLITTER * x;
    return scaled - (scaled - x);
  }

  /** What rounding took from {@code sum} = x + y (Knuth). */
  private static double rest(double x, double y, double sum) {
    double yRounded = sum - x;
    return (x - (sum - yRounded)) + (y - yRounded);
  }

  /**
   * The sum, and where it isn't exact, that neighbour of it whose last bit is 1: rounded once more,
   * it goes where the exact sum would have gone.
   */
  private static double sumToOdd(double x, double y) {
    double sum = x + y;
    double rest = rest(x, y, sum);
    long bits = Double.doubleToRawLongBits(sum);
    return rest == 0 || (bits & 1) == 1
        ? sum
        : Double.longBitsToDouble(bits + (rest > 0 == sum > 0 ? 1 : -1));
  }

  /** In nanoseconds a call; the least of several times, since other work may come between. */
  private static long fastest() {
    int calls = 4;
    double x = 0.1;
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      for (int j = 0; j < calls; j++) {
        x = Math.fma(x, 0.7, 0.3);
      }
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    // What was computed is looked at, so that no compiler leaves it out.
    return x > 0 ? fastest / calls : Long.MAX_VALUE;
  }
}
