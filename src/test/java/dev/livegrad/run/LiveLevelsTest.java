package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
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
  void onlySamplesThatThereAreHaveAGraph() {
    assertNotNull(levels.level(new Topic(Topic.Kind.GRAPH, 3)));
    assertNull(levels.level(new Topic(Topic.Kind.GRAPH, 4)));
  }
}
