package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {

  @Test
  void ofOneMovementsRatesAtOneStepOnlyTheLastIsKept() {
    Journal journal = new Journal();
    for (int i = 1; i <= 20_000; i++) {
      assertTrue(journal.append(rate(5, i)));
    }
    assertEquals(List.of(rate(5, 20_000)), journal.entries());
  }

  @Test
  void ofOneMovementsValuesOfAParameterAtOneStepOnlyTheLastIsKept() {
    Journal journal = new Journal();
    for (int i = 1; i <= 20_000; i++) {
      assertTrue(journal.append(parameter(5, "layer1.neuron1.b", i)));
    }
    journal.append(parameter(5, "layer1.neuron1.w0", 1));
    journal.append(parameter(5, "layer1.neuron1.b", 2));
    journal.append(parameter(6, "layer1.neuron1.b", 3));
    assertEquals(
        List.of(
            parameter(5, "layer1.neuron1.w0", 1),
            parameter(5, "layer1.neuron1.b", 2),
            parameter(6, "layer1.neuron1.b", 3)),
        journal.entries());
  }

  @Test
  void whatIsAcceptedByItselfIsKeptWhateverFollowsAtTheSameStep() {
    Journal journal = new Journal();
    List<JournalEntry> given =
        List.of(
            new JournalEntry(5, new Command.SetLearningRate(0.1), "she"),
            new JournalEntry(5, new Command.SetLearningRate(0.2), "she"),
            new JournalEntry(5, new Command.SetLearningRate(0.3, 1L), "she"),
            new JournalEntry(5, new Command.SetLearningRate(0.4, 1L), "he"),
            new JournalEntry(5, new Command.SetLearningRate(0.5, 2L), "he"));
    given.forEach(entry -> assertTrue(journal.append(entry)));
    assertEquals(given, journal.entries());
  }

  @Test
  void oneViewerCantFillItAlone() {
    Journal journal = new Journal();
    for (int i = 1; i <= Journal.MAX_OF_A_VIEWER; i++) {
      assertFalse(journal.isTooMuchOf(rate(i, 0.1)));
      journal.append(rate(i, 0.1));
    }
    assertTrue(journal.isTooMuchOf(rate(1_000_000, 0.1)));
    assertFalse(journal.isTooMuchOf(rate(Journal.MAX_OF_A_VIEWER, 0.2)), "it replaces his last");
    assertFalse(
        journal.isTooMuchOf(
            new JournalEntry(1_000_000, new Command.SetLearningRate(0.1), "another")));
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
  void aCommandThatTheTrajectoryDependsOnHasRoomAsLongAsAPauseCanBeForgotten() {
    Journal journal = new Journal();
    journal.append(new JournalEntry(0, new Command.Reset(1L), "test"));
    journal.append(new JournalEntry(0, new Command.Pause(), "test"));
    for (int i = 1; i <= Journal.MAX_ENTRIES - 2; i++) {
      assertTrue(journal.append(rate(i, 0.1)));
    }
    assertTrue(journal.hasRoomFor(rate(1_000_000, 0.2)));
    assertTrue(journal.append(rate(1_000_000, 0.2)));
    assertFalse(journal.hasRoomFor(rate(1_000_001, 0.2)));
    assertTrue(journal.hasRoomFor(rate(1_000_000, 0.3)), "it takes the place of the last one");
    assertEquals(new Command.Reset(1L), journal.entries().getFirst().command());
  }

  @Test
  void aReplayIsGivenWhatSteersBeforeItsEnd() {
    Journal journal = new Journal();
    journal.append(rate(3, 0.1));
    journal.append(new JournalEntry(4, new Command.Pause(), "test"));
    journal.append(parameter(5, "layer1.neuron1.b", 1));
    journal.append(rate(6, 0.2));
    assertEquals(
        List.of(rate(3, 0.1), parameter(5, "layer1.neuron1.b", 1)),
        History.of(journal.entries()).before(6).journal());
  }

  private static JournalEntry parameter(long step, String name, double value) {
    return new JournalEntry(step, new Command.SetParameter(name, value, 1L), "test");
  }

  private static JournalEntry rate(long step, double value) {
    return new JournalEntry(step, new Command.SetLearningRate(value, 1L), "test");
  }
}
