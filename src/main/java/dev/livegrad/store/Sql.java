package dev.livegrad.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a database, with the statements that were prepared on it. Whoever uses it holds
 * its monitor.
 */
final class Sql {
  /** The state of a query that has no row and always should. */
  static final String NO_ROW = "02000";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private final boolean lasting;

  /**
   * @param connection belongs to this from now on
   * @param lasting whether the database ends with the connection, which therefore stays
   */
  Sql(Connection connection, boolean lasting) {
    this.connection = connection;
    this.lasting = lasting;
  }

  /** From now on nothing is kept before {@link #commit}. */
  Sql begin() throws SQLException {
    connection.setAutoCommit(false);
    return this;
  }

  /** Makes something of the row at which a result stands. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /**
   * Changes rows.
   *
   * @param arguments texts, whole numbers, bytes or null, one for each question mark
   * @return how many
   */
  int update(String statement, @Nullable Object... arguments) throws SQLException {
    return prepared(statement, arguments).executeUpdate();
  }

  /** All rows of a result. */
  <T> List<T> list(String query, Row<T> row, @Nullable Object... arguments) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet result = prepared(query, arguments).executeQuery()) {
      while (result.next()) {
        rows.add(row.of(result));
      }
    }
    return rows;
  }

  /** The first row of a result; null where it has none. */
  <T> @Nullable T first(String query, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    try (ResultSet result = prepared(query, arguments).executeQuery()) {
      return result.next() ? row.of(result) : null;
    }
  }

  /** The number that a query of one row and one column gives. */
  long number(String query, @Nullable Object... arguments) throws SQLException {
    Long number = first(query, row -> row.getLong(1), arguments);
    if (number == null) {
      throw new SQLException("no row", NO_ROW);
    }
    return number;
  }

  /** Whether a query has a row. */
  boolean has(String query, @Nullable Object... arguments) throws SQLException {
    return first(query, _ -> true, arguments) != null;
  }

  /** Does what is done once, as to make a table. */
  void execute(String statement) throws SQLException {
    try (Statement once = connection.createStatement()) {
      once.execute(statement);
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Forgets what was changed since the last commit. */
  void rollback() throws SQLException {
    connection.rollback();
  }

  /**
   * Is used no more, be it broken.
   *
   * @return false where it has to be used on
   */
  boolean abandon() {
    try {
      if (lasting) {
        connection.rollback();
        return false;
      }
      connection.close();
    } catch (SQLException e) {
      // It was of no use any more.
    }
    return !lasting;
  }

  /** Ends the connection. */
  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was to be kept is committed.
    }
  }

  private PreparedStatement prepared(String text, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case String it -> statement.setString(i + 1, it);
        case Integer it -> statement.setInt(i + 1, it);
        case Long it -> statement.setLong(i + 1, it);
        case byte[] it -> statement.setBytes(i + 1, it);
        case Object it -> throw new IllegalArgumentException("no argument: " + it.getClass());
      }
    }
    return statement;
  }
}
