package dev.livegrad.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * When those who watch a run are told what happened: in frames, each only once all of it is kept.
 * Times are in nanoseconds, as {@link System#nanoTime}. Belongs to one thread at a time.
 */
final class Frames implements Consumer<RunEvent> {
  /** Between two frames that nobody watches. */
  private static final long NANOS_UNWATCHED = 250_000_000;

  private final long nanosAFrame;
  private final Recorder recorder;
  private final Outlet outlet;
  private final Announcements announcements = new Announcements();

  /** What is to be answered with the next frame. */
  private final List<Supplier<Runnable>> answers = new ArrayList<>();

  private long next;

  /** Whether anybody watches; where nobody does, frames come less often. */
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
    this.next = now;
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
    return next - now;
  }

  /** A frame is told now, and none for a while after it. */
  void told(long now) {
    next = now + (isWatched ? nanosAFrame : NANOS_UNWATCHED);
  }

  /** Tells what waits, whether or not a frame is due. */
  void tell() {
    List<RunEvent> events = announcements.take();
    List<Runnable> answered = answers.stream().map(Supplier::get).toList();
    answers.clear();
    recorder.whenKept(() -> outlet.tell(events, answered));
  }

  /** As {@link RunSession#whenTold}. */
  void whenTold(Supplier<Runnable> answer) {
    answers.add(answer);
  }

  /** As {@link RunSession#whenKept}. */
  void whenKept(Runnable answer) {
    recorder.whenKept(() -> outlet.tell(List.of(), List.of(answer)));
  }
}
