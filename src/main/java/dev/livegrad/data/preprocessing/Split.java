package dev.livegrad.data.preprocessing;

import dev.livegrad.data.PythonRandom;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which samples are kept for a test: those that stand first after {@code random.Random(seed)} of
 * CPython has shuffled all.
 *
 * @param test the share of them, above 0 and below 1
 */
public record Split(double test, long seed) {
  /** How many of {@code samples} are kept; halves are rounded to even, as Python's round does. */
  public int testCount(int samples) {
    return (int) Math.rint(samples * test);
  }

  /** The samples that are kept, as a set of their places. */
  public BitSet testOf(int samples) {
    int[] order = IntStream.range(0, samples).toArray();
    new PythonRandom(seed).shuffle(order);
    BitSet test = new BitSet(samples);
    for (int i = 0; i < testCount(samples); i++) {
      test.set(order[i]);
    }
    return test;
  }
}
