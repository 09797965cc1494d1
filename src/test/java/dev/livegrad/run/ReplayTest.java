package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Setup, seed and journal give a trajectory again, bit for bit. */
final class ReplayTest {
  private static final long MILLI = 1_000_000;
  private final List<RunEvent> told = new ArrayList<>();
  private final Set<String> drawn = new TreeSet<>();
  private long now;

  @Test
  void whateverIsCommandedTheJournalGivesEveryBitAgain() {
    for (long seed = 1; seed <= 4; seed++) {
      whateverIsCommandedTheJournalGivesEveryBitAgain(seed);
    }
    assertEquals(Command.Reader.ALL.keySet(), drawn, "every command took effect");
  }

  private void whateverIsCommandedTheJournalGivesEveryBitAgain(long seed) {
    told.clear();
    Random random = new Random(seed);
    long[] numbers = {0};
    RunSession session =
        new RunSession(
            Specs.fourPoints(), RunOptions.DEFAULTS, this::tick, () -> numbers[0]++, told::add);
    session.begin();
    for (int i = 0; i < 100; i++) {
      Command command = DrawnCommands.draw(random, session.snapshot());
      if (session.apply(command, "viewer " + i) instanceof CommandResult.Accepted) {
        drawn.add(command.word());
      }
      run(session, random.nextInt(60) * MILLI);
    }
    session.apply(new Command.Pause(), "test");
    session.tell();

    RunSnapshot snapshot = session.snapshot();
    assertSeriesIsWhole(snapshot);
    Trajectory again =
        new Trajectory(
            9, snapshot.network().setup(), snapshot.description().seed(), _ -> {}, () -> 0);
    new Replay(snapshot.journal(), snapshot.state().step()).runOn(again);
    RunSnapshot replayed = again.snapshot(snapshot.state());
    assertBitsEqual(snapshot.present().parameters(), replayed.present().parameters());
    assertBitsEqual(snapshot.present().gradients(), replayed.present().gradients());
    assertEquals(snapshot.present().learningRate(), replayed.present().learningRate());
    assertArrayEquals(snapshot.nextSamples(), replayed.nextSamples());
    assertEquals(snapshot.journal(), replayed.journal());
  }

  @Test
  void aJournalThatRunsBackwardsIsRefused() {
    List<JournalEntry> entries =
        List.of(
            new JournalEntry(5, new Command.SetLearningRate(0.1), "test"),
            new JournalEntry(4, new Command.SetLearningRate(0.2), "test"));
    Replay replay = new Replay(entries, 10);
    RunSetup setup = Specs.fourPoints();
    Trajectory trajectory = new Trajectory(1, setup, 42, _ -> {}, () -> 0);
    assertThrows(IllegalArgumentException.class, () -> replay.runOn(trajectory));
  }

  private void assertSeriesIsWhole(RunSnapshot snapshot) {
    long next = 0;
    for (RunEvent event : told) {
      if (event instanceof RunEvent.TrajectoryBegan) {
        next = 0;
      } else if (event instanceof RunEvent.StepsMade(_, List<SeriesEntry> entries)) {
        for (SeriesEntry entry : entries) {
          assertEquals(next, entry.from());
          next = entry.step() + 1;
        }
      }
    }
    assertEquals(snapshot.state().step(), next);
    assertEquals(next, snapshot.series().end());
    assertTrue(snapshot.journal().size() > 0);
  }

  /** Turns, as they are made for the session, for so long. */
  private void run(RunSession session, long nanos) {
    long end = now + nanos;
    do {
      session.turn(now + 4 * MILLI);
      now += Math.min(session.nanosLeft(), Math.max(0, end - now));
    } while (now < end);
  }

  /** Every look at the clock takes a while, so that a turn at full speed has few steps and ends. */
  private long tick() {
    return now += 40_000;
  }

  private static void assertBitsEqual(double[] expected, double[] actual) {
    assertArrayEquals(bits(expected), bits(actual));
  }

  private static long[] bits(double[] values) {
    return DoubleStream.of(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
