package dev.livegrad.run;

import dev.livegrad.data.Samples;
import dev.livegrad.training.BatchPosition;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checkpoints of a run from where it began, at equal distances: one every few steps, and when they
 * become too many, every other one is dropped and the distance doubles.
 *
 * <p>What is kept follows from the run alone, so that a replay has the same checkpoints. Belongs to
 * the run's thread.
 */
public final class Checkpoints {
  /** The most that are kept of a small network. */
  public static final int MAX_CHECKPOINTS = 64;

  /** The most numbers that are kept in all: 16 MiB. */
  static final int MAX_NUMBERS = 1 << 21;

  /** A network so large that there is no room for this many has none. */
  static final int MIN_CHECKPOINTS = 8;

  private final TrainingRun run;
  private final Supplier<Checkpoint> present;
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private long stride = 1;

  /** The step of the last one that {@link #takeNew} has given; negative for none. */
  private long taken = -1;

  /** The step that is kept next; none where nothing is kept. */
  private long next = Long.MAX_VALUE;

  /** Begins with {@code run} where it stands. */
  public Checkpoints(TrainingRun run) {
    this(run, run::checkpoint, List.of());
  }

  /**
   * Begins, or goes on, where the run stands.
   *
   * @param present makes a checkpoint of the run
   * @param known checkpoints of the steps before; of these those are kept that would have been
   */
  Checkpoints(TrainingRun run, Supplier<Checkpoint> present, List<Checkpoint> known) {
    this.run = run;
    this.present = present;
    int capacity = capacity(run.checkpoint());
    if (capacity >= MIN_CHECKPOINTS) {
      stride = stride(run.stepsDone(), capacity);
      known.stream()
          .filter(it -> it.step() < run.stepsDone() && it.step() % stride == 0)
          .forEach(checkpoints::add);
      if (run.stepsDone() % stride == 0) {
        checkpoints.add(present.get());
      }
      next = (run.stepsDone() / stride + 1) * stride;
    }
  }

  /** The distance between those that are kept when {@code last} is one of them. */
  public static long stride(Checkpoint last) {
    return stride(last.step(), Math.max(MIN_CHECKPOINTS, capacity(last)));
  }

  private static long stride(long steps, int capacity) {
    long stride = 1;
    while (steps / stride >= capacity) {
      stride *= 2;
    }
    return stride;
  }

  /** The most checkpoints of this size that are kept. */
  private static int capacity(Checkpoint checkpoint) {
    return Math.min(MAX_CHECKPOINTS, MAX_NUMBERS / numbers(checkpoint));
  }

  /** The checkpoint's size in memory, in units of eight bytes. */
  static int numbers(Checkpoint checkpoint) {
    BatchPosition batches = checkpoint.batches();
    Samples added = checkpoint.added();
    int arrays = (checkpoint.previous() == null ? 2 : 3) + checkpoint.optimizer().size();
    return arrays * checkpoint.parameters().length
        + (batches == null ? 0 : batches.epoch().length / 2 + batches.random().length / 8)
        + (added == null ? 0 : added.count() * (added.names().size() + added.targets().columns()));
  }

  /** To be called after every step; costs next to nothing but at the few that are kept. */
  public void afterStep() {
    if (run.stepsDone() == next) {
      keep();
    }
  }

  /** To be called when the run was steered: a checkpoint of this step has that too. */
  public void steered() {
    if (!checkpoints.isEmpty() && checkpoints.getLast().step() == run.stepsDone()) {
      checkpoints.set(checkpoints.size() - 1, present.get());
      taken = Math.min(taken, run.stepsDone() - 1);
    }
  }

  /** Those that were added since the last call and are still there. */
  List<Checkpoint> takeNew() {
    List<Checkpoint> added = checkpoints.stream().filter(it -> it.step() > taken).toList();
    taken = checkpoints.isEmpty() ? -1 : checkpoints.getLast().step();
    return added;
  }

  /** A copy, the oldest first, which is where the run began. */
  public List<Checkpoint> all() {
    return List.copyOf(checkpoints);
  }

  private void keep() {
    Checkpoint last = present.get();
    checkpoints.add(last);
    // Another optimizer's memory or mini-batches may have been set, and make it larger.
    int capacity = Math.max(MIN_CHECKPOINTS, capacity(last));
    while (checkpoints.size() > capacity) {
      stride *= 2;
      checkpoints.removeIf(it -> it.step() % stride != 0);
    }
    next = (run.stepsDone() / stride + 1) * stride;
  }
}
