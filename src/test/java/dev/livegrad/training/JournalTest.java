package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void replayingAJournalGivesEveryBitOfEveryParameter(long seed) {
    Random random = new Random(seed);
    Lesson lesson = Specs.fourPoints();
    List<String> names = new TrainingRun(lesson, 0).parameterNames();
    Journal journal = new Journal();
    TrainingRun live = new TrainingRun(lesson, lesson.spec().seed());
    for (int i = 0; i < 60; i++) {
      Command command =
          switch (random.nextInt(8)) {
            case 0 -> new Command.Start();
            case 1 -> new Command.Pause();
            case 2 -> new Command.Step(1 + random.nextInt(5));
            case 3 -> new Command.Reset(random.nextLong(-1000, 1000));
            case 4, 5 ->
                new Command.SetParameter(
                    names.get(random.nextInt(names.size())), random.nextGaussian());
            default -> new Command.SetLearningRate(random.nextDouble(0, 0.3));
          };
      assertTrue(journal.append(new JournalEntry(live.stepsDone(), command, "test")));
      switch (command) {
        case Command.SetLearningRate(double value) -> live.setLearningRate(value);
        case Command.SetParameter(String name, double value) -> live.setParameter(name, value);
        case Command.Reset(long newSeed) -> live = new TrainingRun(lesson, newSeed);
        case Command.Start _,
            Command.Pause _,
            Command.Step _,
            Command.Change _,
            Command.Rewind _ -> {}
      }
      for (int step = random.nextInt(30); step > 0; step--) {
        live.step();
      }
    }
    TrainingRun replayed = Journal.replay(lesson, journal.entries(), live.stepsDone());
    assertBitsEqual(live.parameters(), replayed.parameters());
    assertBitsEqual(live.gradients(), replayed.gradients());
    assertEquals(live.step(), replayed.step());
  }

  @Test
  void ofSeveralRatesAtOneStepOnlyTheLastIsKept() {
    Journal journal = new Journal();
    for (int i = 1; i <= 20_000; i++) {
      assertTrue(journal.append(rate(5, i)));
    }
    assertEquals(List.of(rate(5, 20_000)), journal.entries());
  }

  @Test
  void ofOneParametersValuesInARowAtOneStepOnlyTheLastIsKept() {
    Journal journal = new Journal();
    for (int i = 1; i <= 20_000; i++) {
      assertTrue(journal.append(parameter(5, "layer1.neuron1.b", i)));
    }
    journal.append(parameter(5, "layer1.neuron1.w0", 1));
    journal.append(parameter(5, "layer1.neuron1.b", 2));
    journal.append(parameter(6, "layer1.neuron1.b", 3));
    assertEquals(
        List.of(
            parameter(5, "layer1.neuron1.b", 20_000),
            parameter(5, "layer1.neuron1.w0", 1),
            parameter(5, "layer1.neuron1.b", 2),
            parameter(6, "layer1.neuron1.b", 3)),
        journal.entries());
  }

  @Test
  void aSetParameterIsNeverForgotten() {
    Journal journal = new Journal();
    for (int i = 1; i <= Journal.MAX_ENTRIES; i++) {
      assertTrue(journal.append(parameter(i, "layer1.neuron1.b", 0.1)));
    }
    assertFalse(journal.append(parameter(1_000_000, "layer1.neuron1.b", 0.1)));
  }

  @Test
  void aFullJournalForgetsPausesBeforeItRefusesRates() {
    Journal journal = new Journal();
    journal.append(new JournalEntry(0, new Command.Pause(), "test"));
    for (int i = 1; i <= Journal.MAX_ENTRIES; i++) {
      assertTrue(journal.append(rate(i, 0.1)));
    }
    assertEquals(rate(1, 0.1), journal.entries().getFirst());
    assertFalse(journal.append(rate(1_000_000, 0.2)));
    assertEquals(Journal.MAX_ENTRIES, journal.entries().size());
  }

  @Test
  void aJournalThatRunsBackwardsIsRefused() {
    List<JournalEntry> entries = List.of(rate(5, 0.1), rate(4, 0.2));
    assertThrows(
        IllegalArgumentException.class, () -> Journal.replay(Specs.fourPoints(), entries, 10));
  }

  private static JournalEntry parameter(long step, String name, double value) {
    return new JournalEntry(step, new Command.SetParameter(name, value), "test");
  }

  private static JournalEntry rate(long step, double value) {
    return new JournalEntry(step, new Command.SetLearningRate(value), "test");
  }

  private static void assertBitsEqual(double[] expected, double[] actual) {
    assertArrayEquals(bits(expected), bits(actual));
  }

  private static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return bits;
  }
}
