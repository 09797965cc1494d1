package dev.livegrad.store;

import dev.livegrad.run.Checkpoints;
import dev.livegrad.run.Command;
import dev.livegrad.run.Journal;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunState;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.diagnosis.Finding;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happened to runs into their rows, on one connection. Belongs to one thread at a time;
 * after a rollback another one is needed.
 */
final class UpdateWriter {
  /** Of checkpoints that pass, so many are of use. */
  private static final int PASSING = 3;

  /** Pieces of a series that are put together when there are more. */
  private static final int MAX_PIECES = 512;

  /** Trajectories of which it is known how much is kept. */
  private static final int MAX_KNOWN = 1_000;

  private final Sql sql;
  private final Setups setups;
  private final Map<Long, Kept> known = new LinkedHashMap<>();

  /** Ids of runs whose rows have changed since they were sealed. */
  private final Set<String> changed = new LinkedHashSet<>();

  UpdateWriter(Sql sql) {
    this.sql = sql;
    this.setups = new Setups(sql);
  }

  /** Seals the rows that were changed; to be called before a commit. */
  void seal() throws SQLException {
    for (String id : changed) {
      Checksum.seal(sql, id);
    }
    changed.clear();
  }

  /** How much is kept of a trajectory. */
  private static final class Kept {
    /** Of its run. */
    final String id;

    Kept(String id) {
      this.id = id;
    }

    /** Entries of its journal, and the place of the last one. */
    long commands;

    long lastCommand;

    /** Pieces of its series behind the first, the entries in them, and the place of the last. */
    long pieces;

    long entries;
    long lastPiece;
  }

  /**
   * @param now milliseconds since 1970
   */
  void write(RunStore.Update update, long now) throws SQLException {
    switch (update) {
      case RunStore.Created it -> create(it, now);
      case RunStore.Renamed(String id, String name) -> rename(id, Text.kept(name), now);
      case RunStore.Deleted(String id) -> delete(id);
      case RunStore.Shared(String id) -> sql.update("update livegrad set shared = ?", id);
      case RunStore.TrajectoryCreated it -> begin(it, now);
      case RunStore.CheckpointMade it -> checkpoint(it);
      case RunEvent.CommandsApplied(long trajectory, List<JournalEntry> entries) -> {
        Kept kept = kept(trajectory);
        if (kept != null) {
          for (JournalEntry entry : entries) {
            journal(trajectory, entry, kept);
          }
          sql.update("update run set updated_at = ? where trajectory = ?", now, trajectory);
          changed.add(kept.id);
        }
      }
      case RunEvent.StepsMade(long trajectory, List<SeriesEntry> entries) ->
          steps(trajectory, entries, now);
      case RunEvent.StatusChanged(RunState state) -> status(state, now);
      case RunEvent.FindingChanged it -> finding(it);
    }
  }

  private void create(RunStore.Created run, long now) throws SQLException {
    insert(new Identity(run.id(), Text.kept(run.name()), Text.kept(run.by()), now, 0), now);
  }

  /** One that is damaged stays so under another name. */
  private void rename(String id, String name, long now) throws SQLException {
    boolean isRight = changed.contains(id) || Checksum.isRight(sql, id);
    sql.update("update run set name = ?, updated_at = ? where id = ?", name, now, id);
    if (isRight) {
      changed.add(id);
    }
  }

  /** What stays the same from one trajectory of a run to the next. */
  private record Identity(String id, String name, String by, long createdAt, long past) {
    Identity named(String name) {
      return new Identity(id, name, by, createdAt, past);
    }
  }

  private void insert(Identity run, long now) throws SQLException {
    sql.update(
        """
        insert into run (id, name, made_by, created_at, updated_at, past, began_at, seed, status,
          step, learning_rate)
        values (?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0) on conflict do nothing\
        """,
        run.id(),
        run.name(),
        run.by(),
        run.createdAt(),
        now,
        run.past(),
        now,
        Text.word(RunStatus.READY));
    changed.add(run.id());
  }

  private void delete(String id) throws SQLException {
    setups.release(forget(id));
    sql.update("update livegrad set shared = null where shared = ?", id);
  }

  /** Deletes a run's row, and with it all rows of its trajectory; gives the hash of its setup. */
  private @Nullable String forget(String id) throws SQLException {
    record Row(long trajectory, @Nullable String setup) {}
    Row row =
        sql.first(
            "select trajectory, setup from run where id = ?",
            it -> new Row(it.getLong(1), it.getString(2)),
            id);
    if (row == null) {
      return null;
    }
    known.remove(row.trajectory());
    sql.update("delete from run where id = ?", id);
    return row.setup();
  }

  private void begin(RunStore.TrajectoryCreated began, long now) throws SQLException {
    record Row(Identity identity, @Nullable String setup, boolean began, long step) {}
    Row row =
        sql.first(
            """
            select name, made_by, created_at, past, setup, trajectory, step from run
            where id = ?\
            """,
            it ->
                new Row(
                    new Identity(
                        began.id(),
                        it.getString("name"),
                        it.getString("made_by"),
                        it.getLong("created_at"),
                        it.getLong("past")),
                    it.getString("setup"),
                    it.getObject("trajectory") != null,
                    it.getLong("step")),
            began.id());
    if (row == null) {
      return;
    }
    String setup = setups.keep(began.setup());
    String unused = null;
    if (row.began()) {
      Identity run = row.identity();
      boolean namesake = row.setup() != null && run.name().equals(setups.name(row.setup()));
      if (row.step() > 0) {
        run = split(run);
      } else {
        unused = forget(run.id());
      }
      // A run is called as its spec is, until somebody calls it otherwise.
      insert(namesake ? run.named(Text.kept(began.setup().spec().name())) : run, now);
    }
    sql.update(
        """
        update run set trajectory = ?, began_at = ?, updated_at = ?, setup = ?, seed = ?
        where id = ?\
        """,
        began.trajectory(),
        now,
        now,
        setup,
        began.seed(),
        began.id());
    changed.add(began.id());
    setups.release(unused);
    sql.update(
        "update livegrad set last_trajectory = ? where last_trajectory < ?",
        began.trajectory(),
        began.trajectory());
  }

  /** Lets what was this run be one of its own, and gives the run's place free. */
  private Identity split(Identity run) throws SQLException {
    long past = run.past() + 1;
    sql.update(
        """
        update run set id = ?, created_at = began_at,
          status = case status when 'running' then 'paused' else status end
        where id = ?\
        """,
        run.id() + "-" + past,
        run.id());
    known.clear();
    changed.add(run.id() + "-" + past);
    return new Identity(run.id(), run.name(), run.by(), run.createdAt(), past);
  }

  private void journal(long trajectory, JournalEntry entry, Kept kept) throws SQLException {
    Command command = entry.command();
    String target = command.target() == null ? "" : Text.kept(command.target());
    if (command instanceof Command.Steering steering && steering.gesture() != null) {
      kept.commands -= deleteSuperseded(trajectory, entry, steering, target);
    }
    if (kept.commands >= Journal.MAX_ENTRIES) {
      kept.commands -=
          sql.update(
              """
              delete from journal where trajectory = ? and place =
                (select min(place) from journal where trajectory = ? and pacing = 1)\
              """,
              trajectory,
              trajectory);
    }
    kept.commands +=
        insert(
            "journal",
            Checksum.JOURNAL,
            trajectory,
            ++kept.lastCommand,
            entry.step(),
            command.word(),
            target,
            command instanceof Command.Pacing ? 1 : 0,
            Text.kept(CommandText.of(command)),
            Text.kept(entry.by()));
  }

  /** As {@link Journal#supersedes} says; tells how many. */
  private int deleteSuperseded(
      long trajectory, JournalEntry entry, Command.Steering steering, String target)
      throws SQLException {
    record Row(long place, String command) {}
    List<Row> sameStep =
        sql.list(
            """
            select place, command from journal
            where trajectory = ? and step = ? and word = ? and target = ? and given_by = ?\
            """,
            it -> new Row(it.getLong(1), it.getString(2)),
            trajectory,
            entry.step(),
            steering.word(),
            target,
            Text.kept(entry.by()));
    int deleted = 0;
    for (Row row : sameStep) {
      if (CommandText.read(row.command()) instanceof Command.Steering earlier
          && steering.supersedes(earlier)) {
        deleted +=
            sql.update(
                "delete from journal where trajectory = ? and place = ?", trajectory, row.place());
      }
    }
    return deleted;
  }

  private void steps(long trajectory, List<SeriesEntry> entries, long now) throws SQLException {
    Kept kept = kept(trajectory);
    if (kept == null || entries.isEmpty()) {
      return;
    }
    piece(trajectory, ++kept.lastPiece, entries);
    kept.pieces++;
    kept.entries += entries.size();
    if (kept.entries >= Series.CAPACITY || kept.pieces >= MAX_PIECES) {
      putTogether(trajectory);
      kept.pieces = 0;
      kept.entries = 0;
    }
    SeriesEntry last = entries.getLast();
    sql.update(
        "update run set step = ?, loss = ?, updated_at = ? where trajectory = ?",
        last.step() + 1,
        Double.doubleToRawLongBits(last.loss()),
        now,
        trajectory);
    Figures.keep(sql, trajectory, entries);
    changed.add(kept.id);
  }

  private void piece(long trajectory, long place, List<SeriesEntry> entries) throws SQLException {
    sql.update(
        "insert into series (trajectory, place, entries, bytes, timed, tested) values (?, ?, ?, ?, 1, ?)",
        trajectory,
        place,
        entries.size(),
        SeriesBytes.of(trajectory, entries),
        SeriesBytes.Columns.of(entries).tested() ? 1 : 0);
  }

  /** Makes one piece of all, as coarse as a series is that got the same. */
  private void putTogether(long trajectory) throws SQLException {
    Series series = RunReader.series(sql, trajectory);
    sql.update("delete from series where trajectory = ?", trajectory);
    piece(trajectory, 0, series.after(0, Series.CAPACITY));
  }

  private void status(RunState state, long now) throws SQLException {
    Kept kept = kept(state.trajectory());
    if (kept == null) {
      return;
    }
    Double speed = state.stepsPerSecond();
    sql.update(
        """
        update run set updated_at = case when status = ? and step = ? then updated_at else ? end,
          status = ?, step = ?, learning_rate = ?, steps_per_second = ?, goal = ?, message = ?
        where trajectory = ?\
        """,
        // One that is only opened is as it was.
        Text.word(state.status()),
        state.step(),
        now,
        Text.word(state.status()),
        state.step(),
        Double.doubleToRawLongBits(state.learningRate()),
        speed == null ? null : (Long) Double.doubleToRawLongBits(speed),
        state.goal(),
        state.message() == null ? null : Text.kept(state.message()),
        state.trajectory());
    changed.add(kept.id);
  }

  private void finding(RunEvent.FindingChanged changed) throws SQLException {
    if (kept(changed.trajectory()) == null) {
      return;
    }
    Finding finding = changed.finding();
    int _ =
        insert(
            "finding",
            Checksum.FINDING,
            changed.trajectory(),
            changed.number(),
            finding.step(),
            finding.kind().word(),
            finding.severity().word(),
            Text.kept(finding.where()),
            Text.kept(finding.text()),
            changed.ended());
    if (changed.cause() != null) {
      sql.update(
          "update finding set cause = ? where trajectory = ? and number = ?",
          Text.kept(changed.cause()),
          changed.trajectory(),
          changed.number());
    }
  }

  /** Makes a row, or replaces one of the same key, and gives it its checksum; tells how many. */
  private int insert(String table, List<String> columns, @Nullable Object... values)
      throws SQLException {
    @Nullable Object[] sealed = Arrays.copyOf(values, values.length + 1);
    sealed[values.length] = Checksum.of(values);
    List<String> all = Stream.concat(columns.stream(), Stream.of("checksum")).toList();
    return sql.update(
        "insert into %s (%s) values (%s) on conflict (%s) do update set %s"
            .formatted(
                table,
                String.join(", ", all),
                String.join(", ", Collections.nCopies(all.size(), "?")),
                String.join(", ", columns.subList(0, 2)),
                all.stream().map(it -> it + " = excluded." + it).collect(Collectors.joining(", "))),
        sealed);
  }

  private void checkpoint(RunStore.CheckpointMade made) throws SQLException {
    if (kept(made.trajectory()) == null) {
      return;
    }
    Checkpoint checkpoint = made.checkpoint();
    sql.update(
        """
        insert into checkpoint (trajectory, step, passing, bytes) values (?, ?, ?, ?)
        on conflict (trajectory, step, passing) do update set bytes = excluded.bytes\
        """,
        made.trajectory(),
        checkpoint.step(),
        made.passing() ? 1 : 0,
        CheckpointBytes.of(made.trajectory(), checkpoint));
    if (made.passing()) {
      sql.update(
          """
          delete from checkpoint where trajectory = ? and passing = 1 and step not in
            (select step from checkpoint where trajectory = ? and passing = 1
             order by step desc limit ?)\
          """,
          made.trajectory(),
          made.trajectory(),
          PASSING);
    } else {
      sql.update(
          "delete from checkpoint where trajectory = ? and passing = 0 and step % ? <> 0",
          made.trajectory(), Checkpoints.stride(checkpoint));
    }
  }

  /** Keeps a table that was uploaded, which mends one that is damaged. */
  void dataset(String hash, byte[] bytes, long now) throws SQLException {
    sql.update(
        """
        insert into dataset (hash, created_at, bytes) values (?, ?, ?)
        on conflict (hash) do update set bytes = excluded.bytes\
        """,
        hash,
        now,
        bytes);
  }

  /** How much is kept of a trajectory; null where it is none, as one that was deleted. */
  private @Nullable Kept kept(long trajectory) throws SQLException {
    Kept kept = known.get(trajectory);
    String id =
        kept == null
            ? sql.first(
                "select id from run where trajectory = ?", it -> it.getString(1), trajectory)
            : null;
    if (id != null) {
      kept = new Kept(id);
      kept.commands = numberOf("count(*) from journal", trajectory);
      kept.lastCommand = numberOf("coalesce(max(place), 0) from journal", trajectory);
      kept.lastPiece = numberOf("coalesce(max(place), 0) from series", trajectory);
      kept.pieces = numberOf("count(*) from series", trajectory);
      kept.entries = numberOf("coalesce(sum(entries), 0) from series", trajectory);
      if (known.size() == MAX_KNOWN) {
        known.clear();
      }
      known.put(trajectory, kept);
    }
    return kept;
  }

  private long numberOf(String what, long trajectory) throws SQLException {
    return sql.number("select " + what + " where trajectory = ?", trajectory);
  }
}
