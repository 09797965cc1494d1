package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Math#fma} is exact on every processor, by an instruction or by decimal numbers. */
class FusedTest {
  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    0x1p-1074,
    -0x1p-1074,
    0x1p-1022,
    0x1p-400,
    0x1p500,
    0x1p499,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1 + 0x1p-52,
    1 - 0x1p-53,
    0x1.fffffffffffffp52,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    0x1.5555555555555p-1,
  };

  private final Random random = new Random(20261128);

  @Test
  void theEmulatedSumHasTheSameBitsAtTheEdges() {
    for (double a : EDGES) {
      for (double b : EDGES) {
        for (double c : EDGES) {
          same(a, b, c);
        }
        same(a, b, -a * b);
      }
    }
  }

  @Test
  void theEmulatedSumHasTheSameBitsWhereRoundingIsHard() {
    for (int i = 0; i < 200_000; i++) {
      double a = drawn(0);
      double b = drawn(0);
      same(a, b, drawn(random.nextInt(241) - 120));
      same(a, b, -a * b);
      same(a, b, Math.nextUp(-a * b));
      // Half way between two doubles, but for a little: what a second rounding gets wrong.
      double whole = 1 + random.nextInt(1 << 20) * 0x1p-20;
      same(1 + 0x1p-27, 1 - 0x1p-27, whole * 0x1p54);
      same(whole, 0x1p-53, Math.nextUp(whole));
      same(1 + 0x1p-52 * random.nextInt(4), 0x1p-53 + 0x1p-105 * (random.nextInt(3) - 1), whole);
      same(drawn(random.nextInt(2000) - 1000), b, drawn(random.nextInt(2000) - 1000));
    }
  }

  /** With all 53 bits, few of them, or long rows of the same. */
  private double drawn(int exponent) {
    long bits = random.nextLong() >>> 12;
    bits =
        switch (random.nextInt(4)) {
          case 0 -> bits & (-1L << random.nextInt(52)) & 0xfffffffffffffL;
          case 1 -> (bits | (1L << random.nextInt(52)) - 1) & 0xfffffffffffffL;
          case 2 -> 1L << random.nextInt(52);
          default -> bits;
        };
    double fraction = Double.longBitsToDouble(0x3ff0000000000000L | bits);
    return Math.scalb(random.nextBoolean() ? fraction : -fraction, exponent);
  }

  private static void same(double a, double b, double c) {
    assertEquals(
        Double.doubleToLongBits(Math.fma(a, b, c)),
        Double.doubleToLongBits(Fused.emulated(a, b, c)),
        () -> "%a * %a + %a".formatted(a, b, c));
  }
}
