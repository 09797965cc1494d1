package dev.livegrad.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Moments of a run, from where it began to now, at equal distances: every so many steps, and when
 * they become too many every other one is dropped and the distance doubles.
 *
 * <p>What is kept follows from the run alone, so that one that is replayed has the same past.
 * Belongs to the run's thread.
 */
public final class Past {
  /** As many moments as are kept of a small network. */
  public static final int MAX_MOMENTS = 64;

  /** As many numbers as are kept in all: 16 MiB. */
  static final int MAX_NUMBERS = 1 << 21;

  /** Of a network so large that not even so many moments may be kept, none is. */
  static final int MIN_MOMENTS = 8;

  private final TrainingRun run;
  private final int capacity;
  private final List<Moment> moments = new ArrayList<>();
  private long stride = 1;

  /** The step that is kept next; none where nothing is kept. */
  private long next = Long.MAX_VALUE;

  /** Begins with {@code run} where it stands. */
  public Past(TrainingRun run) {
    this.run = run;
    this.capacity = Math.min(MAX_MOMENTS, MAX_NUMBERS / (2 * run.parameterNames().size()));
    if (capacity >= MIN_MOMENTS) {
      keep();
    }
  }

  /** To be called after every step; costs next to nothing but at the few that are kept. */
  public void after() {
    if (run.stepsDone() == next) {
      keep();
    }
  }

  /** To be called when the rate or a parameter was set: the moment is as it is left. */
  public void steered() {
    if (!moments.isEmpty() && moments.getLast().step() == run.stepsDone()) {
      moments.set(moments.size() - 1, run.moment());
    }
  }

  /** The moments that are kept, the oldest first; the first one is where the run began. */
  public List<Moment> moments() {
    return List.copyOf(moments);
  }

  private void keep() {
    moments.add(run.moment());
    if (moments.size() > capacity) {
      for (int i = 1; i < moments.size(); i++) {
        moments.remove(i);
      }
      stride *= 2;
    }
    next = moments.getLast().step() + stride;
  }
}
