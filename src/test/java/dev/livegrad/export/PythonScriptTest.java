package dev.livegrad.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonScriptTest {
  @TempDir Path folder;

  /** Together they have every word of a spec that the arithmetic depends on. */
  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        seed: 1
        data: {generator: {name: moons, samples: 12, noise: 0.1, seed: 3}}
        model: {layers: [5, 4, 1], hidden: [relu, tanh], output: linear, init: {biases: zero}}
        loss: {name: hinge, reduction: mean, l2: 0.01}
        optimizer: {learningRate: {schedule: linear, from: 1, to: 0.1, steps: 20}}
        """,
        """
        seed: -7
        data: {generator: {name: circles, samples: 20, noise: 0.05, seed: 3}, split: {test: 0.3, seed: 2}}
        model: {layers: [5, 1], hidden: leaky_relu, output: sigmoid, init: {weights: he_normal, biases: zero}}
        loss: {name: binary_cross_entropy, reduction: mean, l1: 0.01}
        optimizer: {name: sgd, momentum: 0.9, learningRate: {schedule: cosine, from: 0.3, to: 0.01, steps: 25}}
        training: {batch: {size: 4, shuffle: true}}
        """,
        """
        seed: 9007199254740991
        data: {generator: {name: blobs, samples: 15, seed: 3}, standardize: true, split: {test: 0.2}}
        model: {layers: [4, 3], hidden: gelu, output: softmax, init: {weights: xavier_normal, biases: xavier_normal}}
        loss: {name: cross_entropy, l1: 0.001, l2: 0.001}
        optimizer: {name: adam, weightDecay: 0.02, learningRate: {schedule: step, from: 0.1, factor: 0.5, every: 7}}
        training: {batch: {size: 5, shuffle: false}}
        """,
        """
        data: {generator: {name: spiral, samples: 10, noise: 0.1}, features: [x1, x1*x2, sin(x2)]}
        model: {layers: [4, 3, 1], hidden: [sigmoid, linear], init: {weights: xavier_uniform, biases: he_normal}}
        optimizer: {name: adamw, beta1: 0.8, beta2: 0.99, learningRate: {schedule: exponential, from: 0.1, factor: 0.95}}
        loss: {reduction: mean}
        training: {batch: {size: 3}}
        """,
        """
        data: {inline: {inputs: [[5.1, 1], [4.9, 2], [7, 0], [6.3, 4]], targets: [setosa, setosa, "with \\"quotes\\"", "naïve"]}}
        model: {layers: [3, 3], hidden: tanh, output: softmax, init: {weights: he_uniform, biases: xavier_uniform}}
        optimizer: {name: rmsprop, momentum: 0.5, weightDecay: 0.01, learningRate: 0.01}
        """,
        """
        data: {inline: {inputs: [[5.1, 1], [4.9, 2], [7, 0]], targets: [1, 2, 0]}, standardize: true}
        model: {layers: [3, 3], output: softmax, init: {biases: he_uniform}}
        loss: {name: cross_entropy, reduction: mean}
        optimizer: {name: adagrad, weightDecay: 0.1, learningRate: 0.2}
        """,
        """
        data: {inline: {inputs: [[1], [2], [3]], targets: [[1, 0.2], [-1, 1e-5], [0, 1e10]]}}
        model: {layers: [3, 2], hidden: tanh, output: linear}
        loss: {name: hinge}
        optimizer: {name: sgd, momentum: 0.5, nesterov: true, weightDecay: 0.1, learningRate: 0.02}
        training: {batch: {size: 3, shuffle: true}}
        """,
        """
        data: {inline: {inputs: [[500], [-800], [30]], targets: [0, 1, 0.25]}}
        model: {layers: [2, 1], hidden: linear, output: sigmoid}
        loss: {name: binary_cross_entropy}
        optimizer: {name: rmsprop, decay: 0.9, learningRate: 0.01}
        """,
        """
        data: {inline: {inputs: [[500], [-800], [30]], targets: [1, 2, 3]}}
        model: {layers: [3], output: softmax}
        loss: {name: cross_entropy}
        optimizer: {name: adam, learningRate: 0.01}
        """,
        """
        data: {inline: {inputs: [[2, 3], [-1, 1], [0, 3]], targets: [0.5, 0.1, 0]}}
        model: {layers: [4, 2, 1], hidden: gelu, output: relu}
        optimizer: {weightDecay: 0.1, learningRate: 0.02}
        """,
        """
        data: {generator: {name: plane, samples: 12}}
        model: {layers: [2, 1], hidden: leaky_relu, output: linear}
        optimizer: {name: adamw, weightDecay: 0, learningRate: 0.02}
        training: {stopAtLoss: 5}
        """
      })
  void itHasTheRunsLosses(String spec) throws Exception {
    RunSetup setup = Specs.ofYaml("name: any\n" + withSteps(spec, 30));
    assertSameLosses(setup, output(PythonScript.of(setup)));
  }

  private static String withSteps(String spec, int steps) {
    return spec.contains("training: {")
        ? spec.replace("training: {", "training: {steps: %d, ".formatted(steps))
        : spec + "training: {steps: %d}\n".formatted(steps);
  }

  @Test
  void theScriptOfALessonHasItsLosses() throws Exception {
    RunSetup setup = Specs.fourPoints();
    List<String> output = output(PythonScript.of(setup));
    assertEquals(100, output.size());
    assertSameLosses(setup, output);
  }

  private static JournalEntry set(long step, String name, @Nullable Object value) {
    return new JournalEntry(step, new Command.Set(name, value), "somebody");
  }

  @Test
  void itChangesWhatWasChangedAtTheSameSteps() throws Exception {
    RunSetup plain =
        Specs.ofYaml(
            """
            name: changed
            data: {generator: {name: moons, samples: 8, seed: 3}, features: [x1, x1*x2, x2], standardize: true}
            model: {layers: [3, 1], hidden: tanh, output: linear}
            loss: {reduction: mean}
            optimizer: {learningRate: 0.05}
            training: {steps: 24}
            """);
    List<JournalEntry> journal =
        List.of(
            new JournalEntry(0, new Command.Start(), "somebody"),
            new JournalEntry(2, new Command.SetLearningRate(0.2), "somebody"),
            set(4, "loss.l2", 0.01),
            set(5, "loss.l1", 0.02),
            set(6, "optimizer.momentum", 0.9),
            set(
                7,
                "optimizer.learningRate",
                Map.of("schedule", "cosine", "from", 0.2, "to", 0.01, "steps", 20)),
            set(8, "optimizer.weightDecay", 0.1),
            new JournalEntry(9, new Command.SetParameter("layer2.neuron1.w1", -1.5), "somebody"),
            new JournalEntry(
                9, new Command.AddPoints(List.of(List.of(0.5, -2.0, "1")), 0L), "somebody"),
            set(11, "optimizer.momentum", 0.0),
            set(13, "optimizer.momentum", 0.5),
            set(14, "layer1.frozen", true),
            set(
                15,
                "optimizer.learningRate",
                Map.of("schedule", "step", "from", 0.2, "factor", 0.5, "every", 9)),
            set(18, "layer1.frozen", false),
            set(
                19,
                "optimizer.learningRate",
                Map.of("schedule", "exponential", "from", 0.2, "factor", 0.9)),
            set(
                21,
                "optimizer.learningRate",
                Map.of("schedule", "linear", "from", 0.2, "to", 0.1, "steps", 22)));
    assertSameLosses(new RunRecipe(plain, journal, 30), 30);
    RunSetup adam =
        Specs.ofYaml(
            """
            name: changed
            data: {inline: {inputs: [[1], [2], [3]], targets: [1, 2, 1]}}
            model: {layers: [2, 1], output: linear}
            optimizer: {name: adamw, learningRate: 0.02}
            """);
    List<JournalEntry> others =
        List.of(
            set(3, "optimizer.beta1", 0.8),
            set(3, "optimizer.beta2", 0.9),
            set(5, "optimizer.epsilon", 0.1),
            set(6, "layer2.frozen", true),
            set(8, "layer2.frozen", false),
            set(9, "optimizer.weightDecay", 0.5));
    assertSameLosses(new RunRecipe(adam, others, 12), 12);
    RunSetup batches =
        Specs.ofYaml(
            """
            name: changed
            data: {generator: {name: moons, samples: 11, seed: 3}}
            model: {layers: [1]}
            optimizer: {learningRate: 0.02}
            training: {batch: {size: 4}}
            """);
    List<JournalEntry> sizes =
        List.of(
            set(1, "training.batch.size", 3),
            added(2),
            added(5),
            set(6, "training.batch.size", null),
            added(8),
            set(9, "training.batch.size", 5),
            set(14, "training.batch.size", 14),
            added(16));
    assertSameLosses(new RunRecipe(batches, sizes, 25), 25);
  }

  private static JournalEntry added(long step) {
    return new JournalEntry(
        step, new Command.AddPoints(List.of(List.of(0.5, step / 4.0, "1")), null), "somebody");
  }

  private void assertSameLosses(RunRecipe recipe, int steps) throws Exception {
    String script = PythonScript.of(recipe);
    assertTrue(
        script.contains("# What was changed while the run was trained is changed at the same"),
        script);
    List<String> output = output(script);
    assertEquals(steps, output.size());
    ScriptedRun run = recipe.begin();
    for (String line : output) {
      double loss = run.step().loss();
      assertEquals(loss, Double.parseDouble(line.replaceAll(".* ", "")), 1e-9 * loss, line);
    }
  }

  @Test
  void itTellsWhatItLeavesOut() {
    RunSetup setup =
        Specs.ofYaml(
            """
            name: batches
            data: {generator: {name: moons, samples: 20}}
            model: {layers: [1]}
            optimizer: {momentum: 0.5, learningRate: 0.1}
            """);
    String script =
        PythonScript.of(
            new RunRecipe(
                setup,
                List.of(set(4, "optimizer.nesterov", true), set(7, "optimizer.nesterov", false)),
                40));
    assertTrue(
        script.contains(
            "\n# Left out, so that losses are others from there on: optimizer.nesterov true at step 4; optimizer.nesterov false at step 7.\n"),
        script);
    assertTrue(script.contains("\nSTEPS = 40\n"), script);
    assertFalse(script.contains("What was changed"), script);
  }

  @Test
  void itEndsWhereTheRunDiverges() throws Exception {
    RunSetup setup = Specs.diverging();
    TrainingRun run = new TrainingRun(setup, 0);
    while (run.divergence() == null) {
      run.step();
    }
    List<String> output = output(PythonScript.of(setup), 1);
    assertEquals(
        "step %d: the run has diverged, since not every number is finite any longer"
            .formatted(run.divergence().step()),
        output.getLast());
    assertEquals(run.divergence().step() + 2, output.size());
  }

  @Test
  void aRunWithoutAnEndGetsAHundredSteps() {
    assertTrue(PythonScript.of(Specs.endless()).contains("\nSTEPS = 100\n"));
  }

  @Test
  void itHasOnlyWhatTheRunNeeds() {
    String script = PythonScript.of(Specs.fourPoints());
    assertTrue(script.lines().count() < 200, script);
    assertTrue(script.contains("def tanh(self)"), script);
    assertTrue(script.contains("    p.data -= rate * p.grad\n"), script);
    for (String other : List.of("#if", "#end", "relu", "exp(", "penalty", "WEIGHT_DECAY", "TEST")) {
      assertFalse(script.contains(other), other);
    }
  }

  /** Somebody else's run must not become somebody else's program. */
  @Test
  void whatPeopleWroteIsNeverCode() {
    String code = "\\nprint(1)\\rprint(2)\\u2028print(3)\\\"\\\"\\\"\\u202e";
    RunSetup setup =
        Specs.ofYaml(
            """
            name: 'nprint(1)\"""'
            description: "d%1$s"
            data: {inline: {columns: ["a%1$s"], inputs: [[1], [2]], targets: ["b%1$s", "c%1$s"]}}
            model: {layers: [1]}
            optimizer: {learningRate: 0.1}
            """
                .formatted(code));
    String script = PythonScript.of(setup);
    assertFalse(script.matches("(?s).*[\\r\\u2028\\u202e].*"), script);
    List<String> told = script.lines().filter(it -> it.contains("print(1)")).toList();
    assertEquals(3, told.size(), script);
    assertTrue(told.stream().allMatch(it -> it.startsWith("# ")), script);
  }

  @Test
  void aRunThatIsTooLargeForPlainPythonIsRefused() {
    String spec =
        """
        name: large
        data: {generator: {name: moons, samples: %d}}
        model: {layers: [%d, 1]}
        optimizer: {learningRate: 0.1}
        """;
    assertEquals(
        "data: has 120000 numbers, too many for a Python script; at most 100000 are allowed",
        refusal(spec.formatted(40_000, 2)));
    assertEquals(
        "model.layers: makes 4001 parameters, too many for plain Python with 1000 samples a step; at most 1000 are allowed",
        refusal(spec.formatted(1_000, 1_000)));
    RunSetup small =
        Specs.ofYaml(spec.formatted(1_000, 1_000) + "training: {batch: {size: 200}}\n");
    assertFalse(PythonScript.of(small).isEmpty());
  }

  private static String refusal(String spec) {
    RunSetup setup = Specs.ofYaml(spec);
    return assertThrows(SpecException.class, () -> PythonScript.of(setup)).getMessage();
  }

  private static void assertSameLosses(RunSetup setup, List<String> output) {
    TrainingRun run = new TrainingRun(setup, setup.spec().seed());
    List<String> names = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    long steps = setup.spec().training().steps();
    while (run.stepsDone() < steps && !run.isAtStopLoss()) {
      names.add("step %d loss ".formatted(run.stepsDone()));
      losses.add(run.step().loss());
    }
    TestSet test = TestSet.of(run.network());
    if (test != null) {
      names.add("test loss after the last update ");
      losses.add(test.evaluate(run.parameters()).loss());
    }
    assertEquals(names, output.stream().map(it -> it.replaceAll("[^ ]+$", "")).toList());
    for (int i = 0; i < losses.size(); i++) {
      double loss = Double.parseDouble(output.get(i).replaceAll(".* ", ""));
      assertEquals(losses.get(i), loss, 1e-9 * losses.get(i), names.get(i));
    }
  }

  private List<String> output(String script) throws IOException, InterruptedException {
    return output(script, 0);
  }

  private List<String> output(String script, int exitCode)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("train.py"), script);
    Path out = folder.resolve("out");
    Process python;
    try {
      python =
          new ProcessBuilder("python3", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no Python on this machine");
      throw e;
    }
    int code = python.waitFor();
    String printed = Files.readString(out);
    assertEquals(exitCode, code, printed);
    return printed.lines().toList();
  }
}
