package dev.livegrad.store;

import dev.livegrad.run.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, brought from any earlier version to this one: version n is reached from n - 1 by the
 * statements of {@code n.sql}. What was released is never changed; another version is another file.
 */
final class Schema {
  /** What this program understands. */
  static final int VERSION = 3;

  private Schema() {}

  /**
   * Makes or changes the tables as is needed; all or nothing.
   *
   * @throws StoreException if there are others' tables, or those of a later version; nothing has
   *     changed then
   */
  static void migrate(Sql sql, Database database) throws SQLException {
    int present = version(sql, database);
    if (present > VERSION) {
      throw new StoreException(
          "%s: it was written by a later version of Livegrad (%d); this one reads versions up to %d"
              .formatted(database.name(), present, VERSION));
    }
    for (int version = present + 1; version <= VERSION; version++) {
      for (String statement : statements(version)) {
        sql.execute(statement);
      }
      sql.update("update livegrad set version = ?", version);
    }
    sql.commit();
  }

  /**
   * @throws StoreException if these tables are another program's
   */
  static void check(List<String> tables, String name) {
    if (!tables.isEmpty() && !tables.contains("livegrad")) {
      throw new StoreException(
          "%s: it holds the tables of another program; nothing was changed".formatted(name));
    }
  }

  private static int version(Sql sql, Database database) throws SQLException {
    List<String> tables = database.tables(sql);
    check(tables, database.name());
    return tables.isEmpty() ? 0 : (int) sql.number("select version from livegrad");
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
