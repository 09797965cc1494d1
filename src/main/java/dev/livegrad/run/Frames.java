package dev.livegrad.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * When those who watch a run are told what happened: in frames, each only once all of it is kept,
 * and only when they have heard the one before, so that where there are very many the frames become
 * fewer, and nothing waits behind a row of them. Times are in nanoseconds, as {@link
 * System#nanoTime}. Belongs to one thread at a time.
 */
final class Frames implements Consumer<RunEvent> {
  /** Between two frames that nobody watches. */
  private static final long NANOS_UNWATCHED = 250_000_000;

  /** Until it is looked again whether the last frame was heard. */
  private static final long NANOS_UNHEARD = 2_000_000;

  private final long nanosAFrame;
  private final Recorder recorder;
  private final Outlet outlet;
  private final Announcements announcements = new Announcements();

  /** What is to be answered with the next frame. */
  private final List<Supplier<Runnable>> answers = new ArrayList<>();

  /** From when on the time until the next frame counts. */
  private long last;

  /** Whether the last frame is on its way; set on the thread of those who hear it, too. */
  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  /** Whether anybody watches; where nobody does or waits for an answer, frames come less often. */
  private boolean isWatched = true;

  /** Tells the world. */
  interface Outlet {
    /**
     * Tells what happened, and behind it gives answers; called on a thread of the store, one call
     * after the other.
     */
    void tell(List<RunEvent> events, List<Runnable> answers);
  }

  /**
   * @param nanosAFrame between two frames, at the least
   */
  Frames(long nanosAFrame, Recorder recorder, Outlet outlet, long now) {
    this.nanosAFrame = nanosAFrame;
    this.recorder = recorder;
    this.outlet = outlet;
    this.last = now - NANOS_UNWATCHED;
  }

  /** Puts what happened into the next frame; whoever calls has it kept. */
  @Override
  public void accept(RunEvent event) {
    announcements.accept(event);
  }

  /** Whether anybody watches. */
  void watch(boolean isWatched) {
    this.isWatched = isWatched;
  }

  /** Whether the next frame has something in it. */
  boolean isWaiting() {
    return announcements.isWaiting() || !answers.isEmpty();
  }

  /** How long until a frame may be told; 0 or less if it may. */
  long nanosLeft(long now) {
    boolean isAwaited = isWatched || !answers.isEmpty();
    long left = last + (isAwaited ? nanosAFrame : NANOS_UNWATCHED) - now;
    return isUnderWay.get() ? Math.max(left, NANOS_UNHEARD) : left;
  }

  /** Counts the time until the next frame is due from now on. */
  void countFrom(long now) {
    last = now;
  }

  /** Tells what waits, whether or not a frame is due. */
  void tell() {
    List<RunEvent> events = announcements.take();
    List<Runnable> answered = new ArrayList<>();
    answers.forEach(answer -> answered.add(answer.get()));
    answers.clear();
    isUnderWay.set(true);
    answered.add(() -> isUnderWay.set(false));
    // What was never kept is not shown; that the run stands still is.
    recorder.whenKept(lost ->
        outlet.tell(
            lost == null
                ? events
                : events.stream().filter(RunEvent.StatusChanged.class::isInstance).toList(),
            answered));
  }

  /** As {@link RunSession#whenTold}. */
  void whenTold(Supplier<Runnable> answer) {
    answers.add(answer);
  }

  /** As {@link RunSession#whenKept}. */
  void whenKept(RunStore.Kept answer) {
    recorder.whenKept(lost -> outlet.tell(List.of(), List.of(() -> answer.told(lost))));
  }
}
