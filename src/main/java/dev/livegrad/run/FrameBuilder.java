package dev.livegrad.run;

import dev.livegrad.training.Evaluation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the steps that were made since the last frame: one entry a step as long as there are
 * few, and entries of 2, 4, 8 steps as they become many. These end at multiples of their length, so
 * that round steps stay known. Where a command took effect an entry begins, and is never merged
 * with the one before; near the beginning of a run there are more and shorter ones, see {@link
 * SeriesEntry#longest}. Belongs to one thread at a time.
 */
final class FrameBuilder {
  /** The most entries of a frame, not counting those that commands or a run's beginning need. */
  static final int TARGET = 64;

  /** Those that are full; the one that is being filled stands in {@link #open}. */
  private final List<SeriesEntry> entries = new ArrayList<>();

  private final OpenEntry open = new OpenEntry();
  private final Set<Long> borders = new HashSet<>();

  /** A power of 2. */
  private long stepsAnEntry = 1;

  /** The number of entries after the last merge. */
  private int needed;

  /** Adds the next step. */
  void append(long step, double loss, double learningRate, double accuracy) {
    long length = Math.min(stepsAnEntry, SeriesEntry.longest(step));
    if (((step - 1) & (length - 1)) == 0 || open.steps >= SeriesEntry.longest(step - open.steps)) {
      close();
    }
    open.add(step, loss, learningRate, accuracy);
  }

  /** Lets an entry begin at step {@code from}, the next one to be added. */
  void cut(long from) {
    close();
    borders.add(from);
  }

  /** Notes loss and accuracy of the test samples, measured at the last step that was added. */
  void tested(Evaluation test) {
    close();
    entries.set(entries.size() - 1, entries.getLast().tested(test));
  }

  boolean isEmpty() {
    return entries.isEmpty() && open.steps == 0;
  }

  private void close() {
    if (open.steps > 0) {
      entries.add(open.take());
      if (entries.size() >= Math.max(TARGET + borders.size(), needed + TARGET / 2)) {
        mergePairs();
      }
    }
  }

  /** What was collected; the next frame begins. */
  List<SeriesEntry> take() {
    if (open.steps > 0) {
      entries.add(open.take());
    }
    long next = entries.isEmpty() ? 0 : entries.getLast().step() + 1;
    List<SeriesEntry> taken = List.copyOf(entries);
    entries.clear();
    borders.removeIf(border -> border < next);
    stepsAnEntry = 1;
    needed = 0;
    return taken;
  }

  /** What was collected but for the last entry, with which the next frame begins. */
  List<SeriesEntry> takeButLast() {
    if (open.steps > 0) {
      entries.add(open.take());
    }
    SeriesEntry last = entries.removeLast();
    List<SeriesEntry> taken = take();
    entries.add(last);
    return taken;
  }

  private boolean beginsAnEntry(long step) {
    return borders.contains(step);
  }

  private void mergePairs() {
    List<SeriesEntry> merged = new ArrayList<>();
    for (SeriesEntry entry : entries) {
      boolean fits =
          !merged.isEmpty()
              && merged.getLast().step() % (2 * stepsAnEntry) != 0
              && entry.step() - merged.getLast().from()
                  < SeriesEntry.longest(merged.getLast().from())
              && !beginsAnEntry(entry.from());
      if (fits) {
        merged.set(merged.size() - 1, merged.getLast().and(entry));
      } else {
        merged.add(entry);
      }
    }
    entries.clear();
    entries.addAll(merged);
    needed = entries.size();
    stepsAnEntry *= 2;
  }

  /** An entry in the making. Mutable, since at full speed there are a million steps a second. */
  private static final class OpenEntry {
    private long steps;
    private long step;
    private double loss;
    private double lossMin;
    private double lossMax;
    private double learningRate;
    private double accuracy;

    void add(long step, double loss, double learningRate, double accuracy) {
      this.step = step;
      this.loss = loss;
      this.lossMin = steps == 0 ? loss : Math.min(lossMin, loss);
      this.lossMax = steps == 0 ? loss : Math.max(lossMax, loss);
      this.learningRate = learningRate;
      this.accuracy = accuracy;
      steps++;
    }

    SeriesEntry take() {
      long from = step - steps + 1;
      steps = 0;
      return new SeriesEntry(
          from, step, loss, lossMin, lossMax, learningRate, accuracy, Double.NaN);
    }
  }
}
