package dev.livegrad.training.spec;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a run's samples come from. */
public sealed interface DataSpec {

  /** The samples themselves. */
  record Inline(Dataset dataset) implements DataSpec {}

  /**
   * Columns of a CSV file.
   *
   * @param file relative to the spec's own folder
   */
  record Csv(String file, List<String> inputs, List<String> targets) implements DataSpec {
    public Csv {
      inputs = List.copyOf(inputs);
      targets = List.copyOf(targets);
    }
  }

  /** Samples made by a built-in generator. */
  record Generator(GeneratorName name, int samples, double noise, long seed) implements DataSpec {}

  /** The generators there are. */
  enum GeneratorName {
    MOONS
  }

  /** Reads a spec's {@code data}. */
  static DataSpec parse(Fields data) {
    List<String> given = List.of("inline", "csv", "generator").stream().filter(data::has).toList();
    data.end();
    if (given.size() != 1) {
      throw new SpecException(
          "data: has %s; allowed is exactly one of inline, csv, generator"
              .formatted(given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    Fields source = data.object(given.getFirst());
    DataSpec spec =
        switch (given.getFirst()) {
          case "inline" -> inline(source);
          case "csv" ->
              new Csv(
                  source.text("file", 500),
                  Fields.texts(source.path("inputs"), source.required("inputs"), 100),
                  Fields.texts(source.path("targets"), source.required("targets"), 100));
          default ->
              new Generator(
                  source.oneOf("name", GeneratorName.class),
                  (int) source.integer("samples", 2, Dataset.MAX_SAMPLES, 100),
                  source.number("noise", 0, 10, 0.1),
                  source.integer("seed", -RunSpec.MAX_SEED, RunSpec.MAX_SEED, 0));
        };
    source.end();
    return spec;
  }

  private static Inline inline(Fields source) {
    double[][] inputs = rows(source, "inputs");
    double[][] targets = rows(source, "targets");
    try {
      return new Inline(Dataset.of(inputs, targets));
    } catch (DataException e) {
      throw new SpecException("data.inline." + e.getMessage());
    }
  }

  /** Rows of numbers; a row of one number may be written without its brackets. */
  private static double[][] rows(Fields source, String name) {
    List<double[]> rows = new ArrayList<>();
    for (Object row : source.list(name)) {
      String path = "%s[%d]".formatted(source.path(name), rows.size());
      List<?> numbers = row instanceof List<?> list ? list : Collections.singletonList(row);
      double[] values = new double[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        String at = row instanceof List<?> ? path + "[" + i + "]" : path;
        values[i] = Fields.number(at, numbers.get(i), -Double.MAX_VALUE, Double.MAX_VALUE);
      }
      rows.add(values);
    }
    return rows.toArray(double[][]::new);
  }

  /** The tree that {@link #parse} reads this from. */
  default Map<String, Object> toTree() {
    return switch (this) {
      case Inline(Dataset dataset) ->
          Map.of(
              "inline",
              ordered(
                  "inputs", lists(dataset.inputs()),
                  "targets", lists(dataset.targets())));
      case Csv(String file, List<String> inputs, List<String> targets) ->
          Map.of("csv", ordered("file", file, "inputs", inputs, "targets", targets));
      case Generator(GeneratorName name, int samples, double noise, long seed) ->
          Map.of(
              "generator",
              ordered(
                  "name", Fields.word(name),
                  "samples", samples,
                  "noise", noise,
                  "seed", seed));
    };
  }

  private static List<List<Double>> lists(double[][] rows) {
    return Arrays.stream(rows).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
