package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that can't be written for a while: nothing is lost, and people are told. */
@Timeout(60)
class TroubleTest {
  private static final Duration PAUSE = Duration.ofMillis(5);

  @TempDir private Path folder;

  private final BlockingQueue<Optional<String>> sentences = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> kept = new LinkedBlockingQueue<>();

  /** Whether the connection that writes may not make its file any larger. */
  private final AtomicBoolean full = new AtomicBoolean();

  /** Whether the next commit is done and its answer is lost. */
  private final AtomicBoolean cutOff = new AtomicBoolean();

  @Test
  void aFullDiskIsSaidAndAllIsKeptAsSoonAsThereIsRoom() throws Exception {
    try (RunStore store = store()) {
      keep(store, 0);
      assertEquals(0, kept.take());
      full.set(true);
      cutOff.set(true); // So that it connects again.
      keep(store, 1);
      assertEquals(1, kept.take());
      store.keep(
          List.of(new RunStore.Created("large", "x".repeat(1_000_000), "by")), _ -> kept.add(-1));
      for (int i = 2; i < 100; i++) {
        keep(store, i);
      }
      String sentence = folder.resolve("livegrad.db") + ": there is no room left to write to it";
      while (!sentences.take().equals(Optional.of(sentence))) {
        // What cuts it off is told first.
      }
      assertEquals(0, kept.size());
      full.set(false);
      assertEquals(Optional.empty(), sentences.take());
      assertEquals(-1, kept.take());
      for (int i = 2; i < 100; i++) {
        assertEquals(i, kept.take());
      }
      assertSameAsStory(store, 100);
    }
  }

  @Test
  void whatWasKeptBeforeTheConnectionWasLostIsNotKeptTwice() throws Exception {
    try (RunStore store = store()) {
      for (int i = 0; i < 60; i++) {
        cutOff.set(true);
        keep(store, i);
        assertEquals(i, kept.take());
      }
      assertSameAsStory(store, 60);
    }
  }

  @Test
  void anotherProgramThatKeepsTheFileIsWaitedFor() throws Exception {
    try (RunStore store = store();
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("livegrad.db"))) {
      other.createStatement().execute("begin immediate");
      keep(store, 0);
      assertEquals(
          Optional.of(folder.resolve("livegrad.db") + ": another program keeps it locked"),
          sentences.take());
      assertNull(store.read(Story.RUN));
      other.createStatement().execute("commit");
      assertEquals(0, kept.take());
      assertSameAsStory(store, 1);
    }
  }

  @Test
  void aFileThatIsDamagedIsSaidOnceAndWrittenNoMore() throws Exception {
    try (RunStore store = store()) {
      for (int i = 0; i < 40; i++) {
        keep(store, i);
      }
    }
    destroy("series");
    try (RunStore store = store()) {
      BlockingQueue<String> lost = new LinkedBlockingQueue<>();
      String sentence = folder.resolve("livegrad.db") + ": it is damaged";
      StoreException unread = assertThrows(StoreException.OfRun.class, () -> store.read(Story.RUN));
      assertEquals("run %s: %s".formatted(Story.RUN, sentence), unread.getMessage());
      for (int i = 40; i < 80; i++) {
        store.keep(
            Story.part(i),
            why -> {
              if (why != null) {
                lost.add(why);
              }
            });
      }
      CompletableFuture<Integer> end = new CompletableFuture<>();
      store.keep(List.of(), RunStore.Kept.completing(end, 0));
      assertEquals(
          sentence, assertThrows(CompletionException.class, end::join).getCause().getMessage());
      assertEquals(Set.of(sentence), Set.copyOf(lost));
      assertEquals(List.of(Optional.of(sentence)), List.copyOf(sentences));
      assertEquals(2, store.list(5, null, "").size());
    }
  }

  /** Overwrites the first page of a table. */
  private void destroy(String table) throws Exception {
    Path file = folder.resolve("livegrad.db");
    int page;
    int size;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      page =
          number(
              connection, "select rootpage from sqlite_master where name = '%s'".formatted(table));
      size = number(connection, "pragma page_size");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] nonsense = new byte[size];
      Arrays.fill(nonsense, (byte) 0xFF);
      channel.write(ByteBuffer.wrap(nonsense), (page - 1L) * size);
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery(query)) {
      return row.getInt(1);
    }
  }

  @Test
  void closingWaitsUntilAllIsKept() {
    RunStore store = store();
    for (int i = 0; i < 50; i++) {
      keep(store, i);
    }
    store.close();
    assertEquals(50, kept.size());
    keep(store, 50);
    assertEquals(50, kept.size());
  }

  private void assertSameAsStory(RunStore store, int parts) throws InterruptedException {
    try (RunStore expected = SqlRunStore.inMemory(Teller.CLOCK)) {
      for (int i = 0; i < parts; i++) {
        KillTest.keep(expected, Story.part(i));
      }
      KillTest.assertSame(expected, store);
    }
  }

  private void keep(RunStore store, int part) {
    store.keep(Story.part(part), _ -> kept.add(part));
  }

  private RunStore store() {
    RunStore store = new SqlRunStore(new Faulty(Sqlite.in(folder)), Teller.CLOCK, PAUSE);
    store.onTrouble(it -> sentences.add(Optional.ofNullable(it).map(RunStore.Trouble::why)));
    return store;
  }

  /** SQLite with faults. */
  private final class Faulty implements Database {
    private final Sqlite sqlite;

    Faulty(Sqlite sqlite) {
      this.sqlite = sqlite;
    }

    @Override
    public String name() {
      return sqlite.name();
    }

    @Override
    public Sql writing() throws SQLException {
      sqlite.writing().close();
      Connection real = DriverManager.getConnection("jdbc:sqlite:" + sqlite.name());
      Sql sql =
          new Sql(
              (Connection)
                  Proxy.newProxyInstance(
                      getClass().getClassLoader(),
                      new Class<?>[] {Connection.class},
                      (_, method, args) -> {
                        try {
                          Object result = method.invoke(real, args);
                          if (method.getName().equals("commit") && cutOff.getAndSet(false)) {
                            throw new SQLException("cut off");
                          }
                          return result;
                        } catch (InvocationTargetException e) {
                          throw e.getCause();
                        }
                      }),
              false);
      sql.execute("pragma foreign_keys = on");
      sql.execute("pragma busy_timeout = 20");
      if (full.get()) {
        sql.execute("pragma max_page_count = 1");
      }
      return sql.begin();
    }

    @Override
    public Sql reading() throws SQLException {
      return sqlite.reading();
    }

    @Override
    public List<String> tables(Sql sql) throws SQLException {
      return sqlite.tables(sql);
    }

    @Override
    public String sentence(SQLException e) {
      return sqlite.sentence(e);
    }

    @Override
    public boolean isRefusal(SQLException e) {
      return sqlite.isRefusal(e);
    }

    @Override
    public boolean isDamage(SQLException e) {
      return sqlite.isDamage(e);
    }

    @Override
    public void close() {
      sqlite.close();
    }
  }
}
