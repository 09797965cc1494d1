package dev.livegrad.store;

import dev.livegrad.run.SeriesEntry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a series as sealed bytes: eight numbers of eight bytes each; seven, and no seconds,
 * where they were kept before those were known.
 */
final class SeriesBytes {
  private SeriesBytes() {}

  static byte[] of(long trajectory, List<SeriesEntry> entries) {
    return Sealed.seal(out -> write(out, entries), trajectory);
  }

  /** The entries; null where the bytes are torn or changed. */
  static @Nullable List<SeriesEntry> read(byte[] bytes, boolean timed, long trajectory) {
    return Sealed.open(bytes, in -> read(in, timed), trajectory);
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

  private static List<SeriesEntry> read(DataInputStream in, boolean timed) throws IOException {
    List<SeriesEntry> entries = new ArrayList<>();
    while (in.available() > 0) {
      entries.add(
          new SeriesEntry(
              in.readLong(),
              in.readLong(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              timed ? in.readDouble() : Double.NaN));
    }
    return entries;
  }
}
