package dev.livegrad.server.ws;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trajectory's series as messages, each encoded once for all who need it. Belongs to one
 * thread at a time.
 */
final class SeriesReader {
  /** Twice the blocks of a whole series: those who come back began at other entries. */
  private static final int MAX_BLOCKS = 16;

  private final long trajectory;
  private final Series series;

  /** Those that were read last, the oldest first. */
  private final SequencedMap<Range, Block> blocks = new LinkedHashMap<>();

  private int merges;

  private record Range(long from, long end) {}

  /**
   * A message.
   *
   * @param end the number of the first step behind it
   */
  record Block(String text, long end) {}

  SeriesReader(long trajectory, Series series) {
    this.trajectory = trajectory;
    this.series = series;
  }

  /** A message of entries from {@code offset} on that end before {@code end}; null for none. */
  @Nullable Block read(long offset, long end) {
    int mergesBefore = series.merges();
    List<SeriesEntry> entries =
        series.blockAfter(offset).stream().takeWhile(entry -> entry.step() < end).toList();
    if (entries.isEmpty()) {
      return null;
    }
    if (merges != mergesBefore || mergesBefore != series.merges()) {
      merges = mergesBefore;
      blocks.clear();
    }
    Range range = new Range(entries.getFirst().from(), entries.getLast().step() + 1);
    Block block = blocks.get(range);
    if (block == null) {
      block = new Block(Encoder.encode(new ServerMessage.Steps(trajectory, entries)), range.end());
      blocks.put(range, block);
      if (blocks.size() > MAX_BLOCKS) {
        blocks.pollFirstEntry();
      }
    }
    return block;
  }
}
