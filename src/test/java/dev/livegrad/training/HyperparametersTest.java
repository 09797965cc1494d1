package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be set while a run goes on. */
class HyperparametersTest {
  /** Where the first layer's parameters end: four neurons with two inputs. */
  private static final int FIRST_LAYER = 12;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sgd     | optimizer.momentum    | 0.9   | name: sgd, momentum: 0.9",
        "sgd     | optimizer.weightDecay | 0.1   | name: sgd, weightDecay: 0.1",
        "sgd, momentum: 0.5 | optimizer.nesterov | true | name: sgd, momentum: 0.5, nesterov: true",
        "sgd, momentum: 0.5 | optimizer.momentum | 0 | name: sgd",
        "adam    | optimizer.beta1       | 0.8   | name: adam, beta1: 0.8",
        "adam    | optimizer.beta2       | 0.9   | name: adam, beta2: 0.9",
        "adam    | optimizer.epsilon     | 0.01  | name: adam, epsilon: 0.01",
        "adamw   | optimizer.weightDecay | 0     | name: adamw, weightDecay: 0",
        "rmsprop | optimizer.decay       | 0.5   | name: rmsprop, decay: 0.5",
        "rmsprop | optimizer.momentum    | 0.5   | name: rmsprop, momentum: 0.5",
        "adagrad | optimizer.weightDecay | 0.2   | name: adagrad, weightDecay: 0.2",
      })
  void whatIsSetAtTheBeginningIsAsIfTheSpecHadIt(
      String rule, String name, String value, String wanted) {
    TrainingRun run = new TrainingRun(setup("{name: %s, learningRate: 0.01}".formatted(rule)), 7);
    run.setHyperparameter(name, parsed(value));
    TrainingRun spec = new TrainingRun(setup("{%s, learningRate: 0.01}".formatted(wanted)), 7);
    assertSameSteps(spec, run);
  }

  @Test
  void penaltiesAndBatchesAndSchedulesToo() {
    TrainingRun run = new TrainingRun(setup("{learningRate: 0.01}"), 7);
    run.setHyperparameter("loss.l1", 0.01);
    run.setHyperparameter("loss.l2", 0.02);
    run.setHyperparameter("training.batch.size", 7);
    run.setHyperparameter(
        "optimizer.learningRate", Map.of("schedule", "linear", "from", 0.1, "to", 0, "steps", 20));
    TrainingRun spec =
        new TrainingRun(
            setup(
                "{learningRate: {schedule: linear, from: 0.1, to: 0, steps: 20}}",
                "loss: {l1: 0.01, l2: 0.02}\ntraining: {batch: {size: 7}}"),
            7);
    assertEquals(spec.hyperparameters(), run.hyperparameters());
    assertSameSteps(spec, run);
  }

  private static void assertSameSteps(TrainingRun expected, TrainingRun actual) {
    for (int i = 0; i < 30; i++) {
      assertEquals(expected.step(), actual.step());
      assertArrayEquals(expected.parameters(), actual.parameters());
    }
  }

  @Test
  void aRuleGoesOnWithWhatItRemembersWhenANumberOfItIsSet() {
    TrainingRun run = new TrainingRun(setup("{name: adam, learningRate: 0.01}"), 7);
    run.step();
    double[][] before = run.checkpoint().optimizer().toArray(double[][]::new);
    run.setHyperparameter("optimizer.beta1", 0.5);
    assertArrayEquals(before, run.checkpoint().optimizer().toArray());
    run.step();
    double g = run.gradients()[0];
    double mean = 0.5 * before[0][0] + 0.5 * g;
    assertEquals(mean, run.checkpoint().optimizer().getFirst()[0]);
  }

  @Test
  void aMomentumThatWasZeroBeginsAtRest() {
    TrainingRun run = new TrainingRun(setup("{momentum: 0.9, learningRate: 0.01}"), 7);
    run.step();
    run.setHyperparameter("optimizer.momentum", 0);
    assertEquals(0, run.checkpoint().optimizer().size());
    run.step();
    run.setHyperparameter("optimizer.momentum", 0.9);
    assertArrayEquals(new double[FIRST_LAYER + 5], run.checkpoint().optimizer().getFirst());
  }

  @Test
  void anotherBatchSizeGoesOnWithTheRestOfTheEpoch() {
    TrainingRun run =
        new TrainingRun(setup("{learningRate: 0.01}", "training: {batch: {size: 4}}"), 7);
    List<Integer> seen = new ArrayList<>();
    step(run, seen);
    run.setHyperparameter("training.batch.size", 11);
    while (seen.size() < 30) {
      step(run, seen);
    }
    Collections.sort(seen);
    assertEquals(java.util.stream.IntStream.range(0, 30).boxed().toList(), seen);
  }

  @Test
  void behindFullBatchesMiniBatchesBeginAsAtTheBeginning() {
    RunSetup setup = setup("{learningRate: 0.01}", "training: {batch: {size: 4, shuffle: false}}");
    TrainingRun run = new TrainingRun(setup, 7);
    run.step();
    run.setHyperparameter("training.batch.size", null);
    assertEquals(30, run.nextSamples().length);
    run.step();
    run.setHyperparameter("training.batch.size", 5);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, run.nextSamples());
  }

  private static void step(TrainingRun run, List<Integer> seen) {
    Arrays.stream(run.nextSamples()).forEach(seen::add);
    run.step();
  }

  @ParameterizedTest
  @CsvSource({"sgd", "'sgd, momentum: 0.9'", "adam", "adamw", "rmsprop", "adagrad"})
  void aFrozenLayerStandsStillWithAllThatIsRememberedOfItWhileTheOthersMove(String rule) {
    TrainingRun run = new TrainingRun(setup("{name: %s, learningRate: 0.01}".formatted(rule)), 7);
    run.step();
    Checkpoint before = run.checkpoint();
    run.setHyperparameter("layer1.frozen", true);
    for (int i = 0; i < 3; i++) {
      run.step();
    }
    Checkpoint after = run.checkpoint();
    assertArrayEquals(firstLayer(before.parameters()), firstLayer(after.parameters()));
    for (int i = 0; i < before.optimizer().size(); i++) {
      assertArrayEquals(
          firstLayer(before.optimizer().get(i)), firstLayer(after.optimizer().get(i)));
    }
    for (int i = FIRST_LAYER; i < after.parameters().length; i++) {
      assertNotEquals(before.parameters()[i], after.parameters()[i]);
    }
    assertArrayEquals(new long[] {3, 0}, after.missed());
  }

  /** With both layers frozen nothing changes, so that what is thawed can be told from the rest. */
  @ParameterizedTest
  @CsvSource({"sgd", "'sgd, momentum: 0.9'", "adam", "adamw", "rmsprop", "adagrad"})
  void aThawedNetworkGoesOnAsIfItHadNeverBeenFrozen(String rule) {
    RunSetup setup = setup("{name: %s, learningRate: 0.01}".formatted(rule));
    TrainingRun never = new TrainingRun(setup, 7);
    TrainingRun run = new TrainingRun(setup, 7);
    never.step();
    run.step();
    freeze(run, true);
    for (int i = 0; i < 5; i++) {
      run.step();
    }
    freeze(run, false);
    for (int i = 0; i < 5; i++) {
      assertEquals(never.step().loss(), run.step().loss());
      assertArrayEquals(never.parameters(), run.parameters());
    }
  }

  private static void freeze(TrainingRun run, boolean frozen) {
    run.setHyperparameter("layer1.frozen", frozen);
    run.setHyperparameter("layer2.frozen", frozen);
  }

  private static double[] firstLayer(double[] all) {
    return Arrays.copyOf(all, FIRST_LAYER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer.momentum | 1.5 | optimizer.momentum: 1.5 is not allowed; a finite number from 0 to 1 is",
        "optimizer.nesterov | true | optimizer.nesterov: true is not allowed; false, or true with a momentum above 0 is",
        "optimizer.weightDecay | -1 | optimizer.weightDecay: -1 is not allowed; a finite number of at least 0 is",
        "optimizer.weightDecay | null | optimizer.weightDecay: null is not allowed; leave it out or give a value",
        "optimizer.learningRate | true | optimizer.learningRate: true is not allowed; a finite number from 0 to 1000000 is",
        "loss.l2 | -1 | loss.l2: -1 is not allowed; a finite number of at least 0 is",
        "training.batch.size | 0 | training.batch.size: 0 is not allowed; a whole number from 1 to 100000 is",
        "training.batch.size | 31 | training.batch.size: 31 is not allowed; a whole number from 1 to 30, as many as there are samples to learn from, is",
        "layer2.frozen | 1 | layer2.frozen: 1 is not allowed; true or false is",
        "optimizer.beta1 | 0.9 | name: \"optimizer.beta1\" is not allowed; one of what this run has, optimizer.momentum, optimizer.nesterov, optimizer.weightDecay, optimizer.learningRate, loss.l1, loss.l2, training.batch.size, layer1.frozen, layer2.frozen, is",
      })
  void whatTheSpecWouldNotTakeIsRefusedAndNothingHasChanged(
      String name, String value, String reason) {
    TrainingRun run = new TrainingRun(setup("{learningRate: 0.01}"), 7);
    Hyperparameters before = run.hyperparameters();
    assertEquals(
        reason,
        assertThrows(SpecException.class, () -> run.setHyperparameter(name, parsed(value)))
            .getMessage());
    assertEquals(before, run.hyperparameters());
  }

  private static @Nullable Object parsed(String value) {
    return switch (value) {
      case "null" -> null;
      case "true" -> true;
      default -> value.contains(".") ? (Object) Double.valueOf(value) : Integer.valueOf(value);
    };
  }

  private static RunSetup setup(String optimizer) {
    return setup(optimizer, "");
  }

  private static RunSetup setup(String optimizer, String more) {
    return Specs.ofYaml(
        """
        name: moons
        data: {generator: {name: moons, samples: 30, seed: 1}}
        model: {layers: [4, 1]}
        optimizer: %s
        %s
        """
            .formatted(optimizer, more));
  }
}
