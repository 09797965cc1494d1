package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When those who watch are told. */
class FramesTest {
  private final List<List<RunEvent>> told = new ArrayList<>();
  private final List<Runnable> hear = new ArrayList<>();
  private final Frames frames =
      new Frames(
          10,
          new Recorder(new NoStore()),
          (events, answers) -> {
            told.add(events);
            hear.add(() -> answers.forEach(Runnable::run));
          },
          0);

  @Test
  void nobodyIsToldMoreBeforeTheLastFrameWasHeard() {
    step(0);
    frames.countFrom(0);
    frames.tell();
    assertTrue(frames.nanosLeft(1_000) > 0);
    step(1);
    step(2);
    assertTrue(frames.nanosLeft(2_000) > 0);
    hear.getFirst().run();
    assertEquals(10 - 3, frames.nanosLeft(3));
    assertTrue(frames.nanosLeft(3_000) <= 0);
    frames.tell();
    assertEquals(List.of(List.of(made(0)), List.of(made(1, 2))), told);
  }

  @Test
  void whereNobodyWatchesFramesAreRareButForWhoWaitsForAnAnswer() {
    frames.watch(false);
    frames.countFrom(0);
    step(0);
    assertTrue(frames.nanosLeft(1_000) > 100_000_000);
    frames.whenTold(() -> () -> {});
    assertTrue(frames.nanosLeft(1_000) <= 0);
  }

  private void step(long step) {
    frames.accept(made(step));
  }

  private static RunEvent made(long... steps) {
    List<SeriesEntry> entries = new ArrayList<>();
    for (long step : steps) {
      entries.add(SeriesEntry.of(step, 1, 0.1, 1));
    }
    return new RunEvent.StepsMade(1, entries);
  }
}
