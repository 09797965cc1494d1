package dev.livegrad.training.spec;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Samples that are written in the spec: {@code inputs} and {@code targets}, with a row for each
 * sample; where targets are texts they are classes. {@code columns} names the inputs.
 */
final class InlineData {
  private InlineData() {}

  static DataSpec.Inline parse(Fields fields) {
    double[][] inputs = rows(fields, "inputs");
    List<?> targets = fields.list("targets");
    List<String> columns =
        fields.has("columns")
            ? Fields.texts(fields.path("columns"), fields.required("columns"), 200)
            : List.of();
    fields.end();
    try {
      Samples.Targets read =
          targets.stream().anyMatch(String.class::isInstance)
              ? classes(fields.path("targets"), targets)
              : new Samples.Targets.Numbers(rows(fields, "targets"));
      return new DataSpec.Inline(
          columns.isEmpty() ? Samples.of(inputs, read) : new Samples(columns, inputs, read));
    } catch (DataException e) {
      throw new SpecException("data.inline." + e.getMessage());
    }
  }

  private static Samples.Targets classes(String path, List<?> targets) {
    List<String> labels = new ArrayList<>();
    for (Object label : targets) {
      labels.add(Fields.text("%s[%d]".formatted(path, labels.size()), label, 100));
    }
    return Samples.Targets.classes(labels);
  }

  /** Rows of numbers; a row of one number may be written without its brackets. */
  private static double[][] rows(Fields fields, String name) {
    List<double[]> rows = new ArrayList<>();
    for (Object row : fields.list(name)) {
      String path = "%s[%d]".formatted(fields.path(name), rows.size());
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

  static Map<String, Object> toTree(Samples samples) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!samples.hasPlainNames()) {
      tree.put("columns", samples.names());
    }
    tree.put("inputs", lists(samples.inputs()));
    tree.put(
        "targets",
        switch (samples.targets()) {
          case Samples.Targets.Numbers numbers -> lists(numbers.rows());
          case Samples.Targets.Classes classes ->
              IntStream.of(classes.places()).mapToObj(classes.names()::get).toList();
        });
    return tree;
  }

  private static List<List<Double>> lists(double[][] rows) {
    return Arrays.stream(rows).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }
}
