package dev.livegrad.store;

import dev.livegrad.data.Refusal;
import dev.livegrad.run.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in one column of a row. SQLite lets anything stand in any column, and gives 0 for a
 * text where a number is asked for; here each throws a {@link StoreException} for what was never
 * written there.
 */
final class Cell {
  private Cell() {}

  static String text(ResultSet row, String column) throws SQLException {
    if (row.getObject(column) instanceof String text) {
      return text;
    }
    throw unreadable(row, column);
  }

  static @Nullable String optionalText(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? null : text(row, column);
  }

  static long number(ResultSet row, String column) throws SQLException {
    return switch (row.getObject(column)) {
      case Integer number -> number;
      case Long number -> number;
      case null, default -> throw unreadable(row, column);
    };
  }

  static @Nullable Long optionalNumber(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? null : (Long) number(row, column);
  }

  /** A number of steps or the like. */
  static long count(ResultSet row, String column) throws SQLException {
    long count = number(row, column);
    if (count < 0) {
      throw unreadable(row, column);
    }
    return count;
  }

  static @Nullable Long optionalCount(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? null : (Long) count(row, column);
  }

  /** A double, of which the bits are kept. */
  static double bits(ResultSet row, String column) throws SQLException {
    return Double.longBitsToDouble(number(row, column));
  }

  static @Nullable Double optionalBits(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? null : (Double) bits(row, column);
  }

  /** {@link #bits} of a number in a range, or null. */
  static @Nullable Double optionalBits(ResultSet row, String column, double min, double max)
      throws SQLException {
    Double number = optionalBits(row, column);
    if (number != null && !(number >= min && number <= max)) {
      throw unreadable(row, column);
    }
    return number;
  }

  /** The constant that was written as its {@link Text#word}. */
  static <E extends Enum<E>> E constant(ResultSet row, String column, Class<E> type)
      throws SQLException {
    String word = text(row, column);
    for (E constant : type.getEnumConstants()) {
      if (Text.word(constant).equals(word)) {
        return constant;
      }
    }
    throw unreadable(row, column);
  }

  /** Bytes; none where something else stands there, which no checksum is right for. */
  static byte[] bytes(ResultSet row, String column) throws SQLException {
    return row.getObject(column) instanceof byte[] bytes ? bytes : new byte[0];
  }

  private static StoreException unreadable(ResultSet row, String column) throws SQLException {
    Object value = row.getObject(column);
    return new StoreException(
        "its %s can't be read: %s"
            .formatted(
                column.replace('_', ' '),
                value instanceof byte[] ? "it is bytes" : Refusal.shown(value)));
  }
}
