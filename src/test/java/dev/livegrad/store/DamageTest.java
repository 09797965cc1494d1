package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.BatchPosition;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that a disk has changed: what can be made again is left out, all else is said. */
class DamageTest {
  @TempDir private Path folder;

  private static final Hyperparameters SPEC = Hyperparameters.of(RunStoreContract.BATCHED.spec());

  private final Random random = new Random(7);
  private final List<Checkpoint> checkpoints = new ArrayList<>();

  @BeforeEach
  void keepARun() throws InterruptedException {
    TrainingRun run = new TrainingRun(RunStoreContract.BATCHED, 1);
    List<RunStore.Update> updates = new ArrayList<>();
    updates.add(new RunStore.Created("r", "name", "by"));
    updates.add(new RunStore.TrajectoryCreated("r", 1, RunStoreContract.BATCHED, 1));
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

  /** As they were before hyperparameters could be set: with what was added by then. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aCheckpointOfAnEarlierFormatIsRead(int format) {
    Checkpoint now = checkpoints.getLast();
    byte[] earlier =
        Sealed.seal(
            out -> {
              out.writeByte(format);
              write(out, now.parameters());
              write(out, now.gradients());
              out.writeByte(1);
              for (double number : new double[] {0.5, 0.25}) {
                out.writeDouble(number);
              }
              out.writeLong(7);
              BatchPosition batches = Objects.requireNonNull(now.batches());
              out.writeByte(1);
              out.writeInt(batches.epoch().length);
              for (int sample : batches.epoch()) {
                out.writeInt(sample);
              }
              out.writeInt(batches.next());
              out.writeInt(batches.random().length);
              out.write(batches.random());
              if (format > 1) {
                out.writeByte(1);
                out.writeInt(3);
                out.write(new byte[] {1, 2, 3});
              }
              if (format > 2) {
                out.writeInt(1);
                write(out, now.gradients());
              }
            },
            1,
            now.step());
    Checkpoint read = CheckpointBytes.read(earlier, 1, now.step(), SPEC);
    assertNotNull(read);
    assertArrayEquals(now.parameters(), read.parameters());
    assertArrayEquals(now.gradients(), read.gradients());
    assertEquals(SPEC.with(new LearningRate.Linear(0.5, 0.25, 7)), read.hyperparameters());
    assertArrayEquals(
        Objects.requireNonNull(now.batches()).epoch(),
        Objects.requireNonNull(read.batches()).epoch());
    assertArrayEquals(format > 1 ? new byte[] {1, 2, 3} : null, read.diagnosis());
    assertEquals(format > 2 ? 1 : 0, read.optimizer().size());
    assertArrayEquals(new long[SPEC.frozen().size()], read.missed());
    assertNull(read.previous());
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  @Test
  void aFlippedByteOfACheckpointIsFoundAndTheOneBeforeIsUsed() throws SQLException {
    byte[] sound = CheckpointBytes.of(1, checkpoints.getLast());
    for (int i = 0; i < 100; i++) {
      byte[] flipped = sound.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
      assertNull(CheckpointBytes.read(flipped, 1, 3, SPEC));
      byte[] torn = Arrays.copyOf(sound, random.nextInt(sound.length));
      assertNull(CheckpointBytes.read(torn, 1, 3, SPEC));
    }
    assertNull(CheckpointBytes.read(sound, 1, 2, SPEC), "that of another step");
    assertNull(CheckpointBytes.read(sound, 2, 3, SPEC), "that of another trajectory");
    assertNotNull(CheckpointBytes.read(sound, 1, 3, SPEC));
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

  @Test
  void whateverStandsInARowTheOtherRunsAreListedAndItCanBeDeleted() throws Exception {
    List<String> values = List.of("'purple'", "-1", "x'00'", "1e99", "9223372036854775807");
    List<String> unread = new ArrayList<>();
    try (RunStore store = open()) {
      long trajectory = 2;
      List<String> columns = columns("run");
      columns.remove("id");
      for (String column : columns) {
        for (String value : values) {
          trajectory++;
          KillTest.keep(
              store,
              List.of(
                  new RunStore.Created("x", "other", "by"),
                  new RunStore.TrajectoryCreated("x", trajectory, Specs.diverging(), 1)));
          String set = "%s = %s".formatted(column, value);
          change("update run set %s where id = 'x'".formatted(set));
          List<RunStore.Listed> list = store.list(5, null, "");
          assertEquals(2, list.size(), set);
          for (RunStore.Listed run : list) {
            switch (run) {
              case RunStore.Unreadable(String id, _, String why) -> {
                assertEquals("x", id);
                unread.add(why);
                assertThrows(StoreException.class, () -> store.read(id), set);
              }
              case RunStore.Summary it -> readOrRefuse(store, it.id(), set);
            }
          }
          KillTest.keep(store, List.of(new RunStore.Deleted("x")));
          assertEquals(List.of("r"), RunStoreContract.ids(store.list(5, null, "")), set);
        }
      }
      assertEquals("name", read(store).summary().name());
    }
    assertTrue(unread.contains("its status can't be read: \"purple\""), unread::toString);
    assertTrue(unread.contains("its step can't be read: -1"), unread::toString);
    assertTrue(unread.contains("its loss can't be read: \"purple\""), unread::toString);
    assertTrue(unread.contains("its created at can't be read: \"purple\""), unread::toString);
    assertTrue(unread.contains("its name can't be read: it is bytes"), unread::toString);
  }

  /** What is still a number, in its range, and not the one that was written. */
  @Test
  void aFlippedBitOfANumberIsFoundWhereverItStands() throws Exception {
    try (RunStore store = open()) {
      keepCommandAndFinding(store);
      for (String column :
          List.of("step", "seed", "trajectory", "learning_rate", "loss", "created_at", "past")) {
        for (int bit = 0; bit < 63; bit += 31) {
          flip("run", column, bit);
          RunStore.Listed listed = store.list(5, null, "").getFirst();
          assertTrue(listed instanceof RunStore.Unreadable, column);
          assertRefused("run r: its row in the table run is damaged", store);
          KillTest.keep(store, List.of(new RunStore.Renamed("r", "other")));
          assertRefused("run r: its row in the table run is damaged", store);
          KillTest.keep(store, List.of(new RunStore.Renamed("r", "name")));
          flip("run", column, bit);
          change("update run set updated_at = 7");
          assertThrows(StoreException.class, () -> store.read("r"), "its age is another");
          change("update run set updated_at = 0");
          assertEquals("name", read(store).summary().name(), "as it was");
        }
      }
      for (int bit = 0; bit < 63; bit += 31) {
        flip("journal", "step", bit);
        assertRefused("run r: its journal is damaged", store);
        flip("journal", "step", bit);
        flip("finding", "step", bit);
        assertRefused("run r: one of its findings is damaged", store);
        flip("finding", "step", bit);
      }
      assertEquals(3, read(store).series().size());
      change("update series set tested = 1, timed = 0");
      assertEquals(List.of(), read(store).series());
    }
  }

  @Test
  void whatIsKeptByItsHashIsMendedByWhoeverHasItStill() throws Exception {
    try (RunStore store = open()) {
      byte[] table = {'a', '\n', '1'};
      String id = store.putDataset(table);
      flip("dataset", "1 = 1");
      StoreException e = assertThrows(StoreException.class, () -> store.dataset(id));
      assertEquals("dataset %s: it is damaged; upload it again".formatted(id), e.getMessage());
      assertEquals(id, store.putDataset(table));
      assertArrayEquals(table, store.dataset(id));
    }
    flip("content", "1 = 1");
    change("update setup set spec = 'purple'");
    try (RunStore store = open()) {
      assertThrows(StoreException.class, () -> read(store));
      KillTest.keep(
          store,
          List.of(
              new RunStore.Created("s", "name", "by"),
              new RunStore.TrajectoryCreated("s", 2, RunStoreContract.BATCHED, 1)));
      assertEquals("name", read(store).summary().name());
    }
  }

  private static void assertRefused(String sentence, RunStore store) {
    assertEquals(sentence, assertThrows(StoreException.class, () -> store.read("r")).getMessage());
  }

  private static void keepCommandAndFinding(RunStore store) throws InterruptedException {
    KillTest.keep(
        store,
        List.of(
            new RunEvent.CommandsApplied(
                1, List.of(new JournalEntry(0, new Command.Start(), "by"))),
            new RunEvent.FindingChanged(
                1,
                0,
                new Finding(1, Finding.Kind.SLOW, Finding.Severity.NOTE, "loss", "It is."),
                null,
                null,
                List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal", "series", "finding", "checkpoint", "setup", "content"})
  void whateverStandsInTheRowsOfARunItIsReadOrRefusedInASentence(String table) throws Exception {
    try (RunStore store = open()) {
      keepCommandAndFinding(store);
      for (String column : columns(table)) {
        for (String value : List.of("'purple'", "-1", "x'00'", "1e99", "9223372036854775807")) {
          Path sound = folder.resolve("sound");
          change("vacuum into '%s'".formatted(sound));
          String set = "%s = %s".formatted(column, value);
          change("update or replace %s set %s".formatted(table, set));
          readOrRefuse(store, "r", table + ": " + set);
          change(
              "attach '%s' as sound; delete from main.%s; insert into main.%s select * from sound.%s"
                  .formatted(sound, table, table, table)
                  .split("; "));
          Files.delete(sound);
          assertEquals("name", read(store).summary().name(), "as it was");
        }
      }
    }
  }

  private static void readOrRefuse(RunStore store, String id, String damage) {
    try {
      assertNotNull(store.read(id), damage);
    } catch (StoreException e) {
      assertTrue(
          String.valueOf(e.getMessage()).matches("run %s: (its|one of its) .*".formatted(id)),
          damage);
    }
  }

  private List<String> columns(String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Connection connection = connect();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select name from pragma_table_info('%s')".formatted(table))) {
      while (row.next()) {
        columns.add(row.getString(1));
      }
    }
    return columns;
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("livegrad.db"));
  }

  private RunStore open() {
    return SqlRunStore.in(folder, Teller.CLOCK);
  }

  private static RunStore.KeptRun read(RunStore store) {
    RunStore.KeptRun run = store.read("r");
    assertNotNull(run);
    return run;
  }

  /** Flips a bit of a number; twice, and it is as it was. */
  private void flip(String table, String column, int bit) throws SQLException {
    long mask = 1L << bit;
    change(
        "update %s set %s = (%s | %d) - (%s & %d)"
            .formatted(table, column, column, mask, column, mask));
  }

  /** Changes a byte of a row. */
  private void flip(String table, String row) throws SQLException {
    try (Connection connection = connect();
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
