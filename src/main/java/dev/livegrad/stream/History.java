package dev.livegrad.stream;

import dev.livegrad.protocol.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * One epoch's series, bounded: the whole curve from step 0, coarser where it is older.
 *
 * <p>When it is full, the older half's entries are merged two by two, but for the very first one. Each merge keeps the exact
 * extremes, no step is ever lost, and an old entry's length grows with its age. Belongs to one
 * thread at a time.
 */
public final class History {
  /** As many entries as are kept. */
  public static final int CAPACITY = 8_192;

  private final List<Entry> entries = new ArrayList<>();

  /** Adds what follows the last entry. */
  public void append(Entry entry) {
    if (entry.from() != end()) {
      throw new IllegalArgumentException(
          "step %d does not follow step %d".formatted(entry.from(), end() - 1));
    }
    entries.add(entry);
    if (entries.size() == CAPACITY) {
      mergeOlderHalf();
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
   * At most {@code limit} entries from step {@code offset} on, if an entry begins there; from step 0
   * on if none does. Empty at the end.
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

  private void mergeOlderHalf() {
    // The first entry stays what it is: where the run began is a figure that people look for.
    List<Entry> older = entries.subList(1, 1 + CAPACITY / 2);
    List<Entry> merged = new ArrayList<>(CAPACITY / 4);
    for (int i = 0; i < older.size(); i += 2) {
      merged.add(older.get(i).and(older.get(i + 1)));
    }
    older.clear();
    entries.addAll(1, merged);
  }
}
