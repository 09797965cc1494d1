package dev.livegrad.store;

import dev.livegrad.run.SeriesEntry;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a series as sealed bytes: eight numbers of eight bytes each; seven, and no seconds,
 * where they were kept before those were known.
 */
final class SeriesBytes {
  private static final int NUMBERS = 8;

  /** Those of all entries, a double as its bits; not yet entries, since there are many. */
  private final long[] numbers;

  /** How many an entry has. */
  private final int width;

  private SeriesBytes(long[] numbers, int width) {
    this.numbers = numbers;
    this.width = width;
  }

  static byte[] of(long trajectory, List<SeriesEntry> entries) {
    return Sealed.seal(out -> write(out, entries), trajectory);
  }

  /** The entries; null where the bytes are torn or changed. */
  static @Nullable SeriesBytes read(byte[] bytes, boolean timed, long trajectory) {
    return Sealed.open(bytes, in -> read(in, timed ? NUMBERS : NUMBERS - 1), trajectory);
  }

  private static void write(DataOutputStream out, List<SeriesEntry> entries) throws IOException {
    for (SeriesEntry entry : entries) {
      out.writeLong(entry.from());
      out.writeLong(entry.step());
      out.writeDouble(entry.loss());
      out.writeDouble(entry.lossMin());
      out.writeDouble(entry.lossMax());
      out.writeDouble(entry.learningRate());
      out.writeDouble(entry.accuracy());
      out.writeDouble(entry.seconds());
    }
  }

  private static @Nullable SeriesBytes read(ByteBuffer in, int width) {
    if (in.remaining() % (width * Long.BYTES) != 0) {
      return null;
    }
    long[] numbers = new long[in.remaining() / Long.BYTES];
    in.asLongBuffer().get(numbers);
    in.position(in.limit());
    return new SeriesBytes(numbers, width);
  }

  /** How many entries there are. */
  int size() {
    return numbers.length / width;
  }

  /** The number of the first step behind them; there must be one. */
  long end() {
    return step(size() - 1) + 1;
  }

  /** The first step of an entry. */
  long from(int entry) {
    return numbers[entry * width];
  }

  /** The last step of an entry. */
  long step(int entry) {
    return numbers[entry * width + 1];
  }

  /** The loss of its last step. */
  double loss(int entry) {
    return number(entry, 2);
  }

  SeriesEntry entry(int entry) {
    return new SeriesEntry(
        from(entry),
        step(entry),
        loss(entry),
        number(entry, 3),
        number(entry, 4),
        number(entry, 5),
        number(entry, 6),
        width == NUMBERS ? number(entry, 7) : Double.NaN);
  }

  private double number(int entry, int place) {
    return Double.longBitsToDouble(numbers[entry * width + place]);
  }
}
