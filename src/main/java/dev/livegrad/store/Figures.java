package dev.livegrad.store;

import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's last figures beside its loss, which stand in its row so that a list of many reads no
 * series.
 */
final class Figures {
  private Figures() {}

  /**
   * Keeps those of the newest entries.
   *
   * @param entries at least one; what is of the test samples stays where none of them tells
   */
  static void keep(Sql sql, long trajectory, List<SeriesEntry> entries) throws SQLException {
    SeriesEntry last = entries.getLast();
    sql.update(
        "update run set accuracy = ? where trajectory = ?", bits(last.accuracy()), trajectory);
    for (SeriesEntry entry : entries.reversed()) {
      if (entry.isTested()) {
        sql.update(
            "update run set test_loss = ?, test_accuracy = ? where trajectory = ?",
            Double.doubleToRawLongBits(entry.testLoss()),
            bits(entry.testAccuracy()),
            trajectory);
        return;
      }
    }
  }

  private static @Nullable Long bits(double accuracy) {
    return Double.isNaN(accuracy) ? null : (Long) Double.doubleToRawLongBits(accuracy);
  }

  /** Brings them into rows from before they stood there. */
  static void fillIn(Sql sql) throws SQLException {
    List<Long> trajectories =
        sql.list("select trajectory from run where loss is not null", it -> it.getLong(1));
    for (long trajectory : trajectories) {
      List<SeriesEntry> entries = RunReader.series(sql, trajectory).after(0, Series.CAPACITY);
      if (!entries.isEmpty()) {
        keep(sql, trajectory, entries);
      }
    }
  }
}
