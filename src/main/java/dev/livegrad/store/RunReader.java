package dev.livegrad.store;

import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunState;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Series;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.diagnosis.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads runs from their rows. */
final class RunReader {
  /** Runs that are looked through at once for a name. */
  private static final int LOOKED_THROUGH = 1_000;

  /** Runs, each with what it was before it began anew, where that is still kept. */
  private static final String SUMMARY =
      """
      select run.*, (select last.id from run last where last.id = run.id || '-' || run.past) as earlier
      from run
      """;

  private RunReader() {}

  static List<RunStore.Summary> list(Sql sql, int limit, @Nullable String after, String words)
      throws SQLException {
    List<RunStore.Summary> found = new ArrayList<>();
    String last = after;
    List<RunStore.Summary> some;
    // Databases differ in what they take for the same letter, or know no letters but a to z.
    String small = words.toLowerCase(Locale.ROOT);
    int atOnce = small.isEmpty() ? limit : Math.max(limit, LOOKED_THROUGH);
    do {
      some = list(sql, atOnce, last);
      for (RunStore.Summary run : some) {
        if (found.size() < limit && run.name().toLowerCase(Locale.ROOT).contains(small)) {
          found.add(run);
        }
        last = run.id();
      }
    } while (found.size() < limit && some.size() == atOnce);
    return found;
  }

  private static List<RunStore.Summary> list(Sql sql, int limit, @Nullable String after)
      throws SQLException {
    String newestFirst = "order by created_at desc, id desc limit ?";
    return after == null
        ? sql.list(
            SUMMARY + "where trajectory is not null " + newestFirst, RunReader::summary, limit)
        : sql.list(
            SUMMARY
                + """
                where trajectory is not null
                  and (created_at, id) < (select created_at, id from run where id = ?)
                """
                + newestFirst,
            RunReader::summary,
            after,
            limit);
  }

  static RunStore.@Nullable Summary summary(Sql sql, String id) throws SQLException {
    return sql.first(SUMMARY + "where id = ? and trajectory is not null", RunReader::summary, id);
  }

  private static RunStore.Summary summary(ResultSet row) throws SQLException {
    return new RunStore.Summary(
        row.getString("id"),
        row.getString("name"),
        row.getString("made_by"),
        Text.constant(RunStatus.class, row.getString("status")),
        row.getLong("step"),
        number(row, "loss"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        row.getString("earlier"));
  }

  private static RunState state(ResultSet row) throws SQLException {
    return new RunState(
        row.getLong("trajectory"),
        Text.constant(RunStatus.class, row.getString("status")),
        row.getLong("step"),
        Double.longBitsToDouble(row.getLong("learning_rate")),
        number(row, "steps_per_second"),
        null,
        Sql.optional(row, "goal"),
        row.getString("message"));
  }

  private static @Nullable Double number(ResultSet row, String column) throws SQLException {
    Long bits = Sql.optional(row, column);
    return bits == null ? null : (Double) Double.longBitsToDouble(bits);
  }

  /**
   * A run; null where none has this id.
   *
   * @throws StoreException if what can't be made again is damaged
   */
  static RunStore.@Nullable KeptRun read(Sql sql, String id) throws SQLException {
    record Row(RunStore.Summary summary, RunState state, String setup, long seed) {}
    Row row =
        sql.first(
            SUMMARY + "where id = ? and trajectory is not null",
            it -> new Row(summary(it), state(it), it.getString("setup"), it.getLong("seed")),
            id);
    if (row == null) {
      return null;
    }
    long trajectory = row.state().trajectory();
    try {
      return new RunStore.KeptRun(
          row.summary(),
          Setups.read(sql, row.setup()),
          row.seed(),
          row.state(),
          journal(sql, trajectory),
          series(sql, trajectory).after(0, Series.CAPACITY),
          findings(sql, trajectory),
          checkpoints(sql, trajectory));
    } catch (StoreException e) {
      throw new StoreException("run %s: %s".formatted(id, e.getMessage()));
    }
  }

  private static List<JournalEntry> journal(Sql sql, long trajectory) throws SQLException {
    return sql.list(
        "select step, command, given_by from journal where trajectory = ? order by place",
        it -> new JournalEntry(it.getLong(1), CommandText.read(it.getString(2)), it.getString(3)),
        trajectory);
  }

  /** See {@link RunStore#curve}. */
  static List<RunStore.Point> curve(Sql sql, String id, int points) throws SQLException {
    Long trajectory =
        sql.first(
            "select trajectory from run where id = ? and trajectory is not null",
            it -> it.getLong(1),
            id);
    if (trajectory == null) {
      return List.of();
    }
    List<SeriesBytes> pieces = pieces(sql, trajectory);
    long last = pieces.isEmpty() ? 0 : pieces.getLast().end() - 1;
    double distance = (double) last / (points - 1);
    List<RunStore.Point> curve = new ArrayList<>();
    for (SeriesBytes piece : pieces) {
      for (int i = 0; i < piece.size(); i++) {
        if (piece.step(i) >= curve.size() * distance || piece.step(i) == last) {
          curve.add(new RunStore.Point(piece.step(i), piece.loss(i)));
        }
      }
    }
    return curve;
  }

  /** The series as far as it is sound; what is behind can be made again. */
  static Series series(Sql sql, long trajectory) throws SQLException {
    Series series = new Series();
    for (SeriesBytes piece : pieces(sql, trajectory)) {
      for (int i = 0; i < piece.size(); i++) {
        series.append(piece.entry(i));
      }
    }
    return series;
  }

  /** The pieces of a series without a gap from step 0, up to the first that isn't sound. */
  private static List<SeriesBytes> pieces(Sql sql, long trajectory) throws SQLException {
    List<SeriesBytes> sound = new ArrayList<>();
    long end = 0;
    List<Optional<SeriesBytes>> pieces =
        sql.list(
            "select bytes, timed, tested from series where trajectory = ? order by place",
            it ->
                Optional.ofNullable(
                    SeriesBytes.read(
                        it.getBytes(1),
                        new SeriesBytes.Columns(it.getInt(2) == 1, it.getInt(3) == 1),
                        trajectory)),
            trajectory);
    for (Optional<SeriesBytes> piece : pieces) {
      if (piece.isEmpty()) {
        break;
      }
      if (piece.get().size() > 0 && piece.get().from(0) == end) {
        sound.add(piece.get());
        end = piece.get().end();
      }
    }
    return sound;
  }

  private static List<RunEvent.FindingChanged> findings(Sql sql, long trajectory)
      throws SQLException {
    return sql.list(
        "select * from finding where trajectory = ? order by number",
        it ->
            new RunEvent.FindingChanged(
                trajectory,
                it.getInt("number"),
                new Finding(
                    it.getLong("step"),
                    Text.constant(Finding.Kind.class, it.getString("kind")),
                    Text.constant(Finding.Severity.class, it.getString("severity")),
                    it.getString("place"),
                    it.getString("told")),
                it.getString("cause"),
                Sql.optional(it, "ended"),
                List.of()),
        trajectory);
  }

  private static List<Checkpoint> checkpoints(Sql sql, long trajectory) throws SQLException {
    SortedMap<Long, Checkpoint> sound = new TreeMap<>();
    List<Optional<Checkpoint>> checkpoints =
        sql.list(
            "select step, bytes from checkpoint where trajectory = ? order by step, passing",
            it ->
                Optional.ofNullable(
                    CheckpointBytes.read(it.getBytes("bytes"), trajectory, it.getLong("step"))),
            trajectory);
    for (Optional<Checkpoint> checkpoint : checkpoints) {
      checkpoint.ifPresent(it -> sound.put(it.step(), it));
    }
    return List.copyOf(sound.values());
  }
}
