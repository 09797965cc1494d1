package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PastTest {

  @Test
  void momentsAreBoundedAndEvenlySpacedFromTheBeginningOnHoweverLongTheRun() {
    TrainingRun run = new TrainingRun(lesson(4), 1);
    Past past = new Past(run);
    for (int step = 1; step <= 5_000; step++) {
      run.step();
      past.after();
      List<Moment> moments = past.moments();
      int count = moments.size();
      assertTrue(count <= Past.MAX_MOMENTS && count > Math.min(step, Past.MAX_MOMENTS / 2));
      long stride = moments.get(1).step();
      assertEquals(1, Long.bitCount(stride));
      for (int i = 0; i < count; i++) {
        assertEquals(i * stride, moments.get(i).step());
      }
      assertTrue(step - moments.getLast().step() < stride, "the last one is not long ago");
    }
  }

  @Test
  void aMomentIsTheRunAsItStoodThen() {
    TrainingRun run = new TrainingRun(lesson(4), 1);
    Past past = new Past(run);
    for (int step = 0; step < 200; step++) {
      run.step();
      past.after();
    }
    TrainingRun again = new TrainingRun(lesson(4), 1);
    for (Moment moment : past.moments()) {
      while (again.stepsDone() < moment.step()) {
        again.step();
      }
      assertSame(again.moment(), moment);
    }
  }

  /** Rates and parameters are set at random steps, as people do. */
  @Test
  void aReplayHasTheSamePast() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      TrainingRun run = new TrainingRun(lesson(4), lesson(4).spec().seed());
      Past past = new Past(run);
      Journal journal = new Journal();
      int steps = random.nextInt(400);
      for (int step = 0; step <= steps; step++) {
        for (int i = random.nextInt(20) - 17; i > 0; i--) {
          Command command =
              random.nextBoolean()
                  ? new Command.SetLearningRate(0.1 * random.nextDouble())
                  : new Command.SetParameter("layer1.neuron1.w0", random.nextDouble());
          journal.append(new JournalEntry(step, command, "somebody"));
          take(command, run, past);
        }
        if (step < steps) {
          run.step();
          past.after();
        }
      }
      for (Moment moment : past.moments()) {
        List<JournalEntry> before =
            journal.entries().stream().filter(entry -> entry.step() <= moment.step()).toList();
        assertSame(Journal.replay(run.lesson(), before, moment.step()).moment(), moment);
      }
    }
  }

  @Test
  void aMomentIsAsItWasLeftWhereAParameterWasSet() {
    TrainingRun run = new TrainingRun(lesson(4), 1);
    Past past = new Past(run);
    take(new Command.SetParameter("layer1.neuron1.w0", 7), run, past);
    take(new Command.SetLearningRate(0.5), run, past);
    assertEquals(1, past.moments().size());
    assertEquals(7, past.moments().getFirst().parameters()[0]);
    assertEquals(0.5, past.moments().getFirst().learningRate());
  }

  @Test
  void ofALargerNetworkFewerMomentsAreKeptAndOfAVeryLargeOneNone() {
    assertEquals(Past.MAX_MOMENTS, most(lesson(100)));
    int parameters = 280 * 3 + 280 * 281 + 281;
    assertEquals(Past.MAX_NUMBERS / (2 * parameters), most(lesson(280)));
    assertEquals(13, most(lesson(280)));
    assertEquals(0, most(lesson(400)));
  }

  private static int most(Lesson lesson) {
    TrainingRun run = new TrainingRun(lesson, 1);
    Past past = new Past(run);
    int most = past.moments().size();
    for (int step = 0; step < 70; step++) {
      run.step();
      past.after();
      most = Math.max(most, past.moments().size());
    }
    return most;
  }

  private static void take(Command command, TrainingRun run, Past past) {
    switch (command) {
      case Command.SetLearningRate(double value) -> run.setLearningRate(value);
      case Command.SetParameter(String name, double value) -> run.setParameter(name, value);
      default -> throw new AssertionError(command);
    }
    past.steered();
  }

  private static void assertSame(Moment expected, Moment actual) {
    assertEquals(expected.step(), actual.step());
    assertArrayEquals(expected.parameters(), actual.parameters());
    assertArrayEquals(expected.gradients(), actual.gradients());
    assertEquals(expected.learningRate(), actual.learningRate());
  }

  private static Lesson lesson(int neurons) {
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
