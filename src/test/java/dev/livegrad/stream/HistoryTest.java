package dev.livegrad.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.protocol.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final int ALL = Integer.MAX_VALUE / 2;

  @Test
  void everyStepIsCoveredOnceWithTheExactExtremes() {
    Random random = new Random(42);
    History history = new History();
    List<Double> losses = new ArrayList<>();
    while (losses.size() < 60_000) {
      Entry entry = null;
      for (int length = 1 + random.nextInt(4); length > 0; length--) {
        double loss = random.nextGaussian();
        Entry step = Entry.of(losses.size(), loss, 0.1, 1);
        losses.add(loss);
        entry = entry == null ? step : entry.and(step);
      }
      history.append(entry);
    }
    long next = 0;
    for (Entry entry : history.after(0, ALL)) {
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
    History history = new History();
    for (long step = 0; step < 1_000_000; step++) {
      history.append(Entry.of(step, step, 0.1, 1));
      assertTrue(history.size() <= History.CAPACITY);
    }
    List<Entry> recent = history.after(1_000_000 - History.CAPACITY / 2 + 1, ALL);
    assertEquals(History.CAPACITY / 2 - 1, recent.size());
    assertEquals(999_999, recent.getLast().from());
  }

  @Test
  void noPartOfALongRunLosesItsShape() {
    History history = new History();
    for (long step = 0; step < 1_000_000; step++) {
      history.append(Entry.of(step, step, 0.1, 1));
    }
    for (Entry entry : history.after(0, ALL)) {
      assertTrue(entry.step() - entry.from() < 1_000_000 / 1_000, entry::toString);
    }
  }

  @Test
  void aBorderIsResumedFromAndAnyOtherOffsetBringsEverything() {
    Random random = new Random(7);
    History history = new History();
    for (long step = 0; step < 100_000; step++) {
      history.append(Entry.of(step, step, 0.1, 1));
    }
    List<Entry> all = history.after(0, ALL);
    for (int i = 0; i < 1_000; i++) {
      int index = random.nextInt(all.size());
      assertEquals(all.subList(index, all.size()), history.after(all.get(index).from(), ALL));
    }
    assertEquals(Entry.of(0, 0, 0.1, 1), all.getFirst(), "the first step stays by itself");
    Entry coarse = all.get(1);
    assertTrue(coarse.step() > coarse.from(), "an old entry covers several steps");
    assertEquals(all, history.after(coarse.from() + 1, ALL));
    assertEquals(all, history.after(history.end() + 5, ALL));
    assertEquals(List.of(), history.after(history.end(), ALL));
  }

  @Test
  void aStepThatDoesNotFollowIsRefused() {
    History history = new History();
    history.append(Entry.of(0, 1, 0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> history.append(Entry.of(2, 1, 0.1, 1)));
    assertThrows(IllegalArgumentException.class, () -> history.append(Entry.of(0, 1, 0.1, 1)));
  }

  @Test
  void aFastRunThatGoesOnInSingleStepsStaysBounded() {
    History history = new History();
    long step = 0;
    for (int i = 0; i < History.CAPACITY / 2 - 1; i++) {
      history.append(new Entry(step, step + 99_999, 1, 1, 1, 0.1, 1));
      step += 100_000;
    }
    for (int i = 0; i < 3 * History.CAPACITY; i++) {
      history.append(Entry.of(step++, 1, 0.1, 1));
      assertTrue(history.size() < History.CAPACITY);
    }
  }
}
