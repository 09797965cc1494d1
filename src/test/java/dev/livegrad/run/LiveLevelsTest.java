package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LiveLevelsTest {
  private final TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
  private final LiveLevels levels =
      new LiveLevels(run, () -> LevelReader.of(1, run.network()), 33_000_000);

  @Test
  void nodesAreSentFourTimesASecondAtMost() {
    assertEquals(250_000_000, levels.nanosBetween(new Topic(Topic.Kind.GRAPH, 0)));
  }

  @Test
  void theOptimizersLevelHasTheLastStepAndWhatIsRememberedByName() {
    Level.Optimizer before = optimizer();
    assertArrayEquals(new double[run.parameters().length], before.lastStep());
    assertEquals(Set.of(), before.memory().keySet());
    run.setHyperparameter("optimizer.momentum", 0.5);
    run.step();
    double[] then = run.parameters();
    run.step();
    double[] now = run.parameters();
    Level.Optimizer after = optimizer();
    assertArrayEquals(now, after.data());
    double[] lastStep = Objects.requireNonNull(after.lastStep());
    double[] velocity = after.memory().get("velocity");
    for (int i = 0; i < now.length; i++) {
      assertEquals(now[i] - then[i], lastStep[i]);
      assertEquals(-0.1 * velocity[i], lastStep[i], 1e-15);
    }
    run.setParameter(run.parameterNames().getFirst(), 7);
    assertEquals(Double.NaN, Objects.requireNonNull(optimizer().lastStep())[0]);
  }

  private Level.Optimizer optimizer() {
    return assertInstanceOf(Level.Optimizer.class, levels.level(new Topic(Topic.Kind.OPTIMIZER)));
  }

  @Test
  void onlySamplesThatThereAreHaveAGraph() {
    assertNotNull(levels.level(new Topic(Topic.Kind.GRAPH, 3)));
    assertNull(levels.level(new Topic(Topic.Kind.GRAPH, 4)));
  }

  @Test
  void testSamplesArePredictedAndDescribedLikeTheOthersAndKeepTheirOwnUnits() {
    RunSetup setup =
        Specs.ofYaml(
            """
            name: moons
            seed: 3
            data: {generator: {name: moons, samples: 90, noise: 0.2, seed: 1}, split: {test: 0.3}, standardize: true}
            model: {layers: [6, 1]}
            optimizer: {name: adam, learningRate: 0.05}
            """);
    TrainingRun tested = new TrainingRun(setup, 3);
    for (int i = 0; i < 10; i++) {
      tested.step();
    }
    Level level =
        new LiveLevels(tested, () -> LevelReader.of(1, tested.network()), 33_000_000)
            .level(Topic.PREDICTIONS);
    double[][] outputs =
        Objects.requireNonNull(assertInstanceOf(Level.Predictions.class, level).testOutputs());
    RunDescription.TestSamples test = Objects.requireNonNull(RunDescription.of(tested).test());
    int right = 0;
    for (int i = 0; i < outputs.length; i++) {
      right += outputs[i][0] > 0 == test.targets()[i][0] > 0 ? 1 : 0;
      assertArrayEquals(test.inputs()[i], setup.seen(Objects.requireNonNull(test.rawInputs())[i]));
    }
    assertEquals(
        Objects.requireNonNull(TestSet.of(tested.network()))
            .evaluate(tested.parameters())
            .accuracy(),
        (double) right / 27);
    assertNull(RunDescription.of(run).test());
    assertNull(
        assertInstanceOf(Level.Predictions.class, levels.level(Topic.PREDICTIONS)).testOutputs());
  }
}
