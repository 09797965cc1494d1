package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that a disk has changed: what can be made again is left out, all else is said. */
class DamageTest {
  @TempDir private Path folder;

  private final Random random = new Random(7);
  private final List<Checkpoint> checkpoints = new ArrayList<>();

  @BeforeEach
  void keepARun() throws InterruptedException {
    TrainingRun run = new TrainingRun(RunStoreContract.BATCHED, 1);
    List<RunStore.Update> updates = new ArrayList<>();
    updates.add(new RunStore.Created("r", "name", "by"));
    updates.add(new RunStore.TrajectoryBegan("r", 1, Specs.fourPoints(), 1));
    for (int i = 1; i <= 3; i++) {
      run.step();
      checkpoints.add(run.checkpoint());
      updates.add(new RunStore.CheckpointMade(1, run.checkpoint(), true));
      updates.add(new RunEvent.StepsMade(1, List.of(SeriesEntry.of(i - 1, i, 0.1, Double.NaN))));
    }
    try (RunStore store = open()) {
      KillTest.keep(store, updates);
    }
  }

  /** As they were before it was kept what the diagnosis knows. */
  @Test
  void aCheckpointOfTheFirstFormatIsRead() {
    Checkpoint checkpoint = checkpoints.getLast();
    byte[] now = CheckpointBytes.of(1, checkpoint);
    byte[] first =
        Sealed.seal(
            out -> {
              out.writeByte(1);
              // Behind the checksum and the format, and without what was added since: a flag for
              // what
              // isn't there, and a count of 0.
              int added = 1 + Integer.BYTES;
              out.write(now, Integer.BYTES + 1, now.length - Integer.BYTES - 1 - added);
            },
            1,
            checkpoint.step());
    Checkpoint read = CheckpointBytes.read(first, 1, checkpoint.step());
    assertNotNull(read);
    assertNull(read.diagnosis());
    RunStoreContract.assertSame(List.of(checkpoint), List.of(read));
  }

  @Test
  void aFlippedByteOfACheckpointIsFoundAndTheOneBeforeIsUsed() throws SQLException {
    byte[] sound = CheckpointBytes.of(1, checkpoints.getLast());
    for (int i = 0; i < 100; i++) {
      byte[] flipped = sound.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
      assertNull(CheckpointBytes.read(flipped, 1, 3));
      byte[] torn = Arrays.copyOf(sound, random.nextInt(sound.length));
      assertNull(CheckpointBytes.read(torn, 1, 3));
    }
    assertNull(CheckpointBytes.read(sound, 1, 2), "that of another step");
    assertNull(CheckpointBytes.read(sound, 2, 3), "that of another trajectory");
    assertNotNull(CheckpointBytes.read(sound, 1, 3));
    flip("checkpoint", "step = 3");
    try (RunStore store = open()) {
      RunStoreContract.assertSame(checkpoints.subList(0, 2), read(store).checkpoints());
    }
  }

  @Test
  void aSeriesEndsWhereItIsDamaged() throws SQLException {
    flip("series", "place = 2");
    try (RunStore store = open()) {
      assertEquals(List.of(SeriesEntry.of(0, 1, 0.1, Double.NaN)), read(store).series());
    }
  }

  @Test
  void damagedDataAreSaid() throws SQLException {
    flip("content", "1 = 1");
    try (RunStore store = open()) {
      StoreException e = assertThrows(StoreException.class, () -> read(store));
      assertEquals("run r: its data are damaged", e.getMessage());
      assertEquals(1, store.list(5, null, "").size());
    }
  }

  private RunStore open() {
    return SqlRunStore.in(folder, Teller.CLOCK);
  }

  private static RunStore.KeptRun read(RunStore store) {
    RunStore.KeptRun run = store.read("r");
    assertNotNull(run);
    return run;
  }

  /** Changes a byte of a row. */
  private void flip(String table, String row) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("livegrad.db"));
        Statement select = connection.createStatement();
        ResultSet result =
            select.executeQuery("select bytes from %s where %s".formatted(table, row));
        PreparedStatement update =
            connection.prepareStatement("update %s set bytes = ? where %s".formatted(table, row))) {
      byte[] bytes = result.getBytes(1);
      bytes[random.nextInt(bytes.length)] ^= 1;
      update.setBytes(1, bytes);
      assertEquals(1, update.executeUpdate());
    }
  }
}
