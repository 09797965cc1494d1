package dev.livegrad.store;

import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs in the tables of a database: SQLite's in a file or in memory, or PostgreSQL's. What {@code
 * 1.sql} in this package says of the tables holds for all of them.
 */
public final class SqlRunStore implements RunStore {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The longest wait for a table to be kept, and for those who read before. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final InstantSource clock;
  private final Writer writer;

  private final ReentrantLock reading = new ReentrantLock();

  /** Guarded by {@link #reading}; null before it is needed and after it failed. */
  private @Nullable Sql reader;

  SqlRunStore(Database database, InstantSource clock, Duration pause) {
    this.database = database;
    this.clock = clock;
    try {
      this.writer = new Writer(database, migrated(database), pause);
    } catch (SQLException e) {
      database.close();
      throw new StoreException(database.sentence(e));
    } catch (StoreException e) {
      database.close();
      throw e;
    }
  }

  private static Sql migrated(Database database) throws SQLException {
    Sql sql = database.writing();
    try {
      Schema.migrate(sql, database);
      return sql;
    } catch (SQLException | StoreException e) {
      sql.close();
      throw e;
    }
  }

  /**
   * The runs in a folder, which is made where there is none. Nobody else can open them until {@link
   * #close}.
   *
   * @throws StoreException if they can't be opened; nothing was changed then
   */
  public static SqlRunStore in(Path folder, InstantSource clock) {
    return new SqlRunStore(Sqlite.in(folder), clock, PAUSE);
  }

  /**
   * Loads SQLite, which takes longer than to open a file with it; to be called beforehand, on
   * another thread.
   */
  public static void warmUp() {
    try {
      Sqlite.inMemory().close();
    } catch (StoreException e) {
      // It is said where a store is opened.
    }
  }

  /** Whether runs are kept in a folder. */
  public static boolean isIn(Path folder) {
    return Sqlite.isIn(folder);
  }

  /** Runs that end with this process. */
  public static SqlRunStore inMemory(InstantSource clock) {
    return new SqlRunStore(Sqlite.inMemory(), clock, PAUSE);
  }

  /**
   * The runs in a PostgreSQL server's database.
   *
   * @param url as {@code postgresql://user:password@host:5432/database}, with or without {@code
   *     jdbc:} in front
   * @param user in place of the one in the URL; null for that one
   * @param password likewise
   * @throws StoreException if they can't be opened; nothing was changed then
   */
  public static SqlRunStore at(
      String url, @Nullable String user, @Nullable String password, InstantSource clock) {
    return new SqlRunStore(Postgres.at(url, user, password), clock, PAUSE);
  }

  @Override
  public void keep(List<Update> updates, Kept kept) {
    List<Update> all = List.copyOf(updates);
    long now = clock.millis();
    writer.add(
        it -> {
          for (Update update : all) {
            it.write(update, now);
          }
        },
        kept);
  }

  @Override
  public List<Listed> list(Order order, int limit, @Nullable String after, String words) {
    return ask(sql -> RunReader.list(sql, order, limit, after, words));
  }

  @Override
  public int count() {
    return ask(sql -> (int) sql.number("select count(*) from run where trajectory is not null"));
  }

  @Override
  public @Nullable Listed listed(String id) {
    return ask(sql -> RunReader.listed(sql, id));
  }

  @Override
  public List<Point> curve(String id, int points) {
    return ask(sql -> RunReader.curve(sql, id, points));
  }

  @Override
  public @Nullable KeptRun read(String id) {
    return ask(sql -> {
      try {
        return RunReader.read(sql, id);
      } catch (SQLException e) {
        if (database.isDamage(e)) {
          throw new StoreException.OfRun(id, database.sentence(e));
        }
        throw e;
      }
    });
  }

  @Override
  public List<String> training() {
    return ask(sql ->
        sql.list(
            "select id from run where status = 'running' order by created_at, id",
            it -> it.getString(1)));
  }

  @Override
  public @Nullable String shared() {
    return ask(sql -> sql.first("select shared from livegrad", it -> it.getString(1)));
  }

  @Override
  public long lastTrajectory() {
    return ask(sql -> sql.number("select last_trajectory from livegrad"));
  }

  @Override
  public String putDataset(byte[] bytes) {
    String id = Hash.of(bytes);
    byte[] copy = bytes.clone();
    long now = clock.millis();
    CompletableFuture<String> kept = new CompletableFuture<>();
    writer.add(it -> it.dataset(id, copy, now), Kept.completing(kept, id));
    try {
      return kept.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It is said below.
    }
    Trouble trouble = writer.trouble();
    throw new StoreException(
        trouble == null ? database.name() + ": it takes too long to write to it" : trouble.why());
  }

  @Override
  public byte @Nullable [] dataset(String id) {
    byte[] bytes =
        ask(sql ->
            sql.first(
                "select bytes from dataset where hash = ?", it -> Cell.bytes(it, "bytes"), id));
    if (bytes != null && !Hash.of(bytes).equals(id)) {
      throw new StoreException("dataset %s: it is damaged; upload it again".formatted(id));
    }
    return bytes;
  }

  @Override
  public void onTrouble(Consumer<@Nullable Trouble> listener) {
    writer.onTrouble(listener);
  }

  @Override
  public void close() {
    writer.close();
    if (isMyTurn()) {
      try {
        if (reader != null) {
          reader.close();
        }
      } finally {
        reading.unlock();
      }
    }
    database.close();
  }

  interface Question<T extends @Nullable Object> {
    T of(Sql sql) throws SQLException;
  }

  /** Asks in a transaction of its own, so that all of an answer is of one moment. */
  <T extends @Nullable Object> T ask(Question<T> question) {
    if (!isMyTurn()) {
      throw new StoreException(database.name() + ": it takes too long to read from it");
    }
    try {
      boolean fresh = reader == null;
      try {
        return answer(question);
      } catch (SQLException e) {
        if (fresh) {
          throw new StoreException(database.sentence(e));
        }
      }
      // The connection may be an old one, to a server that has started again since.
      try {
        return answer(question);
      } catch (SQLException e) {
        throw new StoreException(database.sentence(e));
      }
    } finally {
      reading.unlock();
    }
  }

  /** Waits for {@link #reading}, but not behind all who wait for a server that is cut off. */
  private boolean isMyTurn() {
    try {
      return reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T extends @Nullable Object> T answer(Question<T> question) throws SQLException {
    Sql sql = reader == null ? database.reading() : reader;
    reader = sql;
    synchronized (sql) {
      try {
        T answer = question.of(sql);
        sql.rollback();
        return answer;
      } catch (SQLException | RuntimeException e) {
        if (sql.abandon()) {
          reader = null;
        }
        throw e;
      }
    }
  }
}
