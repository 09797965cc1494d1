package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Mlp;
import dev.livegrad.training.spec.BatchSpec;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specs with {@code training.batch}, and the runs that they make. */
class BatchedRunTest {

  @Test
  void aSpecWithBatchesIsTheSameAfterWritingAndReadingIt() {
    RunSpec spec = moons(Map.of("size", 32, "shuffle", false)).spec();
    assertEquals(new BatchSpec(32, false), spec.training().batch());
    assertEquals(spec, RunSpec.parse(spec.toTree()));
    assertEquals(new BatchSpec(7, true), moons(Map.of("size", 7)).spec().training().batch());
    RunSpec without = moons(null).spec();
    assertNull(without.training().batch());
    assertEquals(Map.of(), without.toTree().get("training"));
  }

  @ParameterizedTest
  @CsvSource({"5000, 0, 1", "5000, 0, 2", "5000, 3000, 1", "5000, 3000, 2", "600, 0, 2"})
  void aStepThatIsMadeInPartsIsTheSameToTheLastBit(int samples, int batch, int threads) {
    RunSetup setup = manySamples(samples, batch);
    TrainingRun atOnce = new TrainingRun(setup, 1, threads);
    TrainingRun inParts = new TrainingRun(setup, 1, threads);
    for (int step = 0; step < 4; step++) {
      int parts = 1;
      while (!inParts.prepareStep(() -> true)) {
        parts++;
        assertSame(atOnce, inParts);
      }
      assertEquals(samples > 600, parts > 2, parts + " parts");
      if (step == 1) {
        // As it comes between two steps, so does it in the middle of one.
        atOnce.setParameter("layer1.neuron1.w0", 0.5);
        inParts.setParameter("layer1.neuron1.w0", 0.5);
        boolean _ = inParts.prepareStep(() -> true);
      }
      if (step == 2) {
        atOnce.setLearningRate(0.02);
        inParts.setLearningRate(0.02);
      }
      assertEquals(atOnce.step(), inParts.step());
      assertSame(atOnce, inParts);
    }
  }

  private static RunSetup manySamples(int samples, int batch) {
    Map<String, Object> tree =
        new HashMap<>(
            Map.of(
                "name", "many",
                "data", Map.of("generator", Map.of("name", "moons", "samples", samples)),
                "model", Map.of("layers", List.of(32, 32, 1)),
                "loss", Map.of("reduction", "mean"),
                "optimizer", Map.of("learningRate", 0.1)));
    if (batch > 0) {
      tree.put("training", Map.of("batch", Map.of("size", batch)));
    }
    return Specs.of(tree);
  }

  private static void assertSame(TrainingRun expected, TrainingRun actual) {
    assertArrayEquals(expected.parameters(), actual.parameters());
    assertArrayEquals(expected.gradients(), actual.gradients());
    assertArrayEquals(expected.nextSamples(), actual.nextSamples());
    Checkpoint wanted = expected.checkpoint();
    Checkpoint checkpoint = actual.checkpoint();
    assertEquals(wanted.step(), checkpoint.step());
    if (wanted.batches() != null && checkpoint.batches() != null) {
      assertEquals(wanted.batches().next(), checkpoint.batches().next());
      assertArrayEquals(wanted.batches().epoch(), checkpoint.batches().epoch());
      assertArrayEquals(wanted.batches().random(), checkpoint.batches().random());
    }
  }

  @Test
  void whatIsWrongIsNamedByItsPath() {
    refuses(
        Map.of("size", 101),
        "training.batch.size: 101 is not allowed; a whole number from 1 to 100, as many as there"
            + " are samples to learn from, is");
    String range = " is not allowed; a whole number from 1 to " + Dataset.MAX_SAMPLES + " is";
    refuses(Map.of("size", 0), "training.batch.size: 0" + range);
    refuses(Map.of("size", -1), "training.batch.size: -1" + range);
    refuses(Map.of("size", 1.5), "training.batch.size: 1.5" + range);
    refuses(Map.of("size", "8"), "training.batch.size: \"8\"" + range);
    refuses(Map.of(), "training.batch.size: is missing");
    refuses(
        Map.of("size", 8, "shuffle", "yes"),
        "training.batch.shuffle: \"yes\" is not allowed; true or false is");
    refuses(
        Map.of("size", 8, "order", 1),
        "training.batch.order: unknown field; allowed are shuffle, size");
    refuses(8, "training.batch: 8 is not allowed; an object with fields is");
  }

  @Test
  void aBatchOfAllSamplesGivesTheBitsOfNoBatch() {
    TrainingRun plain = new TrainingRun(moons(null), 42);
    TrainingRun batched = new TrainingRun(moons(Map.of("size", 100)), 42);
    for (int i = 0; i < 50; i++) {
      assertEquals(plain.step(), batched.step());
    }
    assertArrayEquals(plain.parameters(), batched.parameters());
  }

  @Test
  void batchesDoNotChangeTheFirstParameters() {
    TrainingRun plain = new TrainingRun(moons(null), 42);
    TrainingRun batched = new TrainingRun(moons(Map.of("size", 10)), 42);
    assertArrayEquals(plain.parameters(), batched.parameters());
    assertNotEquals(plain.step().loss(), batched.step().loss());
  }

  @ParameterizedTest
  @CsvSource({"32, true, 1", "7, true, 2", "33, false, 3", "1, true, 4", "99, true, -5"})
  void aBatchedRunFollowsTheTextbooks(int size, boolean shuffle, long seed) {
    RunSetup setup = moons(Map.of("size", size, "shuffle", shuffle));
    TrainingRun run = new TrainingRun(setup, seed);
    Textbook textbook = new Textbook(setup, seed);
    for (int step = 0; step < 40; step++) {
      double expected = textbook.step();
      assertEquals(expected, run.step().loss(), 1e-12 * Math.max(1, expected), "step " + step);
    }
  }

  private static void refuses(Object batch, String message) {
    SpecException e = assertThrows(SpecException.class, () -> moons(batch), message);
    assertEquals(message, e.getMessage());
  }

  private static RunSetup moons(Object batch) {
    Map<String, Object> tree =
        new HashMap<>(
            Map.of(
                "name", "moons",
                "data", Map.of("generator", Map.of("name", "moons")),
                "model", Map.of("layers", List.of(6, 5, 1)),
                "loss", Map.of("reduction", "mean", "l2", 1e-3),
                "optimizer", Map.of("learningRate", 0.2)));
    if (batch != null) {
      tree.put("training", Map.of("batch", batch));
    }
    return Specs.of(tree);
  }

  /** Gradient descent on batches, sample by sample, with the textbook engine. */
  private static final class Textbook {
    private static final double L2 = 1e-3;
    private static final double RATE = 0.2;

    private final Dataset data;
    private final Batches batches;
    private final List<Value> parameters;
    private final List<Value> leaves = Stream.generate(() -> Value.of(0)).limit(3).toList();
    private final Graph loss;

    Textbook(RunSetup setup, long seed) {
      ModelSpec model = setup.spec().model();
      PythonRandom random = new PythonRandom(seed);
      Mlp mlp =
          Mlp.create(
              2,
              model.layers(),
              model.activations(),
              model.weights(),
              model.biases(),
              new Initialiser.Source(random::uniform, random::gauss));
      this.data = setup.data();
      this.batches = new Batches(setup.spec().training().batch(), data.samples(), seed);
      this.parameters = mlp.parameters();
      Value output = mlp.apply(leaves.subList(0, 2)).getFirst();
      this.loss = Graph.of(output.minus(leaves.get(2)).power(2));
    }

    double step() {
      parameters.forEach(Value::zeroGrad);
      batches.choose();
      batches.pass();
      double sum = 0;
      for (int position = 0; position < batches.size(); position++) {
        int sample = batches.sample(position);
        leaves.get(0).setData(data.input(sample, 0));
        leaves.get(1).setData(data.input(sample, 1));
        leaves.get(2).setData(data.target(sample, 0));
        loss.forward();
        loss.backward(1.0 / batches.size());
        sum += loss.output().data();
      }
      double penalty = parameters.stream().mapToDouble(p -> L2 * p.data() * p.data()).sum();
      for (Value p : parameters) {
        p.setData(p.data() - RATE * (p.grad() + 2 * L2 * p.data()));
      }
      return sum / batches.size() + penalty;
    }
  }

  /** At each place in the epoch, before and after a rate and a parameter are set. */
  @ParameterizedTest
  @CsvSource({"0, false", "7, true", "32, true", "32, false", "100, true"})
  void aRunThatGoesOnFromACheckpointMakesTheSameSteps(int size, boolean shuffle) {
    RunSetup setup = moons(size == 0 ? null : Map.of("size", size, "shuffle", shuffle));
    TrainingRun run = new TrainingRun(setup, 5);
    List<Checkpoint> checkpoints = new ArrayList<>();
    List<StepResult> results = new ArrayList<>();
    while (run.stepsDone() < 40) {
      checkpoints.add(run.checkpoint());
      results.add(steered(run).step());
    }
    for (Checkpoint checkpoint : checkpoints) {
      TrainingRun again = new TrainingRun(setup, 5, checkpoint);
      assertArrayEquals(checkpoint.gradients(), again.gradients());
      while (again.stepsDone() < 40) {
        assertEquals(results.get((int) again.stepsDone()), steered(again).step());
      }
      assertArrayEquals(run.parameters(), again.parameters());
    }
  }

  private static TrainingRun steered(TrainingRun run) {
    if (run.stepsDone() == 9) {
      run.setLearningRate(0.03);
      run.setParameter("layer1.neuron1.w0", 0.5);
    }
    return run;
  }
}
