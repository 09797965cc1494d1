package dev.livegrad.training.spec;

import dev.livegrad.data.CsvColumns;
import dev.livegrad.data.Dataset;
import dev.livegrad.data.NumpyRandom;
import dev.livegrad.data.Samples;
import dev.livegrad.data.generator.Generator;
import dev.livegrad.data.preprocessing.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's samples come from, and what the network sees of them.
 *
 * @param features the inputs that the network sees, names and formulas; empty for all as they are
 * @param standardize whether they get zero mean and unit variance
 * @param split which samples are kept for a test; null for none
 */
public record DataSpec(
    Source source, List<String> features, boolean standardize, @Nullable Split split) {
  /** A dataset's id has 64 digits to the base of 16. */
  private static final int ID_LENGTH = 64;

  private static final int MAX_NAME = 100;

  public DataSpec {
    features = List.copyOf(features);
  }

  /** Samples of which the network sees all. */
  public DataSpec(Source source) {
    this(source, List.of(), false, null);
  }

  /** The same from another source. */
  public DataSpec with(Source source) {
    return new DataSpec(source, features, standardize, split);
  }

  /** Where samples come from. */
  public sealed interface Source {}

  /** The samples themselves. */
  public record Inline(Samples samples) implements Source {}

  /**
   * Columns of a CSV file.
   *
   * @param file relative to the spec's own folder
   */
  public record Csv(String file, CsvColumns columns) implements Source {}

  /**
   * Columns of a table that was uploaded.
   *
   * @param id the hash of its content
   */
  public record Uploaded(String id, CsvColumns columns) implements Source {}

  /** Samples made by a built-in generator. */
  public record Generated(Generator generator, Generator.Settings settings) implements Source {}

  /** Reads a spec's {@code data}. */
  static DataSpec parse(Fields data) {
    List<String> given =
        List.of("inline", "csv", "generator", "dataset").stream().filter(data::has).toList();
    if (given.size() != 1) {
      data.allow("features", "standardize", "split", "inputs", "targets");
      data.end();
      throw new SpecException(
          "data: has %s; allowed is exactly one of inline, csv, generator, dataset"
              .formatted(given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    Source source =
        switch (given.getFirst()) {
          case "inline" -> InlineData.parse(data.object("inline"));
          case "csv" -> csv(data.object("csv"));
          case "dataset" -> uploaded(data);
          default -> generated(data.object("generator"));
        };
    DataSpec spec =
        new DataSpec(
            source,
            data.has("features")
                ? Fields.texts(data.path("features"), data.required("features"), 200)
                : List.of(),
            data.flag("standardize", false),
            data.has("split") ? split(data.object("split")) : null);
    data.end();
    if (spec.features.size() > Dataset.MAX_COLUMNS) {
      throw new SpecException(
          "data.features: has %d features; allowed are 1 to %d"
              .formatted(spec.features.size(), Dataset.MAX_COLUMNS));
    }
    return spec;
  }

  private static Csv csv(Fields fields) {
    Csv csv = new Csv(fields.text("file", 500), columns(fields));
    fields.end();
    return csv;
  }

  /** Its columns stand beside the id, or, where that is an object with an id, in it. */
  private static Uploaded uploaded(Fields data) {
    if (data.required("dataset") instanceof String) {
      return new Uploaded(data.text("dataset", ID_LENGTH), columns(data));
    }
    Fields fields = data.object("dataset");
    Uploaded uploaded = new Uploaded(fields.text("id", ID_LENGTH), columns(fields));
    fields.end();
    return uploaded;
  }

  private static CsvColumns columns(Fields fields) {
    return new CsvColumns(
        Fields.texts(fields.path("inputs"), fields.required("inputs"), MAX_NAME),
        Fields.texts(fields.path("targets"), fields.required("targets"), MAX_NAME),
        fields.character("delimiter", ",;\t| ", ','),
        fields.character("decimal", ".,", '.'),
        fields.oneOf("missing", CsvColumns.Missing.class, CsvColumns.Missing.ERROR),
        fields.has("categorical")
            ? Fields.texts(fields.path("categorical"), fields.required("categorical"), MAX_NAME)
            : List.of());
  }

  private static Generated generated(Fields fields) {
    Generator generator = fields.oneOf("name", Generator.class);
    int samples = (int) fields.integer("samples", 2, Dataset.MAX_SAMPLES, 100);
    boolean scikit = generator.isScikitLearns();
    Generated generated =
        new Generated(
            generator,
            new Generator.Settings(
                samples,
                fields.number("noise", 0, 10, generator == Generator.BLOBS ? 1 : 0.1),
                scikit
                    ? fields.integer("seed", 0, NumpyRandom.MAX_SEED, 0)
                    : fields.integer("seed", -RunSpec.MAX_SEED, RunSpec.MAX_SEED, 0),
                generator == Generator.CIRCLES ? fields.number("factor", 0, 1, 0.8) : 0.8,
                generator == Generator.BLOBS
                    ? (int) fields.integer("centers", 2, Math.min(samples, 100), 3)
                    : 3));
    fields.end();
    return generated;
  }

  private static Split split(Fields fields) {
    Split split =
        new Split(
            fields.number("test", 0, 1),
            fields.integer("seed", -RunSpec.MAX_SEED, RunSpec.MAX_SEED, 0));
    fields.end();
    return split;
  }

  /** The tree that {@link #parse} reads this from. */
  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (source) {
      case Inline(var samples) -> tree.put("inline", InlineData.toTree(samples));
      case Csv(String file, CsvColumns columns) -> {
        Map<String, Object> csv = new LinkedHashMap<>();
        csv.put("file", file);
        put(columns, csv);
        tree.put("csv", csv);
      }
      case Uploaded(String id, CsvColumns columns) -> {
        tree.put("dataset", id);
        put(columns, tree);
      }
      case Generated generated -> tree.put("generator", toTree(generated));
    }
    if (!features.isEmpty()) {
      tree.put("features", features);
    }
    if (standardize) {
      tree.put("standardize", true);
    }
    if (split != null) {
      Map<String, Object> kept = new LinkedHashMap<>();
      kept.put("test", split.test());
      kept.put("seed", split.seed());
      tree.put("split", kept);
    }
    return tree;
  }

  private static void put(CsvColumns columns, Map<String, Object> tree) {
    tree.put("inputs", columns.inputs());
    tree.put("targets", columns.targets());
    if (columns.delimiter() != ',') {
      tree.put("delimiter", String.valueOf(columns.delimiter()));
    }
    if (columns.decimal() != '.') {
      tree.put("decimal", String.valueOf(columns.decimal()));
    }
    if (columns.missing() != CsvColumns.Missing.ERROR) {
      tree.put("missing", Fields.word(columns.missing()));
    }
    if (!columns.categorical().isEmpty()) {
      tree.put("categorical", columns.categorical());
    }
  }

  private static Map<String, Object> toTree(Generated generated) {
    Generator.Settings settings = generated.settings();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", Fields.word(generated.generator()));
    tree.put("samples", settings.samples());
    tree.put("noise", settings.noise());
    tree.put("seed", settings.seed());
    if (generated.generator() == Generator.CIRCLES) {
      tree.put("factor", settings.factor());
    }
    if (generated.generator() == Generator.BLOBS) {
      tree.put("centers", settings.centers());
    }
    return tree;
  }
}
