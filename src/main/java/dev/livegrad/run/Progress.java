package dev.livegrad.run;

import org.jspecify.annotations.Nullable;

/**
 * What a run is doing, until when and how fast. It has one of the slots while it runs. Times are in
 * nanoseconds, as {@link System#nanoTime}. Belongs to one thread at a time.
 */
final class Progress {
  private final TrainingSlots slots;
  private final StepRateMeter rateMeter = new StepRateMeter();
  private final StepPacer pacer;
  private RunStatus status;
  private boolean hasSlot;

  /** How many seconds it had run before it was last started, pauses left out; NaN if unknown. */
  private double secondsBefore;

  /** When it was last started. */
  private long since;

  /** The number of steps after which it stops by itself; null for never. */
  private @Nullable Long goal;

  /**
   * @param status in which it doesn't run
   * @param stepsPerSecond the speed; null is as fast as it goes
   * @param secondsRun how many seconds it has run; NaN where that isn't known
   */
  Progress(
      TrainingSlots slots, RunStatus status, @Nullable Double stepsPerSecond, double secondsRun) {
    this.slots = slots;
    this.status = status;
    this.pacer = new StepPacer(stepsPerSecond);
    this.secondsBefore = secondsRun;
  }

  RunStatus status() {
    return status;
  }

  /** How many runs may run at once. */
  int slots() {
    return slots.max();
  }

  boolean isRunning() {
    return status == RunStatus.RUNNING;
  }

  /** The number of steps after which it stops by itself; null for never. */
  @Nullable Long goal() {
    return goal;
  }

  /** The speed that is set. */
  StepPacer pacer() {
    return pacer;
  }

  /** Steps per second as measured; null where it doesn't run or nothing is measured yet. */
  @Nullable Double measured() {
    return isRunning() ? rateMeter.stepsPerSecond() : null;
  }

  /** How many seconds it has run, pauses left out; NaN where that isn't known. */
  double secondsRun(long now) {
    return isRunning() ? secondsBefore + (now - since) / 1e9 : secondsBefore;
  }

  /** Measures, if enough time and steps have passed; true if there is a new measurement. */
  boolean measure(long steps, long now) {
    return isRunning() && rateMeter.measure(steps, now);
  }

  /**
   * Runs from here, until {@code goal} steps are done.
   *
   * @return false, and nothing has changed, where there is no slot
   */
  boolean run(@Nullable Long goal, long steps, long now) {
    if (!isRunning()) {
      if (!slots.take()) {
        return false;
      }
      begin(steps, now);
    }
    this.goal = goal;
    return true;
  }

  /** Runs again as it did before the server was started, even where there is no slot. */
  void resume(@Nullable Long goal, long steps, long now) {
    slots.takeAnyway();
    begin(steps, now);
    this.goal = goal;
  }

  private void begin(long steps, long now) {
    hasSlot = true;
    since = now;
    status = RunStatus.RUNNING;
    pacer.restart(now);
    rateMeter.restart(steps, now);
  }

  /** Sets the speed; null is as fast as it goes. */
  void setSpeed(@Nullable Double stepsPerSecond, long steps, long now) {
    pacer.set(stepsPerSecond, now);
    rateMeter.restart(steps, now);
  }

  /** Makes no more steps from now on, in this status. */
  void stop(RunStatus status, long now) {
    stopAt(status, secondsRun(now));
  }

  /**
   * Makes no more steps, in this status.
   *
   * @param secondsRun how long it has run in all, as of a trajectory that takes the place of
   *     another; NaN where that isn't known
   */
  void stopAt(RunStatus status, double secondsRun) {
    release();
    this.secondsBefore = secondsRun;
    this.status = status;
    goal = null;
  }

  /** Gives the slot back, if it has one; its status stays, for whoever goes on with the run. */
  void release() {
    if (hasSlot) {
      slots.release();
      hasSlot = false;
    }
  }
}
