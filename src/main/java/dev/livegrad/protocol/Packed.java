package dev.livegrad.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many numbers in two bytes each, for pictures: between the least and the greatest of them there
 * are 65,534 levels, so that no number is further off than a 131,068th of their extent.
 *
 * @param low what level 0 stands for
 * @param high what level 65,534 stands for
 * @param bytes the levels, little-endian; 65,535 stands for a number that is not finite
 */
record Packed(double low, double high, byte[] bytes) {
  private static final int LEVELS = 65_534;
  private static final int NOT_FINITE = 65_535;

  static Packed of(double[] values) {
    var finite = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    double low = finite.getCount() == 0 ? 0 : finite.getMin();
    double high = finite.getCount() == 0 ? 0 : finite.getMax();
    double extent = high - low;
    ByteBuffer bytes =
        ByteBuffer.allocate(Character.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      long level = extent > 0 ? Math.round((value - low) / extent * LEVELS) : 0;
      bytes.putChar((char) (Double.isFinite(value) ? level : NOT_FINITE));
    }
    return new Packed(low, high, bytes.array());
  }
}
