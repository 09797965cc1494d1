package dev.livegrad.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStepTest {
  static Stream<RunSetup> setups() {
    return Stream.of(
        Specs.fourPoints(),
        moons(Map.of()),
        moons(Map.of("batch", Map.of("size", 7))),
        moons(Map.of(), Map.of("name", "adam", "learningRate", 0.03)),
        moons(Map.of(), Map.of("momentum", 0.9, "learningRate", 0.03)));
  }

  private static RunSetup moons(Map<String, ?> training) {
    return moons(training, Map.of("learningRate", 0.3));
  }

  private static RunSetup moons(Map<String, ?> training, Map<String, ?> optimizer) {
    return Specs.of(
        Map.of(
            "name",
            "moons",
            "seed",
            7,
            "data",
            Map.of("generator", Map.of("name", "moons", "samples", 20)),
            "model",
            Map.of("layers", List.of(5, 1), "hidden", "relu", "output", "linear"),
            "loss",
            Map.of("name", "hinge", "reduction", "mean", "l2", 0.01),
            "optimizer",
            optimizer,
            "training",
            training));
  }

  @ParameterizedTest
  @MethodSource("setups")
  void isTheStepThatTheRunMakesNext(RunSetup setup) {
    TrainingRun run = new TrainingRun(setup, 7);
    LossGraph graph = new LossGraph(setup);
    for (int step = 0; step < 12; step++) {
      TrainingStep shown = TrainingStep.of(graph, setup, run.checkpoint(), run.nextSamples());
      assertEquals(run.step().loss(), shown.lossBefore(), 1e-12);
      assertArrayEquals(run.gradients(), shown.gradients(), 1e-12);
      assertArrayEquals(run.parameters(), shown.updated(), 1e-12);
      if (setup.spec().training().batch() == null) {
        assertEquals(replay(setup, step + 1).step().loss(), shown.lossAfter(), 1e-12);
      }
    }
  }

  private static TrainingRun replay(RunSetup setup, int steps) {
    TrainingRun run = new TrainingRun(setup, 7);
    for (int i = 0; i < steps; i++) {
      run.step();
    }
    return run;
  }

  @Test
  void moreWorkThanCanBeShownIsRefused() {
    LossGraph graph = new LossGraph(Specs.fourPoints());
    assertThrows(
        GraphException.class,
        () ->
            TrainingStep.of(
                graph,
                Specs.fourPoints(),
                new TrainingRun(Specs.fourPoints(), 1).checkpoint(),
                new int[100_000]));
  }
}
