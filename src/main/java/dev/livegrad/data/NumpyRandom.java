package dev.livegrad.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.rng.core.RandomProviderDefaultState;
import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * Draws what NumPy's legacy generator draws after {@code numpy.random.RandomState(seed)}, which is
 * what scikit-learn makes its data sets with.
 *
 * <p>The source is NumPy's {@code random/src/mt19937} and {@code legacy-distributions.c}: Knuth's
 * generator fills the Mersenne Twister's state, and Marsaglia's polar method makes normal numbers
 * two at a time. Not thread-safe.
 */
public final class NumpyRandom {
  /** The largest seed; the smallest is 0. */
  public static final long MAX_SEED = 0xFFFF_FFFFL;

  /** The words of the twister's state. */
  private static final int WORDS = 624;

  private final MersenneTwister twister = new MersenneTwister(new int[] {0});

  /** The second of the two normal numbers that were made last; NaN where it is drawn already. */
  private double second = Double.NaN;

  /**
   * As {@code RandomState(seed)}.
   *
   * @param seed from 0 to {@link #MAX_SEED}
   */
  public NumpyRandom(long seed) {
    ByteBuffer state =
        ByteBuffer.wrap(((RandomProviderDefaultState) twister.saveState()).getState())
            .order(ByteOrder.LITTLE_ENDIAN);
    int word = (int) seed;
    for (int i = 0; i < WORDS; i++) {
      state.putInt(word);
      word = 1812433253 * (word ^ (word >>> 30)) + i + 1;
    }
    state.putInt(WORDS);
    twister.restoreState(new RandomProviderDefaultState(state.array()));
  }

  /** As {@code random_sample()}: from 0 inclusive to 1 exclusive, in steps of 2^-53. */
  public double random() {
    return PythonRandom.random(twister);
  }

  /** As {@code uniform(low, high)}. */
  public double uniform(double low, double high) {
    return low + (high - low) * random();
  }

  /** As {@code normal(mean, deviation)}. */
  public double normal(double mean, double deviation) {
    return mean + deviation * standardNormal();
  }

  private double standardNormal() {
    if (!Double.isNaN(second)) {
      double drawn = second;
      second = Double.NaN;
      return drawn;
    }
    double x;
    double y;
    double square;
    do {
      x = 2.0 * random() - 1;
      y = 2.0 * random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2.0 * RoundedLog.of(square) / square);
    second = factor * x;
    return factor * y;
  }

  /** As {@code shuffle(items)}. */
  public void shuffle(int[] items) {
    for (int i = items.length - 1; i > 0; i--) {
      int j = upTo(i);
      int item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  /** A whole number from 0 to {@code max}, which is above 0: draws until it is no larger. */
  private int upTo(int max) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int drawn;
    do {
      drawn = twister.nextInt() & mask;
    } while (drawn > max);
    return drawn;
  }
}
