package dev.livegrad.store;

import dev.livegrad.run.StoreException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A checksum (CRC-32C) over columns of a row: a number in which a disk has flipped a bit is a
 * number still, and nobody sees it.
 */
final class Checksum {
  /** Of a run; by {@link #seal}. */
  static final List<String> RUN =
      List.of(
          "id",
          "name",
          "made_by",
          "created_at",
          "updated_at",
          "past",
          "trajectory",
          "began_at",
          "setup",
          "seed",
          "status",
          "step",
          "loss",
          "accuracy",
          "test_loss",
          "test_accuracy",
          "learning_rate",
          "steps_per_second",
          "goal",
          "message");

  static final List<String> JOURNAL =
      List.of("trajectory", "place", "step", "word", "target", "pacing", "command", "given_by");

  static final List<String> FINDING =
      List.of("trajectory", "number", "step", "kind", "severity", "place", "told", "ended");

  private static final String SELECT =
      "select %s, checksum from run where id = ?".formatted(String.join(", ", RUN));

  private Checksum() {}

  /**
   * Of what stands in columns.
   *
   * @param values texts, whole numbers or null
   */
  static long of(@Nullable Object... values) {
    CRC32C checksum = new CRC32C();
    for (Object value : values) {
      checksum.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      checksum.update('\n');
    }
    return checksum.getValue();
  }

  /**
   * Checks a row.
   *
   * @param columns those that its checksum is over; the row has it, too
   * @param what is damaged where it is wrong, as "its journal"
   * @throws StoreException if it is wrong
   */
  static void check(ResultSet row, List<String> columns, String what) throws SQLException {
    if (!isRight(row, columns)) {
      throw new StoreException(what + " is damaged");
    }
  }

  private static boolean isRight(ResultSet row, List<String> columns) throws SQLException {
    Long kept = Cell.optionalNumber(row, "checksum");
    return kept == null || kept == of(row, columns);
  }

  private static long of(ResultSet row, List<String> columns) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getObject(columns.get(i));
    }
    return of(values);
  }

  /** Whether a run's row is as it was sealed; true also where there is none. */
  static boolean isRight(Sql sql, String run) throws SQLException {
    return !Boolean.FALSE.equals(sql.first(SELECT, row -> isRight(row, RUN), run));
  }

  /** Gives a run's row the checksum of what now stands in it. */
  static void seal(Sql sql, String run) throws SQLException {
    Long checksum = sql.first(SELECT, row -> of(row, RUN), run);
    if (checksum != null) {
      sql.update("update run set checksum = ? where id = ?", checksum, run);
    }
  }
}
