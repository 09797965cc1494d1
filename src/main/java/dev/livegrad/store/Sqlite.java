package dev.livegrad.store;

import dev.livegrad.run.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/** SQLite, which needs no server: one file, or memory. */
final class Sqlite implements Database {
  private static final String FILE = "livegrad.db";

  /** How long a connection waits for another program that holds the file, in milliseconds. */
  private static final int BUSY_TIMEOUT = 2_000;

  /** What the write-ahead log is cut to after a large transaction. */
  private static final int LOG_BYTES = 4 << 20;

  /** What the library would print is said in our words. */
  private static final Logger LIBRARY = Logger.getLogger("org.sqlite");

  static {
    LIBRARY.setLevel(Level.OFF);
  }

  private final String name;
  private final String place;

  /** Held as long as it is open; null for memory. */
  private final @Nullable FileChannel lock;

  /** All there is of a database in memory; null for a file. */
  private final @Nullable Sql memory;

  private Sqlite(String name, String place, @Nullable FileChannel lock, @Nullable Sql memory) {
    this.name = name;
    this.place = place;
    this.lock = lock;
    this.memory = memory;
  }

  /** One that ends with this process. */
  static Sqlite inMemory() {
    String name = "the store in memory";
    try {
      return new Sqlite(
          name, ":memory:", null, connect(":memory:", true, "foreign_keys = on").begin());
    } catch (SQLException e) {
      throw new StoreException(sentence(name, e));
    }
  }

  /**
   * The one in {@code folder}, which is made where there is none.
   *
   * @throws StoreException if another process has it, or nothing can be written there
   */
  static Sqlite in(Path folder) {
    Path file = folder.resolve(FILE);
    return new Sqlite(file.toString(), file.toString(), lock(folder), null);
  }

  /** Whether there is one in {@code folder}. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** SQLite's own locks are held for a moment each; this one as long as a server runs. */
  private static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("livegrad.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return channel;
      }
      channel.close();
    } catch (FileAlreadyExistsException e) {
      throw new StoreException("%s: it is no folder".formatted(e.getFile()));
    } catch (AccessDeniedException e) {
      throw new StoreException("%s: nothing may be written there".formatted(folder));
    } catch (IOException e) {
      throw new StoreException("%s: nothing can be written there".formatted(folder));
    }
    throw new StoreException("%s: another Livegrad uses it".formatted(folder));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sql writing() throws SQLException {
    if (memory != null) {
      return memory;
    }
    Sql sql = connect(place, false, "synchronous = full", "fullfsync = on", "foreign_keys = on");
    try {
      // A write-ahead log changes the file, which may be another program's.
      int _ = Schema.version(sql, this);
      sql.execute("pragma journal_mode = wal");
      sql.execute("pragma journal_size_limit = " + LOG_BYTES);
      return sql.begin();
    } catch (SQLException | StoreException e) {
      sql.close();
      throw e;
    }
  }

  @Override
  public Sql reading() throws SQLException {
    return memory == null ? connect(place, false, "query_only = on").begin() : memory;
  }

  private static Sql connect(String place, boolean lasting, String... pragmas) throws SQLException {
    Sql sql = new Sql(open(place), lasting);
    try {
      sql.execute("pragma busy_timeout = " + BUSY_TIMEOUT);
      for (String pragma : pragmas) {
        sql.execute("pragma " + pragma);
      }
      return sql;
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  private static Connection open(String place) throws SQLException {
    try {
      return new JDBC().connect("jdbc:sqlite:" + place, new Properties());
    } catch (SQLException e) {
      if (e.getErrorCode() == 0) {
        throw new StoreException(
            "%s: SQLite can't be loaded by way of %s, the folder for temporary files"
                .formatted(place, System.getProperty("java.io.tmpdir")));
      }
      throw e;
    }
  }

  @Override
  public List<String> tables(Sql sql) throws SQLException {
    return sql.list("select name from sqlite_master where type = 'table'", it -> it.getString(1));
  }

  @Override
  public String sentence(SQLException e) {
    return sentence(name, e);
  }

  private static String sentence(String name, SQLException e) {
    String what =
        switch (SQLiteErrorCode.getErrorCode(e.getErrorCode())) {
          case SQLITE_FULL -> "there is no room left to write to it";
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN -> "it may not be written";
          case SQLITE_BUSY, SQLITE_LOCKED -> "another program keeps it locked";
          case SQLITE_NOTADB -> "it is no database of Livegrad; nothing was changed";
          case SQLITE_CORRUPT -> "it is damaged";
          case SQLITE_ERROR -> "it is damaged: its tables are not those that Livegrad makes";
          case SQLITE_IOERR -> "the disk fails to read or write it";
          default ->
              Sql.NO_ROW.equals(e.getSQLState())
                  ? "it is damaged: its table livegrad is empty"
                  : "it can't be read or written";
        };
    return name + ": " + what;
  }

  @Override
  public boolean isRefusal(SQLException e) {
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode())) {
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE -> true;
      default -> false;
    };
  }

  @Override
  public boolean isDamage(SQLException e) {
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode())) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
      default -> false;
    };
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        // The process ends it at the latest.
      }
    }
  }
}
