package dev.livegrad.training.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSpecTest {

  @Test
  void aSpecIsTheSameAfterWritingAndReadingIt() {
    RunSpec spec = Specs.fourPoints().spec();
    RunSpec again = RunSpec.parse(spec.toTree());
    assertEquals(spec.toTree(), again.toTree());

    Map<String, Object> tree = minimal();
    tree.put("data", Map.of("generator", Map.of("name", "moons")));
    tree.put(
        "optimizer",
        Map.of("learningRate", Map.of("schedule", "linear", "from", 1, "to", 0.1, "steps", 100)));
    RunSpec moons = RunSpec.parse(tree);
    assertEquals(moons, RunSpec.parse(moons.toTree()));
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    RunSpec spec = RunSpec.parse(minimal());
    assertNull(spec.training().steps());
    assertEquals(0, spec.loss().l2());
    assertEquals("tanh", ((Map<?, ?>) spec.toTree().get("model")).get("hidden"));
  }

  @Test
  void whatIsWrongIsNamedByItsPath() {
    refuses(
        "seed",
        1.5,
        "seed: 1.5 is not allowed; a whole number from -9007199254740991 to 9007199254740991 is");
    refuses(
        "name",
        7,
        "name: 7 is not allowed; text of 1 to 100 characters in one line, without control characters and invisible ones, is");
    refuses(
        "nmae",
        7,
        "nmae: unknown field; allowed are data, description, loss, model, name, optimizer, seed, training");
    refuses("model", "big", "model: \"big\" is not allowed; an object with fields is");
    refuses(
        "model",
        Map.of("layers", List.of(4, 0)),
        "model.layers[1]: 0 is not allowed; a whole number from 1 to 4096 is");
    refuses(
        "model", Map.of("layers", List.of()), "model.layers: has 0 layers; allowed are 1 to 32");
    refuses(
        "model",
        Map.of("layers", List.of(1), "hidden", "swish"),
        "model.hidden: \"swish\" is not allowed; tanh or relu or sigmoid or linear or leaky_relu or gelu is");
    refuses(
        "model",
        Map.of("layers", List.of(1), "init", Map.of("weight", "zero")),
        "model.init.weight: unknown field; allowed are biases, weights");
    refuses(
        "loss",
        Map.of("name", "huber"),
        "loss.name: \"huber\" is not allowed; squared_error or hinge or binary_cross_entropy or cross_entropy is");
    refuses(
        "loss", Map.of("l2", -1), "loss.l2: -1 is not allowed; a finite number of at least 0 is");
    refuses(
        "optimizer",
        Map.of("learningRate", -0.1),
        "optimizer.learningRate: -0.1 is not allowed; a finite number from 0 to 1000000 is");
    refuses(
        "optimizer",
        Map.of("learningRate", Double.NaN),
        "optimizer.learningRate: NaN is not allowed; a finite number from 0 to 1000000 is");
    refuses(
        "optimizer",
        Map.of("learningRate", Double.POSITIVE_INFINITY),
        "optimizer.learningRate: Infinity is not allowed; a finite number from 0 to 1000000 is");
    refuses(
        "optimizer",
        Map.of("learningRate", "0.1"),
        "optimizer.learningRate: \"0.1\" is not allowed; a finite number from 0 to 1000000 is");
    refuses("optimizer", Map.of(), "optimizer.learningRate: is missing");
    refuses(
        "optimizer",
        Map.of("learningRate", Map.of("schedule", "sine")),
        "optimizer.learningRate.schedule: \"sine\" is not allowed; linear or cosine or step or exponential is");
    refuses(
        "model",
        Map.of("layers", List.of(4, 4, 1), "hidden", List.of("relu", "softmax")),
        "model.hidden[1]: \"softmax\" is not allowed; tanh or relu or sigmoid or linear or leaky_relu or gelu is");
    refuses(
        "model",
        Map.of("layers", List.of(4, 4, 1), "hidden", List.of("relu")),
        "model.hidden: has 1 activations; allowed are 2, one a hidden layer");
    refuses(
        "training",
        Map.of("steps", 0),
        "training.steps: 0 is not allowed; a whole number from 1 to 1000000000000 is");
    refuses(
        "data",
        Map.of(),
        "data: has none; allowed is exactly one of inline, csv, generator, dataset");
    refuses(
        "data",
        Map.of("inline", Map.of(), "csv", Map.of()),
        "data: has inline and csv; allowed is exactly one of inline, csv, generator, dataset");
    refuses(
        "data",
        inline(List.of(List.of(1, 2), List.of(3)), List.of(1, 1)),
        "data.inline.inputs[1]: has 1 column; allowed are 2, as in inputs[0]");
    refuses(
        "data",
        inline(List.of(List.of(1, 2)), List.of(1, 1)),
        "data.inline.inputs: has 1 sample, and targets has 2; allowed is the same number");
    refuses(
        "data",
        inline(List.of(List.of("a", 2)), List.of(1)),
        "data.inline.inputs[0][0]: \"a\" is not allowed; a finite number is");
    refuses(
        "data",
        inline(List.of(List.of(1, 2)), List.of(Double.NaN)),
        "data.inline.targets[0]: NaN is not allowed; a finite number is");
    refuses(
        "model",
        Map.of("layers", List.of(4, 2)),
        "model.layers[1]: 2 is not allowed; 1, as many as a sample has targets, is");
    refuses(
        "model",
        Map.of("layers", List.of(1000, 1000, 1)),
        "model.layers: makes 1006001 parameters; at most 250000 are allowed");
  }

  @Test
  void nullIsAllowedNowhere() {
    String why = ": null is not allowed; leave it out or give a value";
    for (String field : List.of("steps", "batch")) {
      refuses("training", nulled(field), "training." + field + why);
    }
    for (String field : List.of("description", "seed", "loss", "training", "model")) {
      refuses(field, null, field + why);
    }
    Map<String, Object> twoSources = nulled("csv");
    twoSources.putAll(inline(List.of(List.of(1)), List.of(1)));
    refuses(
        "data",
        twoSources,
        "data: has inline and csv; allowed is exactly one of inline, csv, generator, dataset");
    refuses("data", nulled("csv"), "data.csv" + why);
    refuses(
        "data",
        inline(Arrays.asList(1, null), List.of(1, 1)),
        "data.inline.inputs[1]: null is not allowed; a finite number is");
    refuses(
        "model",
        Map.of("layers", Arrays.asList(4, null)),
        "model.layers[1]: null is not allowed; a whole number from 1 to 4096 is");
  }

  private static Map<String, Object> nulled(String field) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(field, null);
    return tree;
  }

  @Test
  void aValueIsToldAsJsonWouldWriteItInOneShortLine() {
    String why =
        " is not allowed; text of 1 to 100 characters in one line, without control characters and invisible ones, is";
    refuses("name", List.of(1, "1", Map.of("a", true)), "name: [1, \"1\", {a: true}]" + why);
    refuses(
        "model",
        "\n\u202e\u2028\"",
        "model: \"\\n??\\\"\" is not allowed; an object with fields is");
    refuses("name", "x".repeat(5_000_000), "name: \"" + "x".repeat(55) + "...\"" + why);
    refuses("name", List.of("x".repeat(100), 7), "name: [\"" + "x".repeat(55) + "..." + why);
  }

  private static void refuses(String field, Object value, String message) {
    Map<String, Object> tree = minimal();
    tree.put(field, value);
    SpecException e =
        assertThrows(
            SpecException.class, () -> RunSetup.load(RunSpec.parse(tree), Path.of("")), message);
    assertEquals(message, e.getMessage());
  }

  private static Map<String, Object> inline(List<?> inputs, List<?> targets) {
    return Map.of("inline", Map.of("inputs", inputs, "targets", targets));
  }

  private static Map<String, Object> minimal() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", "minimal");
    tree.put("data", inline(List.of(List.of(1, 2, 3), List.of(0, 0, 1)), List.of(1, -1)));
    tree.put("model", Map.of("layers", List.of(4, 1)));
    tree.put("optimizer", Map.of("learningRate", 0.1));
    return tree;
  }
}
