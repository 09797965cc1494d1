package dev.livegrad.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trajectory's loss curve from step 0, bounded: coarser where it is older.
 *
 * <p>When it is full, neighbours in its older half are merged up to a length in proportion to the
 * whole curve, and near its beginning to the steps before them. Each merge keeps the exact
 * extremes, and no step is ever lost. Written by the run's thread, read by any.
 */
public final class Series {
  /** The most entries that are kept. */
  public static final int CAPACITY = 8_192;

  /** The newest entries, this many, are never merged. */
  private static final int FINE = CAPACITY / 2;

  /** Entries that are read at once, at most. */
  private static final int BLOCK = 1_024;

  private final List<SeriesEntry> entries = new ArrayList<>();
  private int merges;

  /**
   * Adds what follows the last entry.
   *
   * @throws IllegalArgumentException if it doesn't follow
   */
  public synchronized void append(SeriesEntry entry) {
    if (entry.from() != end()) {
      throw new IllegalArgumentException(
          "step %d does not follow step %d".formatted(entry.from(), end() - 1));
    }
    entries.add(entry);
    if (entries.size() == CAPACITY) {
      mergeOlder();
    }
  }

  /** A copy of all. */
  synchronized List<SeriesEntry> entries() {
    return List.copyOf(entries);
  }

  /** The loss of the last step; null before the first. */
  synchronized @Nullable Double lastLoss() {
    return entries.isEmpty() ? null : (Double) entries.getLast().loss();
  }

  /** The number of the first step that is still to come. */
  public synchronized long end() {
    return entries.isEmpty() ? 0 : entries.getLast().step() + 1;
  }

  /**
   * At most {@code limit} entries from step {@code offset} on, if an entry begins there; from step
   * 0 on if none does. Empty at the end.
   */
  public synchronized List<SeriesEntry> after(long offset, int limit) {
    int start = offset == end() ? entries.size() : Math.max(0, find(offset));
    return List.copyOf(entries.subList(start, Math.min(entries.size(), start + limit)));
  }

  /**
   * The entries from step {@code offset} on as {@link #after} gives them, up to the end of their
   * block, so that readers who began at different entries soon read the same blocks.
   */
  public synchronized List<SeriesEntry> blockAfter(long offset) {
    int start = offset == end() ? entries.size() : Math.max(0, find(offset));
    return List.copyOf(
        entries.subList(start, Math.min(entries.size(), (start / BLOCK + 1) * BLOCK)));
  }

  /**
   * The number of merges so far. While it is unchanged, entries that were read are unchanged too.
   */
  public synchronized int merges() {
    return merges;
  }

  synchronized int size() {
    return entries.size();
  }

  /** The index of the entry that begins at step {@code from}, or a negative number. */
  private int find(long from) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(entries.get(middle).from(), from);
      if (order == 0) {
        return middle;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private void mergeOlder() {
    merges++;
    // Two neighbours cover more than this together, so that at most CAPACITY / 4 + 1 are left, and
    // some hundreds near the beginning; none that was merged covers more, so that the whole curve
    // keeps its shape.
    long length = Math.ceilDiv(8 * end(), CAPACITY);
    List<SeriesEntry> older = entries.subList(0, CAPACITY - FINE);
    List<SeriesEntry> merged = new ArrayList<>(CAPACITY / 4 + 1);
    for (SeriesEntry entry : older) {
      if (!merged.isEmpty() && entry.step() - merged.getLast().from() < longest(merged, length)) {
        merged.add(merged.removeLast().and(entry));
      } else {
        merged.add(entry);
      }
    }
    older.clear();
    entries.addAll(0, merged);
  }

  private static long longest(List<SeriesEntry> merged, long length) {
    return Math.min(length, SeriesEntry.longest(merged.getLast().from()));
  }
}
