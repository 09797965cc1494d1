package dev.livegrad.store;

import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunState;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Series;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.Hyperparameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads runs from their rows. */
final class RunReader {
  /** Runs, each with what it was before it began anew, where that is still kept. */
  private static final String SUMMARY =
      """
      select run.*, (select last.id from run last where last.id = run.id || '-' || run.past) as earlier
      from run
      """;

  private RunReader() {}

  static List<RunStore.Listed> list(
      Sql sql, RunStore.Order order, int limit, @Nullable String after, String words)
      throws SQLException {
    List<RunStore.Listed> found = new ArrayList<>();
    for (String id : ids(sql, order, limit, after, words)) {
      RunStore.Listed run = listed(sql, id);
      if (run != null) {
        found.add(run);
      }
    }
    return found;
  }

  /** To sort whole rows, or to look for a name in them, takes ten times as long. */
  private static List<String> ids(
      Sql sql, RunStore.Order order, int limit, @Nullable String after, String words)
      throws SQLException {
    record Row(String id, String name) {}
    boolean ascending = order == RunStore.Order.NAME;
    String way = ascending ? "asc" : "desc";
    String keys = key(order) + "created_at, id";
    String behind =
        after == null
            ? ""
            : "and (%s) %s (select %s from run where id = ?)"
                .formatted(keys, ascending ? ">" : "<", keys);
    String query =
        "select id, name from run where trajectory is not null %s order by %s %s limit ?"
            .formatted(behind, keys.replace(",", " " + way + ","), way);
    // Databases differ in what they take for the same letter, or know no letters but a to z.
    String small = words.toLowerCase(Locale.ROOT);
    long read = small.isEmpty() ? limit : Long.MAX_VALUE;
    Sql.Row<Row> row = it -> new Row(it.getString("id"), name(it));
    List<Row> rows = after == null ? sql.list(query, row, read) : sql.list(query, row, after, read);
    return rows.stream()
        .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(small))
        .limit(limit)
        .map(Row::id)
        .toList();
  }

  /** A run's name; its id where that is what can't be read. */
  private static String name(ResultSet row) throws SQLException {
    return row.getObject("name") instanceof String name ? name : row.getString("id");
  }

  /**
   * What runs are ordered by before their age. The bits of doubles that aren't negative are ordered
   * as these are; a NaN that looks negative comes behind all others.
   */
  private static String key(RunStore.Order order) {
    return switch (order) {
      case CREATED -> "";
      case UPDATED -> "updated_at, ";
      case NAME -> "lower(name), ";
      case STEP -> "step, ";
      case LOSS -> leastFirst("loss");
      case ACCURACY -> greatestFirst("accuracy");
      case TEST_LOSS -> leastFirst("test_loss");
      case TEST_ACCURACY -> greatestFirst("test_accuracy");
    };
  }

  private static String leastFirst(String bits) {
    return "case when %s >= 0 then -%s else -%d end, ".formatted(bits, bits, Long.MAX_VALUE);
  }

  private static String greatestFirst(String bits) {
    return "case when %s is null then -1 else %s end, ".formatted(bits, bits);
  }

  static RunStore.@Nullable Listed listed(Sql sql, String id) throws SQLException {
    return sql.first(SUMMARY + "where id = ? and trajectory is not null", RunReader::listed, id);
  }

  /** One row that is damaged is not to hide the others. */
  private static RunStore.Listed listed(ResultSet row) throws SQLException {
    try {
      return summary(row);
    } catch (StoreException e) {
      return new RunStore.Unreadable(
          row.getString("id"), name(row), String.valueOf(e.getMessage()));
    }
  }

  private static RunStore.Summary summary(ResultSet row) throws SQLException {
    RunStore.Summary summary = readable(row);
    Checksum.check(row, Checksum.RUN, "its row in the table run");
    return summary;
  }

  private static RunStore.Summary readable(ResultSet row) throws SQLException {
    return new RunStore.Summary(
        row.getString("id"),
        Cell.text(row, "name"),
        Cell.text(row, "made_by"),
        Cell.constant(row, "status", RunStatus.class),
        Cell.count(row, "step"),
        Cell.optionalBits(row, "loss"),
        Cell.optionalBits(row, "accuracy"),
        Cell.optionalBits(row, "test_loss"),
        Cell.optionalBits(row, "test_accuracy"),
        Instant.ofEpochMilli(Cell.number(row, "created_at")),
        Instant.ofEpochMilli(Cell.number(row, "updated_at")),
        row.getString("earlier"));
  }

  private static RunState state(ResultSet row) throws SQLException {
    return new RunState(
        Cell.number(row, "trajectory"),
        Cell.constant(row, "status", RunStatus.class),
        Cell.count(row, "step"),
        Cell.bits(row, "learning_rate"),
        Cell.optionalBits(row, "steps_per_second", Command.MIN_SPEED, Command.MAX_SPEED),
        null,
        Cell.optionalCount(row, "goal"),
        Cell.optionalText(row, "message"),
        Map.of());
  }

  /**
   * A run; null where none has this id.
   *
   * @throws StoreException.OfRun if what can't be made again is damaged
   */
  static RunStore.@Nullable KeptRun read(Sql sql, String id) throws SQLException {
    record Row(RunStore.Summary summary, RunState state, String setup, long seed) {}
    try {
      Row row =
          sql.first(
              SUMMARY + "where id = ? and trajectory is not null",
              it ->
                  new Row(summary(it), state(it), Cell.text(it, "setup"), Cell.number(it, "seed")),
              id);
      if (row == null) {
        return null;
      }
      long trajectory = row.state().trajectory();
      RunSetup setup = Setups.read(sql, row.setup());
      return new RunStore.KeptRun(
          row.summary(),
          setup,
          row.seed(),
          row.state(),
          journal(sql, trajectory),
          series(sql, trajectory).after(0, Series.CAPACITY),
          findings(sql, trajectory),
          checkpoints(sql, trajectory, Hyperparameters.of(setup.spec())));
    } catch (StoreException e) {
      throw new StoreException.OfRun(id, String.valueOf(e.getMessage()));
    }
  }

  private static List<JournalEntry> journal(Sql sql, long trajectory) throws SQLException {
    return sql.list(
        "select * from journal where trajectory = ? order by place",
        RunReader::command,
        trajectory);
  }

  private static JournalEntry command(ResultSet row) throws SQLException {
    JournalEntry entry =
        new JournalEntry(
            Cell.count(row, "step"),
            CommandText.read(Cell.text(row, "command")),
            Cell.text(row, "given_by"));
    Checksum.check(row, Checksum.JOURNAL, "its journal");
    return entry;
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
            "select * from series where trajectory = ? order by place",
            it -> Optional.ofNullable(piece(it, trajectory)),
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

  private static @Nullable SeriesBytes piece(ResultSet row, long trajectory) throws SQLException {
    SeriesBytes piece =
        SeriesBytes.read(
            Cell.bytes(row, "bytes"),
            new SeriesBytes.Columns(row.getInt("timed") == 1, row.getInt("tested") == 1),
            trajectory);
    // Where one of the columns isn't as it was written, there are more entries or less.
    return piece == null || piece.size() != row.getInt("entries") ? null : piece;
  }

  private static List<RunEvent.FindingChanged> findings(Sql sql, long trajectory)
      throws SQLException {
    return sql.list(
        "select * from finding where trajectory = ? order by number",
        it -> finding(it, trajectory),
        trajectory);
  }

  private static RunEvent.FindingChanged finding(ResultSet row, long trajectory)
      throws SQLException {
    RunEvent.FindingChanged finding =
        new RunEvent.FindingChanged(
            trajectory,
            row.getInt("number"),
            new Finding(
                Cell.count(row, "step"),
                Cell.constant(row, "kind", Finding.Kind.class),
                Cell.constant(row, "severity", Finding.Severity.class),
                Cell.text(row, "place"),
                Cell.text(row, "told")),
            Cell.optionalText(row, "cause"),
            Cell.optionalCount(row, "ended"),
            List.of());
    Checksum.check(row, Checksum.FINDING, "one of its findings");
    return finding;
  }

  private static List<Checkpoint> checkpoints(Sql sql, long trajectory, Hyperparameters spec)
      throws SQLException {
    SortedMap<Long, Checkpoint> sound = new TreeMap<>();
    List<Optional<Checkpoint>> checkpoints =
        sql.list(
            "select step, bytes from checkpoint where trajectory = ? order by step, passing",
            it ->
                Optional.ofNullable(
                    CheckpointBytes.read(
                        Cell.bytes(it, "bytes"), trajectory, it.getLong("step"), spec)),
            trajectory);
    for (Optional<Checkpoint> checkpoint : checkpoints) {
      checkpoint.ifPresent(it -> sound.put(it.step(), it));
    }
    return List.copyOf(sound.values());
  }
}
