package dev.livegrad.store;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Samples;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.JsonText;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.RunName;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Setups, each kept once, by the hash of its spec and data; and their samples, each kept once too:
 * a later version may generate others.
 */
final class Setups {
  /** A spec's own samples are kept elsewhere; this is written and read in their place. */
  private static final Map<String, Object> ELSEWHERE = Map.of();

  private static final DataSpec.Inline STAND_IN =
      new DataSpec.Inline(
          Samples.of(new double[1][1], new Samples.Targets.Numbers(new double[1][1])));

  private static final Map<String, Object> STAND_IN_TREE =
      Map.of("inputs", List.of(0), "targets", List.of(0));

  /** Of samples that are in use; large ones take a while. */
  private final Map<Samples, String> hashes = new WeakHashMap<>();

  private final Sql sql;

  Setups(Sql sql) {
    this.sql = sql;
  }

  /** Keeps a setup, which mends one that is damaged, and gives its hash. */
  String keep(RunSetup setup) throws SQLException {
    String spec = text(setup.spec());
    String data = keep(setup.samples());
    String hash = hash(spec, data);
    sql.update(
        """
        insert into setup (hash, spec, data) values (?, ?, ?)
        on conflict (hash) do update set spec = excluded.spec, data = excluded.data\
        """,
        hash,
        spec,
        data);
    return hash;
  }

  private static String hash(String spec, @Nullable String data) {
    return Hash.of((spec + "\n" + data).getBytes(StandardCharsets.UTF_8));
  }

  private String keep(Samples data) throws SQLException {
    String known = hashes.get(data);
    if (known != null && sql.has("select 1 from content where hash = ?", known)) {
      return known;
    }
    byte[] bytes = SamplesBytes.of(data);
    String hash = Hash.of(bytes);
    sql.update(
        """
        insert into content (hash, bytes) values (?, ?)
        on conflict (hash) do update set bytes = excluded.bytes\
        """,
        hash,
        bytes);
    hashes.put(data, hash);
    return hash;
  }

  /** Deletes a setup, and its samples, unless a run has it. */
  void release(@Nullable String hash) throws SQLException {
    if (hash == null || sql.has("select 1 from run where setup = ?", hash)) {
      return;
    }
    String data = sql.first("select data from setup where hash = ?", it -> it.getString(1), hash);
    sql.update("delete from setup where hash = ?", hash);
    if (data != null && !sql.has("select 1 from setup where data = ?", data)) {
      sql.update("delete from content where hash = ?", data);
    }
  }

  /** What the spec of a setup is called; null where that can't be read. */
  @Nullable String name(String hash) throws SQLException {
    String spec = sql.first("select spec from setup where hash = ?", it -> it.getString(1), hash);
    try {
      return spec != null
              && JsonText.parse(spec) instanceof Map<?, ?> tree
              && tree.get("name") instanceof String name
          ? Text.kept(name)
          : null;
    } catch (SpecException _) {
      return null;
    }
  }

  private static String text(RunSpec spec) {
    if (!(spec.data().source() instanceof DataSpec.Inline)) {
      return Encoder.write(spec.toTree());
    }
    Map<String, Object> tree = spec.with(spec.data().with(STAND_IN)).toTree();
    return Encoder.write(withInline(tree, ELSEWHERE));
  }

  /** A spec's tree with something else as its own samples. */
  private static Map<Object, Object> withInline(Map<?, ?> tree, Object inline) {
    Map<Object, Object> data = new LinkedHashMap<>((Map<?, ?>) tree.get("data"));
    data.put("inline", inline);
    Map<Object, Object> changed = new LinkedHashMap<>(tree);
    changed.put("data", data);
    return changed;
  }

  /**
   * The setup of this hash.
   *
   * @throws StoreException if it is damaged, or of a later version
   */
  static RunSetup read(Sql sql, String hash) throws SQLException {
    record Row(String spec, @Nullable String data) {}
    Row row =
        sql.first(
            "select spec, data from setup where hash = ?",
            it -> new Row(Cell.text(it, "spec"), Cell.optionalText(it, "data")),
            hash);
    try {
      if (row == null
          || !hash(row.spec(), row.data()).equals(hash)
          || !(JsonText.parse(row.spec()) instanceof Map<?, ?> kept)) {
        throw new StoreException("its spec is damaged");
      }
      Map<Object, Object> tree = new LinkedHashMap<>(kept);
      // Of a version that allowed any.
      tree.computeIfPresent("name", (_, name) -> RunName.cleaned(String.valueOf(name)));
      if (row.data() == null) {
        // Of a version that did not keep what can be generated.
        return RunSetup.load(RunSpec.parse(tree), Path.of(""));
      }
      Samples samples = samples(sql, row.data());
      if (tree.get("data") instanceof Map<?, ?> data && data.containsKey("inline")) {
        RunSpec spec = RunSpec.parse(withInline(tree, STAND_IN_TREE));
        return new RunSetup(spec.with(spec.data().with(new DataSpec.Inline(samples))), samples);
      }
      return new RunSetup(RunSpec.parse(tree), samples);
    } catch (SpecException e) {
      throw new StoreException("its spec can't be read: " + e.getMessage());
    }
  }

  private static Samples samples(Sql sql, String hash) throws SQLException {
    byte[] bytes =
        sql.first("select bytes from content where hash = ?", it -> Cell.bytes(it, "bytes"), hash);
    if (bytes == null || !Hash.of(bytes).equals(hash)) {
      throw new StoreException("its data are damaged");
    }
    try {
      return SamplesBytes.read(bytes);
    } catch (DataException e) {
      throw new StoreException("its data can't be read: " + e.getMessage());
    }
  }
}
