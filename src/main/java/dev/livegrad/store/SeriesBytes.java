package dev.livegrad.store;

import dev.livegrad.run.SeriesEntry;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a series as sealed bytes, some numbers of eight bytes each: seven; an eighth, the
 * seconds, in all that are kept now; and two more where test samples were measured.
 */
final class SeriesBytes {
  private static final int NUMBERS = 7;

  /** Those of all entries, a double as its bits; not yet entries, since there are many. */
  private final long[] numbers;

  private final Columns columns;

  /** The count of numbers in an entry. */
  private final int width;

  /**
   * What entries have beside what all have.
   *
   * @param timed whether they have seconds
   * @param tested whether they have the loss and the accuracy of test samples
   */
  record Columns(boolean timed, boolean tested) {
    static Columns of(List<SeriesEntry> entries) {
      return new Columns(true, entries.stream().anyMatch(SeriesEntry::isTested));
    }

    private int width() {
      return NUMBERS + (timed ? 1 : 0) + (tested ? 2 : 0);
    }
  }

  private SeriesBytes(long[] numbers, Columns columns) {
    this.numbers = numbers;
    this.columns = columns;
    this.width = columns.width();
  }

  static byte[] of(long trajectory, List<SeriesEntry> entries) {
    return Sealed.seal(out -> write(out, entries), trajectory);
  }

  /** The entries; null where the bytes are torn or changed. */
  static @Nullable SeriesBytes read(byte[] bytes, Columns columns, long trajectory) {
    return Sealed.open(bytes, in -> read(in, columns), trajectory);
  }

  private static void write(DataOutputStream out, List<SeriesEntry> entries) throws IOException {
    boolean tested = Columns.of(entries).tested();
    for (SeriesEntry entry : entries) {
      out.writeLong(entry.from());
      out.writeLong(entry.step());
      out.writeDouble(entry.loss());
      out.writeDouble(entry.lossMin());
      out.writeDouble(entry.lossMax());
      out.writeDouble(entry.learningRate());
      out.writeDouble(entry.accuracy());
      out.writeDouble(entry.seconds());
      if (tested) {
        out.writeDouble(entry.testLoss());
        out.writeDouble(entry.testAccuracy());
      }
    }
  }

  private static @Nullable SeriesBytes read(ByteBuffer in, Columns columns) {
    if (in.remaining() % (columns.width() * Long.BYTES) != 0) {
      return null;
    }
    long[] numbers = new long[in.remaining() / Long.BYTES];
    in.asLongBuffer().get(numbers);
    in.position(in.limit());
    return new SeriesBytes(numbers, columns);
  }

  /** The number of entries. */
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
        columns.timed() ? number(entry, NUMBERS) : Double.NaN,
        columns.tested() ? number(entry, width - 2) : Double.NaN,
        columns.tested() ? number(entry, width - 1) : Double.NaN);
  }

  private double number(int entry, int place) {
    return Double.longBitsToDouble(numbers[entry * width + place]);
  }
}
