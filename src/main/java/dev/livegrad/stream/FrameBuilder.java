package dev.livegrad.stream;

import dev.livegrad.protocol.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the steps that were made since the last frame: one entry a step as long as there are
 * few, and entries of 2, 4, 8 steps as they become many. Where a command took effect an entry
 * begins, and is never merged with the one before. Belongs to one thread at a time.
 */
public final class FrameBuilder {
  /** As many entries as a frame has, but for those that commands begin. */
  static final int TARGET = 64;

  private final List<Entry> entries = new ArrayList<>();
  private final Set<Long> borders = new HashSet<>();
  private long stepsAnEntry = 1;

  /** Adds the next step. */
  public void append(Entry step) {
    if (!entries.isEmpty() && hasRoom(entries.getLast()) && !beginsAnEntry(step.from())) {
      entries.set(entries.size() - 1, entries.getLast().and(step));
      return;
    }
    if (entries.size() >= TARGET + borders.size()) {
      mergePairs();
    }
    entries.add(step);
  }

  /** Lets an entry begin at step {@code from}, the next one to be added. */
  public void cut(long from) {
    borders.add(from);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What was collected; the next frame begins. */
  public List<Entry> take() {
    long next = entries.isEmpty() ? 0 : entries.getLast().step() + 1;
    List<Entry> taken = List.copyOf(entries);
    entries.clear();
    borders.removeIf(border -> border < next);
    stepsAnEntry = 1;
    return taken;
  }

  /** Forgets everything, the places of commands too: another epoch begins. */
  public void clear() {
    entries.clear();
    borders.clear();
    stepsAnEntry = 1;
  }

  /** After a command, and after step 0: where the run began is a figure that people look for. */
  private boolean beginsAnEntry(long step) {
    return step == 1 || borders.contains(step);
  }

  private boolean hasRoom(Entry last) {
    return last.step() - last.from() + 1 < stepsAnEntry;
  }

  private void mergePairs() {
    List<Entry> merged = new ArrayList<>();
    for (Entry entry : entries) {
      boolean fits =
          !merged.isEmpty() && hasRoomFor(merged.getLast(), entry) && !beginsAnEntry(entry.from());
      if (fits) {
        merged.set(merged.size() - 1, merged.getLast().and(entry));
      } else {
        merged.add(entry);
      }
    }
    entries.clear();
    entries.addAll(merged);
    stepsAnEntry *= 2;
  }

  private boolean hasRoomFor(Entry last, Entry next) {
    return next.step() - last.from() + 1 <= 2 * stepsAnEntry;
  }
}
