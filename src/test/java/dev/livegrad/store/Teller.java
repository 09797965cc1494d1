package dev.livegrad.store;

import dev.livegrad.run.RunStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * A process that keeps the parts of a {@link Story} in a folder, from where the folder has it, and
 * prints the number of each as soon as it is told that it is kept. Never ends by itself.
 */
final class Teller {
  static final InstantSource CLOCK = () -> Instant.EPOCH;

  private Teller() {}

  public static void main(String[] args) throws InterruptedException {
    RunStore store = SqlRunStore.in(Path.of(args[0]), CLOCK);
    Random random = new Random(Long.parseLong(args[1]));
    for (int number = Story.parts(store); ; ) {
      int burst = 1 + random.nextInt(12);
      CountDownLatch kept = new CountDownLatch(burst);
      for (int i = 0; i < burst; i++) {
        int told = number++;
        store.keep(
            Story.part(told),
            _ -> {
              System.out.println(told);
              kept.countDown();
            });
      }
      if (random.nextBoolean()) {
        kept.await();
      }
    }
  }
}
