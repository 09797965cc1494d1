package dev.livegrad.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Has the store keep what happens to a run, and lets others know of it only once it is kept: what
 * was seen can then never be lost. Belongs to one thread at a time.
 */
final class Recorder {
  private final RunStore store;

  /** What the store hasn't been given yet. */
  private final List<RunStore.Update> updates = new ArrayList<>();

  private final AtomicInteger pending = new AtomicInteger();

  /** Set on a thread of the store. */
  private volatile @Nullable String lost;

  Recorder(RunStore store) {
    this.store = store;
  }

  /** Has {@code update} kept with the next call of {@link #whenKept} or {@link #flush}. */
  void add(RunStore.Update update) {
    updates.add(update);
  }

  /** Has all kept that was added so far; nobody is told when it is. */
  void flush() {
    whenKept(_ -> {});
  }

  /**
   * Has all kept that was added so far.
   *
   * @param task is then told, on a thread of the store, behind those of earlier calls
   */
  void whenKept(RunStore.Kept task) {
    pending.incrementAndGet();
    store.keep(
        List.copyOf(updates),
        lost -> {
          this.lost = lost;
          pending.decrementAndGet();
          task.told(lost);
        });
    updates.clear();
  }

  /** Why nothing is kept any more; null where it is. */
  @Nullable String lost() {
    return lost;
  }

  /** How many tasks wait for the store. */
  int pending() {
    return pending.get();
  }
}
