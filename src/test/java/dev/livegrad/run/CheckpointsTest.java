package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

  @Test
  void checkpointsAreBoundedAndEvenlySpacedFromTheBeginningOnHoweverLongTheRun() {
    TrainingRun run = new TrainingRun(lesson(4), 1);
    Checkpoints checkpoints = new Checkpoints(run);
    for (int step = 1; step <= 5_000; step++) {
      run.step();
      checkpoints.afterStep();
      List<Checkpoint> all = checkpoints.all();
      int count = all.size();
      assertTrue(
          count <= Checkpoints.MAX_CHECKPOINTS
              && count > Math.min(step, Checkpoints.MAX_CHECKPOINTS / 2));
      long stride = all.get(1).step();
      assertEquals(1, Long.bitCount(stride));
      for (int i = 0; i < count; i++) {
        assertEquals(i * stride, all.get(i).step());
      }
      assertTrue(step - all.getLast().step() < stride, "the last one is not long ago");
    }
  }

  @Test
  void aCheckpointIsTheRunAsItStoodThen() {
    TrainingRun run = new TrainingRun(lesson(4), 1);
    Checkpoints checkpoints = new Checkpoints(run);
    for (int step = 0; step < 200; step++) {
      run.step();
      checkpoints.afterStep();
    }
    TrainingRun again = new TrainingRun(lesson(4), 1);
    for (Checkpoint checkpoint : checkpoints.all()) {
      while (again.stepsDone() < checkpoint.step()) {
        again.step();
      }
      assertSame(again.checkpoint(), checkpoint);
    }
  }

  @Test
  void aReplayHasTheSameCheckpoints() {
    replay(0, 4);
  }

  @Test
  @Tag("thorough")
  void aReplayOfManyRunsHasTheSameCheckpoints() {
    replay(4, 20);
  }

  /** Rates and parameters are set at random steps, as people do. */
  private static void replay(int firstSeed, int endOfSeeds) {
    for (int seed = firstSeed; seed < endOfSeeds; seed++) {
      Random random = new Random(seed);
      Trajectory live = trajectory(History.NONE, 0);
      int steps = random.nextInt(400);
      for (int step = 0; step <= steps; step++) {
        for (int i = random.nextInt(20) - 17; i > 0; i--) {
          Command command =
              switch (random.nextInt(4)) {
                case 0 -> new Command.SetLearningRate(0.1 * random.nextDouble());
                case 1 -> new Command.Set("optimizer.momentum", random.nextInt(2) * 0.5);
                case 2 -> new Command.Set("layer1.frozen", random.nextBoolean());
                default -> new Command.SetParameter("layer1.neuron1.w0", random.nextDouble());
              };
          assertTrue(live.append(new JournalEntry(step, command, "somebody")));
        }
        if (step < steps) {
          live.step();
        }
      }
      RunSnapshot done = snapshot(live);
      for (Checkpoint checkpoint : done.checkpoints()) {
        List<JournalEntry> before =
            done.journal().stream().filter(entry -> entry.step() <= checkpoint.step()).toList();
        Trajectory again = trajectory(History.of(before), checkpoint.step());
        assertSame(snapshot(again).present(), checkpoint);
      }
    }
  }

  private static Trajectory trajectory(History past, long steps) {
    RunSetup lesson = lesson(4);
    Command.Origin origin = new Command.Origin(lesson, lesson.spec().seed(), past, steps);
    return new Trajectory(1, origin, _ -> {});
  }

  private static RunSnapshot snapshot(Trajectory trajectory) {
    return trajectory.snapshot(
        new RunState(
            1, RunStatus.PAUSED, trajectory.stepsDone(), 0, null, null, null, null, Map.of()));
  }

  @Test
  void aCheckpointIsAsItWasLeftWhereAParameterWasSet() {
    TrainingRun run = new TrainingRun(lesson(4), 1);
    Checkpoints checkpoints = new Checkpoints(run);
    run.setParameter("layer1.neuron1.w0", 7);
    run.setLearningRate(0.5);
    checkpoints.steered();
    assertEquals(1, checkpoints.all().size());
    assertEquals(7, checkpoints.all().getFirst().parameters()[0]);
    assertEquals(0.5, checkpoints.all().getFirst().learningRate());
  }

  @Test
  void ofALargerNetworkFewerCheckpointsAreKeptAndOfAVeryLargeOneNone() {
    assertEquals(Checkpoints.MAX_CHECKPOINTS, most(lesson(100)));
    int parameters = 280 * 3 + 280 * 281 + 281;
    assertEquals(Checkpoints.MAX_NUMBERS / (2 * parameters), most(lesson(280)));
    assertEquals(13, most(lesson(280)));
    assertEquals(0, most(lesson(400)));
  }

  private static int most(RunSetup lesson) {
    TrainingRun run = new TrainingRun(lesson, 1);
    Checkpoints checkpoints = new Checkpoints(run);
    int most = checkpoints.all().size();
    for (int step = 0; step < 70; step++) {
      run.step();
      checkpoints.afterStep();
      most = Math.max(most, checkpoints.all().size());
    }
    return most;
  }

  private static void assertSame(Checkpoint expected, Checkpoint actual) {
    assertEquals(expected.step(), actual.step());
    assertArrayEquals(expected.parameters(), actual.parameters());
    assertArrayEquals(expected.gradients(), actual.gradients());
    assertArrayEquals(expected.previous(), actual.previous());
    assertEquals(expected.hyperparameters(), actual.hyperparameters());
    assertArrayEquals(expected.missed(), actual.missed());
    assertArrayEquals(expected.optimizer().toArray(), actual.optimizer().toArray());
  }

  private static RunSetup lesson(int neurons) {
    return Specs.of(
        Map.of(
            "name", "two points",
            "data",
                Map.of(
                    "inline",
                    Map.of(
                        "inputs", List.of(List.of(2.0, 3.0), List.of(-1.0, 0.5)),
                        "targets", List.of(1.0, -1.0))),
            "model",
                Map.of("layers", List.of(neurons, neurons, 1), "hidden", "tanh", "output", "tanh"),
            "optimizer", Map.of("learningRate", 0.01)));
  }
}
