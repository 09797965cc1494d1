package dev.livegrad.stream;

import dev.livegrad.protocol.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * One epoch's series, bounded: the whole curve from step 0, coarser where it is older.
 *
 * <p>When it is full, neighbours in its older half are merged, but for the very first entry, up to
 * a length in proportion to the whole run. Each merge keeps the exact extremes, and no step is ever
 * lost. Belongs to one thread at a time.
 */
public final class History {
  /** As many entries as are kept. */
  public static final int CAPACITY = 8_192;

  /** As many of the newest entries as are never merged. */
  private static final int FINE = CAPACITY / 2;

  private final List<Entry> entries = new ArrayList<>();

  /** Adds what follows the last entry. */
  public void append(Entry entry) {
    if (entry.from() != end()) {
      throw new IllegalArgumentException(
          "step %d does not follow step %d".formatted(entry.from(), end() - 1));
    }
    entries.add(entry);
    if (entries.size() == CAPACITY) {
      mergeOlder();
    }
  }

  /** Forgets everything: another epoch begins. */
  public void clear() {
    entries.clear();
  }

  /** The number of the first step that is still to come. */
  public long end() {
    return entries.isEmpty() ? 0 : entries.getLast().step() + 1;
  }

  /**
   * At most {@code limit} entries from step {@code offset} on, if an entry begins there; from step
   * 0 on if none does. Empty at the end.
   */
  public List<Entry> after(long offset, int limit) {
    int start = offset == end() ? entries.size() : Math.max(0, find(offset));
    return List.copyOf(entries.subList(start, Math.min(entries.size(), start + limit)));
  }

  int size() {
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
    // Two neighbours cover more than this together, so that at most CAPACITY / 4 + 1 are left; none
    // that was merged covers more, so that the whole curve keeps its shape.
    long length = Math.ceilDiv(8 * end(), CAPACITY);
    // The first entry stays what it is: where the run began is a figure that people look for.
    List<Entry> older = entries.subList(1, CAPACITY - FINE);
    List<Entry> merged = new ArrayList<>(CAPACITY / 4 + 1);
    for (Entry entry : older) {
      if (!merged.isEmpty() && entry.step() - merged.getLast().from() < length) {
        merged.add(merged.removeLast().and(entry));
      } else {
        merged.add(entry);
      }
    }
    older.clear();
    entries.addAll(1, merged);
  }
}
