package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a folder whose runs can't be opened; nothing in it is changed then. */
class SqliteOpeningTest {
  @TempDir private Path folder;

  @Test
  void twoCannotHaveTheSameFolder() {
    RunStore first = open();
    assertRefused("%s: another Livegrad uses it".formatted(folder));
    first.close();
    open().close();
  }

  @Test
  void nonsenseIsNoDatabase() throws IOException {
    byte[] nonsense = new byte[10_000];
    new Random(1).nextBytes(nonsense);
    Files.write(file(), nonsense);
    assertRefused("%s: it is no database of Livegrad; nothing was changed".formatted(file()));
    assertArrayEquals(nonsense, Files.readAllBytes(file()));
  }

  @Test
  void anotherProgramsDatabaseStaysAsItIs() throws Exception {
    change("create table other (a integer)");
    byte[] before = Files.readAllBytes(file());
    assertRefused(
        "%s: it holds the tables of another program; nothing was changed".formatted(file()));
    assertArrayEquals(before, Files.readAllBytes(file()));
  }

  @Test
  void aLaterVersionIsNotRead() throws Exception {
    open().close();
    change("update livegrad set version = 9");
    assertRefused(
        "%s: it was written by a later version of Livegrad (9); this one reads versions up to 5"
            .formatted(file()));
    change("update livegrad set version = 5");
    open().close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "update livegrad set version = -1 | its version is -1",
        "update livegrad set version = 0 | its version is 0",
        "update livegrad set version = 'abc' | its version can't be read: \"abc\"",
        "update livegrad set version = x'07' | its version can't be read: it is bytes",
        "delete from livegrad | its table livegrad is empty",
        "drop table run | its table run is missing",
        "drop table dataset | its table dataset is missing",
        "alter table livegrad drop column version | its tables are not those that Livegrad makes",
      })
  void aStoreWhoseTablesAreDamagedIsLeftAsItIs(String damage, String sentence) throws Exception {
    open().close();
    change(damage);
    byte[] before = Files.readAllBytes(file());
    StoreException refusal = assertThrows(StoreException.class, () -> open().close());
    assertEquals(
        "%s: it is damaged: %s".formatted(file(), sentence),
        String.valueOf(refusal.getMessage()).replace("; nothing was changed", ""));
    assertArrayEquals(before, Files.readAllBytes(file()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "delete from livegrad | its table livegrad is empty",
        "drop table run | its tables are not those that Livegrad makes",
        "alter table livegrad drop column shared | its tables are not those that Livegrad makes",
      })
  void damageUnderAnOpenStoreIsSaid(String damage, String sentence) throws Exception {
    try (RunStore store = open()) {
      change(damage);
      StoreException refusal =
          assertThrows(
              StoreException.class,
              () -> {
                store.lastTrajectory();
                store.shared();
                store.list(1, null, "");
                store.listed("r");
                store.read("r");
              });
      assertEquals("%s: it is damaged: %s".formatted(file(), sentence), refusal.getMessage());
    }
  }

  @Test
  void aSeriesOfTheFirstVersionTellsNoSeconds() throws Exception {
    long trajectory = 1;
    List<SeriesEntry> timed = List.of(new SeriesEntry(0, 0, 3, 3, 3, 0.1, 1, 0.25));
    RunStore store = open();
    store.keep(
        List.of(
            new RunStore.Created("a", "a", "test"),
            new RunStore.TrajectoryCreated("a", trajectory, Specs.fourPoints(), 42),
            new RunEvent.StepsMade(trajectory, timed)),
        _ -> {});
    store.close();
    change("update series set bytes = x'%s'".formatted(HexFormat.of().formatHex(firstVersion())));
    change("alter table series drop column timed");
    change("alter table series drop column tested");
    dropWhatIsNew();
    change("update livegrad set version = 1");
    try (RunStore migrated = open()) {
      assertEquals(List.of(SeriesEntry.of(0, 3, 0.1, 1)), series(migrated));
      migrated.keep(
          List.of(
              new RunEvent.StepsMade(
                  trajectory, List.of(new SeriesEntry(1, 1, 2, 2, 2, 0.1, 1, 0.5)))),
          _ -> {});
    }
    try (RunStore again = open()) {
      assertEquals(0.5, series(again).getLast().seconds());
    }
  }

  @Test
  void runsOfTheThirdVersionAreListedWithTheFiguresOfTheirSeries() throws Exception {
    SeriesEntry tested = new SeriesEntry(0, 0, 3, 3, 3, 0.1, 0.5, 1, 0.3, 0.75);
    RunStore store = open();
    store.keep(
        List.of(
            new RunStore.Created("b", "b", "test"),
            new RunStore.TrajectoryCreated("b", 2, Specs.fourPoints(), 42),
            new RunStore.Created("a", "a", "test"),
            new RunStore.TrajectoryCreated("a", 1, Specs.fourPoints(), 42),
            new RunEvent.StepsMade(1, List.of(tested, SeriesEntry.of(1, 2, 0.1, 1)))),
        _ -> {});
    store.close();
    List<RunStore.Listed> before;
    try (RunStore present = open()) {
      before = present.list(10, null, "");
    }
    dropWhatIsNew();
    change("update livegrad set version = 3");
    try (RunStore migrated = open()) {
      assertEquals(before, migrated.list(10, null, ""));
      RunStore.Summary run = Objects.requireNonNull(migrated.listed("a")).readable();
      assertEquals(
          List.of(2.0, 1.0, 0.3, 0.75),
          Stream.of(run.loss(), run.accuracy(), run.testLoss(), run.testAccuracy()).toList());
      assertNull(Objects.requireNonNull(migrated.listed("b")).readable().accuracy());
    }
  }

  private void dropWhatIsNew() throws SQLException {
    for (String table : List.of("run", "journal", "finding")) {
      change("alter table %s drop column checksum".formatted(table));
    }
    for (String column : List.of("accuracy", "test_loss", "test_accuracy")) {
      change("alter table run drop column " + column);
    }
  }

  private static List<SeriesEntry> series(RunStore store) {
    return Objects.requireNonNull(store.read("a")).series();
  }

  /** One entry of seven numbers. */
  private static byte[] firstVersion() {
    return Sealed.seal(
        out -> {
          out.writeLong(0);
          out.writeLong(0);
          for (double number : new double[] {3, 3, 3, 0.1, 1}) {
            out.writeDouble(number);
          }
        },
        1);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsSaid() throws IOException {
    Path place = folder.resolve("taken");
    Files.writeString(place, "mine");
    StoreException refusal =
        assertThrows(StoreException.class, () -> SqlRunStore.in(place, InstantSource.system()));
    assertEquals(place + ": it is no folder", refusal.getMessage());
    assertEquals("mine", Files.readString(place));
  }

  @Test
  void aFolderThatMayNotBeWrittenIsSaid() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may write anywhere");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    closed.toFile().setWritable(false);
    StoreException refusal =
        assertThrows(StoreException.class, () -> SqlRunStore.in(closed, InstantSource.system()));
    assertEquals(closed + ": nothing may be written there", refusal.getMessage());
  }

  @Test
  void aDamagedDatabaseIsSaid() throws Exception {
    open().close();
    byte[] bytes = Files.readAllBytes(file());
    for (int i = 100; i < bytes.length; i++) {
      bytes[i] = 7;
    }
    Files.write(file(), bytes);
    assertRefused("%s: it is damaged".formatted(file()));
    assertArrayEquals(bytes, Files.readAllBytes(file()));
  }

  private RunStore open() {
    return SqlRunStore.in(folder, InstantSource.system());
  }

  private Path file() {
    return folder.resolve("livegrad.db");
  }

  private void change(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement once = connection.createStatement()) {
      once.execute(statement);
    }
  }

  private void assertRefused(String sentence) {
    StoreException refusal = assertThrows(StoreException.class, () -> open().close());
    assertEquals(sentence, refusal.getMessage());
  }
}
