package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Evaluation;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FrameBuilderTest {
  @Test
  void fewStepsAreOneEntryEach() {
    FrameBuilder frame = new FrameBuilder();
    for (long step = 0; step < FrameBuilder.TARGET; step++) {
      frame.append(step, step, 0.1, 1);
    }
    List<SeriesEntry> entries = frame.take();
    assertEquals(FrameBuilder.TARGET, entries.size());
    assertTrue(entries.stream().allMatch(entry -> entry.from() == entry.step()));
    assertTrue(frame.isEmpty());
  }

  @Test
  void whatWasTestedLastStaysKnownHoweverEntriesAreMerged() {
    FrameBuilder frame = new FrameBuilder();
    for (long step = 0; step < 10_000; step++) {
      frame.append(step, 1, 0.1, 1);
      if (step == 5_000 || step == 5_001) {
        frame.tested(new Evaluation(step, 0.5));
      }
    }
    List<SeriesEntry> tested = frame.take().stream().filter(SeriesEntry::isTested).toList();
    SeriesEntry last = tested.getLast();
    assertEquals(5_001, last.testLoss());
    assertEquals(0.5, last.testAccuracy());
    assertTrue(last.from() <= 5_001 && 5_001 <= last.step(), last::toString);
  }

  @Test
  void manyStepsAreFewEntriesWithTheExactExtremes() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      FrameBuilder frame = new FrameBuilder();
      double[] losses = random.doubles(1 + random.nextInt(20_000)).toArray();
      for (int step = 0; step < losses.length; step++) {
        frame.append(step, losses[step], 0.1, 1);
      }
      List<SeriesEntry> entries = frame.take();
      assertTrue(entries.size() <= FrameBuilder.TARGET + beginning(losses.length));
      assertCovers(entries, losses);
    }
  }

  @Test
  void ofARunThatBeginsAtFullSpeedTheBeginningStaysFine() {
    FrameBuilder frame = new FrameBuilder();
    for (long step = 0; step < 1_000_000; step++) {
      frame.append(step, step, 0.1, 1);
    }
    List<SeriesEntry> entries = frame.take();
    for (SeriesEntry entry : entries) {
      long covered = entry.step() - entry.from() + 1;
      assertTrue(covered <= Math.max(1, entry.from() / 32), entry::toString);
    }
    assertEquals(127, entries.get(127).step());
    assertTrue(entries.size() < 1_000, () -> entries.size() + " entries");
    frame.append(1_000_000, 1, 0.1, 1);
    assertEquals(1, frame.take().size());
  }

  /** The most entries that the beginning of so many steps needs. */
  private static int beginning(int steps) {
    int entries = 0;
    for (long from = 0; from < steps; from += SeriesEntry.longest(from)) {
      entries++;
    }
    return entries;
  }

  @Test
  void multiplesOfTheEntriesLengthStayKnownWhereverAFrameBegins() {
    for (long first = 100_001; first < 100_020; first++) {
      FrameBuilder frame = new FrameBuilder();
      long end = first + 4 * FrameBuilder.TARGET - 8;
      for (long step = first; step < end; step++) {
        frame.append(step, step, 0.1, 1);
      }
      List<Long> known = frame.take().stream().map(SeriesEntry::step).toList();
      assertTrue(known.size() <= FrameBuilder.TARGET);
      for (long step = 4 * (first / 4 + 1); step < end; step += 4) {
        assertTrue(known.contains(step), "step " + step + " is not known");
      }
    }
  }

  @Test
  void noEntryCoversStepsOnBothSidesOfACommand() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      FrameBuilder frame = new FrameBuilder();
      Set<Long> borders = new HashSet<>();
      double[] losses = random.doubles(1 + random.nextInt(5_000)).toArray();
      for (int step = 0; step < losses.length; step++) {
        if (random.nextInt(300) == 0) {
          frame.cut(step);
          borders.add((long) step);
        }
        frame.append(step, losses[step], 0.1, 1);
      }
      List<SeriesEntry> entries = frame.take();
      assertTrue(
          entries.size() <= FrameBuilder.TARGET + 2 * borders.size() + beginning(losses.length));
      assertCovers(entries, losses);
      for (SeriesEntry entry : entries) {
        for (long step = entry.from() + 1; step <= entry.step(); step++) {
          assertTrue(!borders.contains(step), "step " + step + " begins an entry");
        }
      }
    }
  }

  @Test
  void aCommandBetweenFramesStillBeginsAnEntry() {
    FrameBuilder frame = new FrameBuilder();
    frame.append(0, 1, 0.1, 1);
    frame.cut(1);
    frame.take();
    for (long step = 1; step < 1_000; step++) {
      frame.append(step, 1, 0.1, 1);
    }
    assertEquals(1, frame.take().getFirst().from());
  }

  private static void assertCovers(List<SeriesEntry> entries, double[] losses) {
    int next = 0;
    for (SeriesEntry entry : entries) {
      assertEquals(next, entry.from());
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (; next <= entry.step(); next++) {
        min = Math.min(min, losses[next]);
        max = Math.max(max, losses[next]);
      }
      assertEquals(min, entry.lossMin());
      assertEquals(max, entry.lossMax());
      assertEquals(losses[next - 1], entry.loss());
    }
    assertEquals(losses.length, next);
  }
}
