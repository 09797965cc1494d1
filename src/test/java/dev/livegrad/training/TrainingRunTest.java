package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.inspect.Predictions;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected losses come from a micrograd-like engine in Python, written for this and run once. */
class TrainingRunTest {

  @Test
  void hingeWithL2AndALinearScheduleFollowsThePythonRun() {
    List<List<Double>> inputs = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    for (int i = -4; i <= 4; i++) {
      // Not 0, where a ReLU without a bias would hang on how the gradients' sums are rounded.
      inputs.add(List.of(i / 4.0 + 0.1));
      targets.add(i * i > 4 ? 1.0 : -1.0);
    }
    RunSetup setup =
        Specs.of(
            Map.of(
                "name", "hinge",
                "seed", 7,
                "data", Map.of("inline", Map.of("inputs", inputs, "targets", targets)),
                "model",
                    Map.of(
                        "layers",
                        List.of(8, 8, 1),
                        "hidden",
                        "relu",
                        "output",
                        "linear",
                        "init",
                        Map.of("weights", "uniform", "biases", "zero")),
                "loss", Map.of("name", "hinge", "reduction", "mean", "l2", 1e-3),
                "optimizer",
                    Map.of(
                        "learningRate",
                        Map.of("schedule", "linear", "from", 0.5, "to", 0.05, "steps", 20))));
    assertLosses(
        setup,
        0.9589035565301111,
        0.8968509384693648,
        0.8618331037242621,
        0.6197210457629427,
        0.3294116194935146);
  }

  @Test
  void sigmoidLayersWithTwoOutputsFollowThePythonRun() {
    RunSetup setup =
        Specs.of(
            Map.of(
                "name", "two-outputs",
                "seed", -3,
                "data",
                    Map.of(
                        "inline",
                        Map.of(
                            "inputs",
                            rows(
                                new double[][] {
                                  {.5, -1}, {1.5, .25}, {-.75, .5}, {0, 2}, {-1, -1}
                                }),
                            "targets",
                            rows(new double[][] {{1, 0}, {0, 1}, {1, 1}, {-1, .5}, {.25, -.5}}))),
                "model", Map.of("layers", List.of(5, 2), "hidden", "sigmoid"),
                "loss", Map.of("reduction", "mean"),
                "optimizer", Map.of("learningRate", 0.3)));
    assertLosses(
        setup,
        1.4357247501246035,
        1.0063805623785516,
        0.9250612951298209,
        0.6752508790975673,
        0.37328723957645904);
    assertTrue(Double.isNaN(setup.boundary()));
    assertTrue(Double.isNaN(new TrainingRun(setup, 1).step().accuracy()));
  }

  /** The network gives each input back, so that the inputs are the outputs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "squared_error | [-1, 0.2, 0.3, 2] | [-1, -1, 1, 1]     | 0    | 0.75",
        "squared_error | [-1, 0.2, 0.6, 2] | [0, 0, 1, 1]       | 0.5  | 1",
        "squared_error | [1e-9, 0.4, 0, 3] | [1, 1, 0, 0]       | 0.5  | 0.25",
        "squared_error | [40, 74, 76, 90]  | [50, 100, 100, 50] | 75   | 0.5",
        "squared_error | [-1, 0, 0, 1]     | [-0.0, 0, 0, 1]    | 0.5  | 1",
        "squared_error | [-1, 0, 0, 1]     | [0.1, 0.5, 1, 1]   |      |",
        "squared_error | [-1, 0, 0, 1]     | [1, 1, 1, 1]       |      |",
        "hinge         | [-1, 0.2, 0.3, 2] | [-1, -1, 1, 1]     | 0    | 0.75",
        "hinge         | [-1, 0.2, 0.6, 2] | [0, 0, 1, 1]       | 0    | 0.75",
        "hinge         | [-1, 0.2, 0.6, 2] | [0, 1, 2, 1]       |      |",
      })
  void accuracyIsCountedHalfWayBetweenTwoTargetsAndAtZeroWithHinge(
      String loss, String inputs, String targets, Double boundary, Double accuracy) {
    RunSetup setup =
        Specs.of(
            Map.of(
                "name", "accuracy",
                "data",
                    Map.of(
                        "inline", Map.of("inputs", numbers(inputs), "targets", numbers(targets))),
                "model", Map.of("layers", List.of(1), "hidden", "linear", "output", "linear"),
                "loss", Map.of("name", loss),
                "optimizer", Map.of("learningRate", 0)));
    TrainingRun run = new TrainingRun(setup, 1);
    run.setParameter("layer1.neuron1.w0", 1);
    run.setParameter("layer1.neuron1.b", 0);
    assertEquals(boundary == null ? Double.NaN : boundary, setup.boundary());
    assertEquals(accuracy == null ? Double.NaN : accuracy, run.step().accuracy());
  }

  private static List<Double> numbers(String list) {
    return Arrays.stream(list.replaceAll("[\\[\\]]", "").split(",")).map(Double::valueOf).toList();
  }

  @Test
  void aSetRateEndsTheSchedule() {
    Map<String, Object> tree = new java.util.HashMap<>(Specs.fourPoints().spec().toTree());
    tree.put(
        "optimizer",
        Map.of("learningRate", Map.of("schedule", "linear", "from", 1, "to", 0.5, "steps", 2)));
    TrainingRun run = new TrainingRun(Specs.of(tree), 42);
    assertEquals(1, run.step().learningRate());
    assertEquals(0.75, run.step().learningRate());
    assertEquals(0.5, run.step().learningRate());
    run.setLearningRate(0.01);
    assertEquals(0.01, run.learningRate());
    assertEquals(0.01, run.step().learningRate());
    assertThrows(SpecException.class, () -> run.setLearningRate(Double.NaN));
    assertThrows(SpecException.class, () -> run.setLearningRate(-1));
  }

  @Test
  void aSetParameterIsWhereTheNextStepGoesOnFrom() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    run.step();
    run.setParameter("layer2.neuron3.w1", 0.625);
    int place = run.parameterNames().indexOf("layer2.neuron3.w1");
    assertEquals(0.625, run.parameters()[place]);
    double rate = run.step().learningRate();
    assertEquals(0.625 - rate * run.gradients()[place], run.parameters()[place]);
  }

  @Test
  void aParameterThatIsNotThereOrNotFiniteIsRefusedByName() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    double[] before = run.parameters();
    SpecException unknown =
        assertThrows(SpecException.class, () -> run.setParameter("layer9.neuron1.w0", 1));
    assertTrue(unknown.getMessage().contains("layer9.neuron1.w0"));
    assertTrue(unknown.getMessage().contains("layer3.neuron1.b"));
    assertThrows(
        SpecException.class, () -> run.setParameter("layer1.neuron1.b", Double.POSITIVE_INFINITY));
    assertThrows(SpecException.class, () -> run.setParameter("layer1.neuron1.b", 0.0 / 0));
    assertArrayEquals(before, run.parameters());
  }

  @Test
  void aRunThatDivergesStopsBeforeTheBadUpdateAndNamesStepAndParameter() {
    Map<String, Object> tree = new java.util.HashMap<>(Specs.fourPoints().spec().toTree());
    tree.put("model", Map.of("layers", List.of(4, 1), "hidden", "linear", "output", "linear"));
    tree.put("optimizer", Map.of("learningRate", 10));
    TrainingRun run = new TrainingRun(Specs.of(tree), 42);
    double[] good = run.parameters();
    StepResult result = run.step();
    while (result.divergence() == null) {
      good = run.parameters();
      result = run.step();
    }
    assertArrayEquals(good, run.parameters());
    assertEquals(run.stepsDone(), result.divergence().step());
    assertTrue(run.parameterNames().contains(result.divergence().where()));
    assertTrue(result.divergence().text().contains("At step " + run.stepsDone()));
    for (double value : run.parameters()) {
      assertTrue(Double.isFinite(value));
    }
    assertNotNull(run.divergence());
    assertThrows(IllegalStateException.class, run::step);
  }

  @Test
  void predictionsDoNotChangeTheTrajectory() {
    TrainingRun watched = new TrainingRun(Specs.fourPoints(), 42);
    TrainingRun unwatched = new TrainingRun(Specs.fourPoints(), 42);
    for (int i = 0; i < 50; i++) {
      Predictions.of(watched, 3);
      watched.gradients();
      assertEquals(unwatched.step(), watched.step());
    }
    assertEquals(2, Predictions.of(watched, 2).length);
    assertEquals(4, Predictions.of(watched, 1_000).length);
  }

  private static void assertLosses(RunSetup setup, double... expected) {
    TrainingRun run = new TrainingRun(setup, setup.spec().seed());
    double[] losses = new double[30];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = run.step().loss();
    }
    double[] actual = {losses[0], losses[1], losses[2], losses[10], losses[29]};
    for (int i = 0; i < actual.length; i++) {
      assertEquals(expected[i], actual[i], 1e-12 * expected[i], "loss " + i);
    }
  }

  private static List<List<Double>> rows(double[][] rows) {
    return java.util.Arrays.stream(rows)
        .map(row -> java.util.Arrays.stream(row).boxed().toList())
        .toList();
  }
}
