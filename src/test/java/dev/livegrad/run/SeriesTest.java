package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeriesTest {
  private static final int ALL = Integer.MAX_VALUE / 2;

  @Test
  void secondsAtAStepAreThoseBetweenTheEntriesThatTell() {
    SeriesEntry first = SeriesEntry.of(0, 1, 0.1, 1).at(2);
    SeriesEntry untold = SeriesEntry.of(1, 1, 0.1, 1);
    SeriesEntry later = new SeriesEntry(2, 8, 1, 1, 1, 0.1, 1, 10);
    List<SeriesEntry> series = List.of(first, untold, later);
    assertEquals(0, SeriesEntry.secondsAt(series, 0));
    assertEquals(2, SeriesEntry.secondsAt(series, 1));
    assertEquals(5, SeriesEntry.secondsAt(series, 4));
    assertEquals(10, SeriesEntry.secondsAt(series, 9));
    assertEquals(10, SeriesEntry.secondsAt(series, 12), "the last that is known");
    assertEquals(0, SeriesEntry.secondsAt(List.of(untold), 0));
    assertEquals(Double.NaN, SeriesEntry.secondsAt(List.of(untold), 1));
    assertEquals(10, first.and(untold).and(later).seconds());
  }

  @Test
  void everyStepIsCoveredOnceWithTheExactExtremes() {
    Random random = new Random(42);
    Series series = new Series();
    List<Double> losses = new ArrayList<>();
    while (losses.size() < 60_000) {
      SeriesEntry entry = null;
      for (int length = 1 + random.nextInt(4); length > 0; length--) {
        double loss = random.nextGaussian();
        SeriesEntry step = SeriesEntry.of(losses.size(), loss, 0.1, 1);
        losses.add(loss);
        entry = entry == null ? step : entry.and(step);
      }
      series.append(entry);
    }
    long next = 0;
    for (SeriesEntry entry : series.after(0, ALL)) {
      assertEquals(next, entry.from());
      List<Double> covered = losses.subList((int) entry.from(), (int) entry.step() + 1);
      assertEquals(covered.stream().mapToDouble(d -> d).min().orElseThrow(), entry.lossMin());
      assertEquals(covered.stream().mapToDouble(d -> d).max().orElseThrow(), entry.lossMax());
      assertEquals(covered.getLast(), entry.loss());
      next = entry.step() + 1;
    }
    assertEquals(losses.size(), next);
  }

  @Test
  void itStaysBoundedAndItsRecentPartFine() {
    Series series = new Series();
    for (long step = 0; step < 1_000_000; step++) {
      series.append(SeriesEntry.of(step, step, 0.1, 1));
      assertTrue(series.size() <= Series.CAPACITY);
    }
    List<SeriesEntry> recent = series.after(1_000_000 - Series.CAPACITY / 2 + 1, ALL);
    assertEquals(Series.CAPACITY / 2 - 1, recent.size());
    assertEquals(999_999, recent.getLast().from());
  }

  @Test
  void noPartOfALongRunLosesItsShape() {
    Series series = new Series();
    for (long step = 0; step < 1_000_000; step++) {
      series.append(SeriesEntry.of(step, step, 0.1, 1));
    }
    for (SeriesEntry entry : series.after(0, ALL)) {
      long covered = entry.step() - entry.from() + 1;
      assertTrue(covered <= Math.clamp(entry.from() / 32, 1, 1_000), entry::toString);
    }
  }

  @Test
  void aBorderIsResumedFromAndAnyOtherOffsetBringsEverything() {
    Random random = new Random(7);
    Series series = new Series();
    for (long step = 0; step < 100_000; step++) {
      series.append(SeriesEntry.of(step, step, 0.1, 1));
    }
    List<SeriesEntry> all = series.after(0, ALL);
    for (int i = 0; i < 1_000; i++) {
      int index = random.nextInt(all.size());
      assertEquals(all.subList(index, all.size()), series.after(all.get(index).from(), ALL));
    }
    assertEquals(SeriesEntry.of(0, 0, 0.1, 1), all.getFirst(), "the first step stays by itself");
    SeriesEntry coarse = all.stream().filter(it -> it.step() > it.from()).findFirst().orElseThrow();
    assertEquals(all, series.after(coarse.from() + 1, ALL));
    assertEquals(all, series.after(series.end() + 5, ALL));
    assertEquals(List.of(), series.after(series.end(), ALL));
  }

  @Test
  void aStepThatDoesNotFollowIsRefused() {
    Series series = new Series();
    series.append(SeriesEntry.of(0, 1, 0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> series.append(SeriesEntry.of(2, 1, 0.1, 1)));
    assertThrows(IllegalArgumentException.class, () -> series.append(SeriesEntry.of(0, 1, 0.1, 1)));
  }

  @Test
  void aFastRunThatGoesOnInSingleStepsStaysBounded() {
    Series series = new Series();
    long step = 0;
    for (int i = 0; i < Series.CAPACITY / 2 - 1; i++) {
      series.append(new SeriesEntry(step, step + 99_999, 1, 1, 1, 0.1, 1, Double.NaN));
      step += 100_000;
    }
    for (int i = 0; i < 3 * Series.CAPACITY; i++) {
      series.append(SeriesEntry.of(step++, 1, 0.1, 1));
      assertTrue(series.size() < Series.CAPACITY);
    }
  }
}
