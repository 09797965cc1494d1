package dev.livegrad.run;

/** How many runs train at once, bounded: more of them would only be slower. Thread-safe. */
public final class TrainingSlots {
  private final int max;
  private int taken;

  /**
   * @param max the most runs that may begin to train
   */
  public TrainingSlots(int max) {
    this.max = max;
  }

  int max() {
    return max;
  }

  /** Takes a slot for a run that is to begin; false where there is none. */
  synchronized boolean take() {
    if (taken >= max) {
      return false;
    }
    taken++;
    return true;
  }

  /** Takes a slot for a run that goes on, even where there is none. */
  synchronized void takeAnyway() {
    taken++;
  }

  synchronized void release() {
    taken--;
  }
}
