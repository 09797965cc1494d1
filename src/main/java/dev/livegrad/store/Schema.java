package dev.livegrad.store;

import dev.livegrad.run.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables, brought from any earlier version to this one: version n is reached from n - 1 by the
 * statements of {@code n.sql}, and what a new column has of older rows is filled in. What was
 * released is never changed; another version is another file.
 */
final class Schema {
  /** What this program understands. */
  static final int VERSION = 5;

  private static final Pattern CREATED = Pattern.compile("^create table (\\w+)", Pattern.MULTILINE);

  private Schema() {}

  /**
   * Makes or changes the tables as is needed; all or nothing.
   *
   * @throws StoreException as {@link #version}; nothing has changed then
   */
  static void migrate(Sql sql, Database database) throws SQLException {
    int before = version(sql, database);
    for (int version = before + 1; version <= VERSION; version++) {
      for (String statement : statements(version)) {
        sql.execute(statement);
      }
      sql.update("update livegrad set version = ?", version);
    }
    if (before < 4) {
      Figures.fillIn(sql);
    }
    sql.commit();
  }

  /**
   * The version of the tables; 0 where there is none.
   *
   * @throws StoreException if they are others' tables, or those of a later version, or damaged
   */
  static int version(Sql sql, Database database) throws SQLException {
    List<String> tables = database.tables(sql);
    if (tables.isEmpty()) {
      return 0;
    }
    if (!tables.contains("livegrad")) {
      throw refused(database, "it holds the tables of another program");
    }
    long version = kept(sql, database);
    if (version > VERSION) {
      throw new StoreException(
          "%s: it was written by a later version of Livegrad (%d); this one reads versions up to %d"
              .formatted(database.name(), version, VERSION));
    }
    if (version < 1) {
      throw refused(database, "it is damaged: its version is " + version);
    }
    for (int i = 1; i <= version; i++) {
      for (String table : tablesOf(i)) {
        if (!tables.contains(table)) {
          throw refused(database, "it is damaged: its table %s is missing".formatted(table));
        }
      }
    }
    return (int) version;
  }

  private static long kept(Sql sql, Database database) throws SQLException {
    try {
      Long version = sql.first("select version from livegrad", it -> Cell.number(it, "version"));
      if (version != null) {
        return version;
      }
    } catch (StoreException e) {
      throw refused(database, "it is damaged: " + e.getMessage());
    }
    throw refused(database, "it is damaged: its table livegrad is empty");
  }

  private static StoreException refused(Database database, String why) {
    return new StoreException("%s: %s; nothing was changed".formatted(database.name(), why));
  }

  /** The tables that a version has added. */
  private static List<String> tablesOf(int version) {
    return Arrays.stream(statements(version))
        .map(CREATED::matcher)
        .filter(Matcher::find)
        .map(it -> it.group(1))
        .toList();
  }

  private static String[] statements(int version) {
    try (InputStream in = Schema.class.getResourceAsStream(version + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("there is no %d.sql".formatted(version));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split(";\\s*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
