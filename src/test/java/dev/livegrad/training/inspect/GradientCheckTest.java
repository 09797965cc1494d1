package dev.livegrad.training.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.GradientCheck.Comparison;
import dev.livegrad.training.inspect.GradientCheck.Result;
import dev.livegrad.training.inspect.GradientCheck.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GradientCheckTest {

  @Test
  void theGradientsOfARunAgreeWithTheDifferences() {
    for (int steps : new int[] {0, 1, 30, 99}) {
      TrainingRun run = after(steps, Specs.fourPoints());
      Result result = new GradientCheck(run).run();
      assertEquals(steps, result.step());
      assertEquals(41, result.checked());
      assertEquals(0, result.disagreeing(), result.rows()::toString);
      assertEquals(0, result.kinks());
      assertTrue(result.rows().getFirst().comparison().error() < GradientCheck.TOLERANCE);
      assertTrue(
          result.rows().getFirst().comparison().error()
              >= result.rows().getLast().comparison().error());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "relu", "sigmoid", "linear"})
  void gradientsWithAPenaltyAndBatchesAgreeToo(String hidden) {
    Map<String, Object> tree = new HashMap<>(Specs.fourPoints().spec().toTree());
    tree.put("model", Map.of("layers", List.of(5, 3, 1), "hidden", hidden, "output", "linear"));
    tree.put("loss", Map.of("name", "hinge", "reduction", "mean", "l2", 0.01));
    tree.put("training", Map.of("batch", Map.of("size", 2)));
    Result result = new GradientCheck(after(10, Specs.of(tree))).run();
    assertEquals(0, result.disagreeing(), result.rows()::toString);
  }

  /** A gradient that is wrong by a thousandth, by its sign, or by nothing at all. */
  @Test
  void aWrongGradientIsFound() {
    double[] p = {0.7, -1.3};
    GradientCheck.LossOf loss = at -> Math.tanh(at[0]) * at[1] * at[1];
    double right = (1 - Math.tanh(0.7) * Math.tanh(0.7)) * 1.69;
    assertEquals(Verdict.AGREES, compare(loss, p, right).verdict());
    assertEquals(Verdict.DISAGREES, compare(loss, p, 1.001 * right).verdict());
    assertEquals(Verdict.DISAGREES, compare(loss, p, -right).verdict());
    assertEquals(Verdict.DISAGREES, compare(loss, p, 0).verdict());
    assertEquals(2, compare(loss, p, -right).error(), 1e-6);
    assertEquals(Verdict.DISAGREES, compare(loss, p, Double.NaN).verdict());
    assertArrayEquals(new double[] {0.7, -1.3}, p);
  }

  @Test
  void theStepIsTheCubeRootOfRoundingTimesTheParameter() {
    double root = Math.cbrt(Math.ulp(1.0));
    assertEquals(root, compare(at -> at[0], new double[] {0.25}, 1).h());
    assertEquals(1000 * root, compare(at -> at[0], new double[] {-1000}, 1).h());
  }

  @Test
  void aKinkIsToldApartFromAMistake() {
    GradientCheck.LossOf relu = at -> 3 * Math.max(0, at[0]) + at[0];
    Comparison kink = compare(relu, new double[] {0}, 1);
    assertEquals(Verdict.KINK, kink.verdict());
    assertEquals(1, kink.left(), 1e-9);
    assertEquals(4, kink.right(), 1e-9);
    assertEquals(Verdict.KINK, compare(relu, new double[] {0}, 4).verdict());
    assertEquals(Verdict.DISAGREES, compare(relu, new double[] {0}, 5).verdict());
    assertEquals(Verdict.AGREES, compare(relu, new double[] {2e-6}, 4).verdict(), "beside it");
  }

  @Test
  void aSharpBendIsNoKinkThatExcusesAMistake() {
    GradientCheck.LossOf bend = at -> 1e3 * at[0] * at[0] + 0.01 * at[0];
    assertEquals(Verdict.AGREES, compare(bend, new double[] {0}, 0.01).verdict());
    assertEquals(Verdict.DISAGREES, compare(bend, new double[] {0}, 0.0101).verdict());
  }

  @Test
  void theSquareOfAReluIsNoMistakeAndHidesNone() {
    GradientCheck.LossOf square = at -> 0.5 + 0.2 * Math.pow(Math.max(0, at[0]), 2) + 1e-3 * at[0];
    assertEquals(Verdict.AGREES, compare(square, new double[] {0}, 1e-3).verdict());
    assertEquals(Verdict.DISAGREES, compare(square, new double[] {0}, 1.01e-3).verdict());
  }

  /** Every ReLU's sum is exactly 0 for one of its samples. */
  @Test
  void theDeadReluLessonHasKinksAndNoMistakes() {
    Map<String, Object> xor =
        Map.of(
            "name", "xor",
            "seed", 42,
            "data",
                Map.of(
                    "inline",
                    Map.of(
                        "inputs",
                        List.of(
                            List.of(0.0, 0.0),
                            List.of(0.0, 1.0),
                            List.of(1.0, 0.0),
                            List.of(1.0, 1.0)),
                        "targets",
                        List.of(0.0, 1.0, 1.0, 0.0))),
            "model",
                Map.of(
                    "layers",
                    List.of(4, 4, 1),
                    "hidden",
                    "relu",
                    "output",
                    "relu",
                    "init",
                    Map.of("weights", "uniform", "biases", "zero")),
            "loss", Map.of("reduction", "mean"),
            "optimizer", Map.of("learningRate", 0.1));
    for (long seed = 0; seed < 60; seed++) {
      Result result = new GradientCheck(new TrainingRun(Specs.of(xor), seed)).run();
      assertEquals(0, result.disagreeing(), result.rows()::toString);
    }
  }

  @Test
  void aGradientThatRoundingHidesIsNotCalledWrong() {
    GradientCheck.LossOf flat = at -> 1e6 + 1e-6 * at[0];
    assertEquals(Verdict.AGREES, compare(flat, new double[] {0.5}, 1e-6).verdict());
  }

  @Test
  void aReluWhoseSumIsExactlyZeroIsAKink() {
    RunSetup setup =
        Specs.of(
            Map.of(
                "name", "kink",
                "data",
                    Map.of(
                        "inline", Map.of("inputs", List.of(List.of(0.0)), "targets", List.of(1.0))),
                "model",
                    Map.of(
                        "layers", List.of(1),
                        "output", "relu",
                        "init", Map.of("weights", "uniform", "biases", "zero")),
                "optimizer", Map.of("learningRate", 0.1)));
    Result result = new GradientCheck(new TrainingRun(setup, 1)).run();
    assertEquals(1, result.kinks());
    assertEquals("layer1.neuron1.b", result.rows().getFirst().name());
    assertEquals(0, result.rows().getFirst().comparison().left(), 1e-9);
    assertEquals(-2, result.rows().getFirst().comparison().right(), 1e-3);
  }

  @Test
  void aCheckLeavesTheRunAsItWasBitForBit() {
    Map<String, Object> tree = new HashMap<>(Specs.fourPoints().spec().toTree());
    tree.put("training", Map.of("batch", Map.of("size", 3)));
    TrainingRun checked = new TrainingRun(Specs.of(tree), 42);
    TrainingRun unchecked = new TrainingRun(Specs.of(tree), 42);
    for (int i = 0; i < 50; i++) {
      new GradientCheck(checked).run();
      assertEquals(unchecked.step(), checked.step());
      assertArrayEquals(unchecked.parameters(), checked.parameters());
      assertArrayEquals(unchecked.gradients(), checked.gradients());
    }
  }

  @Test
  void aCheckIsOfTheMomentWhenItWasAskedFor() {
    TrainingRun run = after(3, Specs.fourPoints());
    GradientCheck check = new GradientCheck(run);
    Result then = check.run();
    run.step();
    assertEquals(then, check.run());
  }

  @Test
  void ofVeryManyParametersASampleIsChecked() {
    RunSetup setup =
        Specs.of(
            Map.of(
                "name", "large",
                "data", Map.of("generator", Map.of("name", "moons", "samples", 2_000)),
                "model", Map.of("layers", List.of(200, 200, 1)),
                "optimizer", Map.of("learningRate", 0.1)));
    Result result = new GradientCheck(new TrainingRun(setup, 1)).run();
    assertEquals(200 * 3 + 200 * 201 + 201, result.parameters());
    assertTrue(result.checked() >= 20 && result.checked() < result.parameters());
    assertTrue(result.samplesUsed() < result.samples());
    assertEquals(0, result.disagreeing(), result.rows()::toString);
    assertEquals(
        result.rows().getFirst(),
        new GradientCheck(new TrainingRun(setup, 1)).run().rows().getFirst(),
        "the same ones again");
  }

  private static Comparison compare(GradientCheck.LossOf loss, double[] p, double gradient) {
    return GradientCheck.compare(loss, loss.of(p), p, 0, gradient);
  }

  private static TrainingRun after(int steps, RunSetup setup) {
    TrainingRun run = new TrainingRun(setup, 42);
    for (int i = 0; i < steps; i++) {
      run.step();
    }
    return run;
  }
}
