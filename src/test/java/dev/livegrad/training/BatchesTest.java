package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.spec.BatchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {

  /** Expected orders are what CPython prints for {@code random.shuffle(order)}, twice. */
  @ParameterizedTest
  @CsvSource({
    "0, 7, 4210536, 2453610",
    "42, 10, 7328569401, 8625304791",
    "-5, 10, 2310876549, 8967504312",
    "9007199254740991, 5, 32410, 42103",
  })
  void shuffledPassesHaveCPythonsOrder(long seed, int samples, String first, String second) {
    for (int size = 1; size < samples; size++) {
      Batches batches = new Batches(new BatchSpec(size, true), samples, seed);
      assertEquals(first, digits(pass(batches, samples)), "batches of " + size);
      assertEquals(second, digits(pass(batches, samples)), "batches of " + size);
    }
  }

  @Test
  void everySampleComesOnceAPassAndTheLastBatchIsWhatIsLeft() {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      int samples = 2 + random.nextInt(50);
      int size = 1 + random.nextInt(samples - 1);
      Batches batches = new Batches(new BatchSpec(size, random.nextBoolean()), samples, i);
      for (int pass = 0; pass < 3; pass++) {
        List<Integer> sizes = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < samples) {
          batches.choose();
          batches.pass();
          sizes.add(batches.size());
          for (int position = 0; position < batches.size(); position++) {
            assertEquals(batches.order()[position], batches.sample(position));
            seen.add(batches.sample(position));
          }
        }
        String what = samples + " samples in batches of " + size + ", seed 4, round " + i;
        assertEquals(everyOne(samples), seen.stream().sorted().toList(), what);
        assertEquals(Math.ceilDiv(samples, size), sizes.size(), what);
        assertEquals(samples % size == 0 ? size : samples % size, sizes.removeLast(), what);
        assertTrue(sizes.stream().allMatch(it -> it == size), what);
      }
    }
  }

  @Test
  void withoutShufflingEveryPassGoesInTheDatasOrder() {
    Batches batches = new Batches(new BatchSpec(3, false), 8, 42);
    assertFalse(batches.full());
    for (int pass = 0; pass < 3; pass++) {
      assertEquals("01234567", digits(pass(batches, 8)));
    }
  }

  @Test
  void noSpecAndABatchOfAllAreFullBatches() {
    for (BatchSpec spec : new BatchSpec[] {null, new BatchSpec(8, true), new BatchSpec(8, false)}) {
      Batches batches = new Batches(spec, 8, 42);
      assertTrue(batches.full());
      assertEquals("01234567", digits(pass(batches, 8)));
      assertEquals("01234567", digits(pass(batches, 8)));
      assertEquals(8, batches.size());
    }
  }

  private static List<Integer> everyOne(int samples) {
    return IntStream.range(0, samples).boxed().toList();
  }

  private static List<Integer> pass(Batches batches, int samples) {
    List<Integer> pass = new ArrayList<>();
    while (pass.size() < samples) {
      batches.choose();
      batches.pass();
      for (int position = 0; position < batches.size(); position++) {
        pass.add(batches.sample(position));
      }
    }
    return pass;
  }

  private static String digits(List<Integer> pass) {
    StringBuilder digits = new StringBuilder();
    pass.forEach(digits::append);
    return digits.toString();
  }
}
