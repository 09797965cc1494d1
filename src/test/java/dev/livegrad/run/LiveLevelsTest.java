package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LiveLevelsTest {
  private final TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
  private final LiveLevels levels =
      new LiveLevels(run, LevelReader.of(1, run.network()), 33_000_000);

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
}
