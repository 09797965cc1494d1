package dev.livegrad.data;

import org.apache.commons.rng.core.RandomProviderDefaultState;
import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * Draws what CPython's {@code random} module draws after {@code random.seed(seed)} with an integer,
 * so that runs begin where the Python tutorials' do.
 *
 * <p>The source is CPython's {@code Modules/_randommodule.c}: the seed's absolute value, cut into
 * words of 32 bits from the lowest on, is the Mersenne Twister's key; a double takes 27 and 26 bits
 * of two outputs. Not thread-safe.
 */
public final class PythonRandom {
  private final MersenneTwister twister;

  /** The second of the two normal numbers that were made last; NaN where it is drawn already. */
  private double second = Double.NaN;

  /** As {@code random.seed(seed)}. */
  public PythonRandom(long seed) {
    long magnitude = Math.abs(seed);
    int low = (int) magnitude;
    int high = (int) (magnitude >>> 32);
    this.twister = new MersenneTwister(high == 0 ? new int[] {low} : new int[] {low, high});
  }

  /**
   * What it draws next depends on this alone, but for {@link #gauss}; see {@link #restore}. A fresh
   * copy.
   */
  public byte[] state() {
    return ((RandomProviderDefaultState) twister.saveState()).getState();
  }

  /**
   * Goes on as the one of which this is the {@link #state}.
   *
   * @throws IllegalStateException if it is no state
   */
  public void restore(byte[] state) {
    twister.restoreState(new RandomProviderDefaultState(state));
  }

  /** As {@code random.random()}: from 0 inclusive to 1 exclusive, in steps of 2^-53. */
  public double random() {
    return random(twister);
  }

  static double random(MersenneTwister twister) {
    int a = twister.nextInt() >>> 5;
    int b = twister.nextInt() >>> 6;
    return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
  }

  /** As {@code random.uniform(low, high)}. */
  public double uniform(double low, double high) {
    return low + (high - low) * random();
  }

  /** As {@code random.gauss(mean, deviation)}, which makes two numbers at a time. */
  public double gauss(double mean, double deviation) {
    double drawn = second;
    second = Double.NaN;
    if (Double.isNaN(drawn)) {
      double angle = random() * (2 * Math.PI);
      double radius = Math.sqrt(-2.0 * RoundedLog.of(1.0 - random()));
      drawn = StrictMath.cos(angle) * radius;
      second = StrictMath.sin(angle) * radius;
    }
    return mean + drawn * deviation;
  }

  /** As {@code random.shuffle(items)}. */
  public void shuffle(int[] items) {
    for (int i = items.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  /**
   * As {@code random.randrange(bound)}: draws as many bits as the bound has until they are below.
   */
  private int below(int bound) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
    int drawn;
    do {
      drawn = twister.nextInt() >>> (Integer.SIZE - bits);
    } while (drawn >= bound);
    return drawn;
  }
}
