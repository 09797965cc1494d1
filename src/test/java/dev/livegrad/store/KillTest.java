package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.run.RunStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps runs is killed, and what it was told is kept is there. */
class KillTest {
  @TempDir private Path folder;

  @Test
  @Tag("thorough")
  @Timeout(120)
  void whatWasToldIsThereAfterAKill() throws Exception {
    kill(5);
  }

  @Test
  @Tag("thorough")
  @Timeout(900)
  void whatWasToldIsThereAfterTwoHundredKills() throws Exception {
    kill(200);
  }

  private void kill(int rounds) throws Exception {
    Random random = new Random(15);
    try (RunStore expected = SqlRunStore.inMemory(Teller.CLOCK)) {
      int known = 0;
      for (int round = 0; round < rounds; round++) {
        int told = killed(round, random);
        try (RunStore store = SqlRunStore.in(folder, Teller.CLOCK)) {
          int parts = Story.parts(store);
          assertTrue(parts > told, "part %d was told, %d are kept".formatted(told, parts));
          for (; known < parts; known++) {
            keep(expected, Story.part(known));
          }
          assertSame(expected, store);
        }
      }
    }
  }

  /** Lets a process tell for a while and kills it; returns the last that it told. */
  private int killed(int round, Random random) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Teller.class.getName(),
                folder.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      int told = -1;
      for (int i = random.nextInt(300); i >= 0; i--) {
        String line = out.readLine();
        assertNotNull(line, "it goes on until it is killed");
        told = Integer.parseInt(line);
      }
      LockSupport.parkNanos(random.nextInt(10_000_000));
      // The process itself would close what it has told.
      process.toHandle().destroyForcibly();
      process.waitFor();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may have been cut off, so that it has too few digits.
        told = Math.max(told, line.isEmpty() ? told : Integer.parseInt(line));
      }
      return told;
    }
  }

  static void keep(RunStore store, List<RunStore.Update> updates) throws InterruptedException {
    CountDownLatch kept = new CountDownLatch(1);
    store.keep(updates, _ -> kept.countDown());
    assertTrue(kept.await(20, TimeUnit.SECONDS));
  }

  static void assertSame(RunStore expected, RunStore actual) {
    List<RunStore.Listed> list = expected.list(100, null, "");
    assertEquals(list, actual.list(100, null, ""));
    assertEquals(expected.shared(), actual.shared());
    assertEquals(expected.training(), actual.training());
    assertEquals(expected.lastTrajectory(), actual.lastTrajectory());
    for (RunStore.Listed summary : list) {
      RunStore.KeptRun one = expected.read(summary.id());
      RunStore.KeptRun other = actual.read(summary.id());
      assertNotNull(one);
      assertNotNull(other);
      RunStoreContract.assertSame(one.setup(), other.setup());
      assertEquals(one.seed(), other.seed());
      assertEquals(one.state(), other.state());
      assertEquals(one.journal(), other.journal());
      assertEquals(one.series(), other.series());
      assertEquals(one.findings(), other.findings());
      RunStoreContract.assertSame(one.checkpoints(), other.checkpoints());
    }
  }
}
