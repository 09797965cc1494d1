package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    assertEquals(
        Command.Reader.ALL.keySet(),
        drawn,
        "DrawnCommands.draw draws every command, and each took effect");
  }

  private void whateverIsCommandedTheJournalGivesEveryBitAgain(long seed) {
    told.clear();
    Random random = new Random(seed);
    long[] numbers = {0};
    RunSession session =
        TestRuns.session(Specs.fourPoints(), this::tick, () -> numbers[0]++, told::add);
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
    Trajectory again = again(snapshot, History.of(snapshot.journal()));
    RunSnapshot replayed = again.snapshot(snapshot.state());
    assertBitsEqual(snapshot.present().parameters(), replayed.present().parameters());
    assertBitsEqual(snapshot.present().gradients(), replayed.present().gradients());
    assertEquals(snapshot.present().hyperparameters(), replayed.present().hyperparameters());
    assertArrayEquals(snapshot.nextSamples(), replayed.nextSamples());
    assertEquals(snapshot.journal(), replayed.journal());
  }

  /** Whatever was kept of it when the process ended: the bits, the curve and the journal are so. */
  @Test
  void aTrajectoryGoesOnFromWhateverIsKeptOfItsPast() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Trajectory live = drawn(random, 300 + random.nextInt(300));
      RunSnapshot done = snapshot(live);
      History past = live.history();
      List<Checkpoint> some =
          past.checkpoints().stream().filter(_ -> random.nextInt(4) == 0).toList();
      int shown = random.nextInt(past.series().size() + 1);
      List<SeriesEntry> series =
          random.nextBoolean() ? past.series() : past.series().subList(0, shown);
      Trajectory again =
          again(done, new History(past.journal(), series, past.findings(), some, Double.NaN));
      RunSnapshot resumed = snapshot(again);
      assertBitsEqual(done.present().parameters(), resumed.present().parameters());
      assertBitsEqual(done.present().gradients(), resumed.present().gradients());
      assertEquals(done.present().hyperparameters(), resumed.present().hyperparameters());
      assertArrayEquals(done.nextSamples(), resumed.nextSamples());
      assertEquals(done.journal(), resumed.journal());
      assertEquals(series, resumed.series().entries().subList(0, series.size()));
      assertEquals(done.series().end(), resumed.series().end());
      assertEquals(found(live), found(again));
      assertEquals(live.step(), again.step());
    }
  }

  /** Steps at changing rates, of a run with mini-batches. */
  private static Trajectory drawn(Random random, int steps) {
    RunSetup setup =
        Specs.of(
            Map.of(
                "name", "mini-batches",
                "data", Map.of("generator", Map.of("name", "moons", "samples", 50)),
                "model", Map.of("layers", List.of(4, 1)),
                "optimizer",
                    Map.of("name", random.nextBoolean() ? "sgd" : "adam", "learningRate", 0.01),
                "training", Map.of("batch", Map.of("size", 8))));
    Trajectory live = new Trajectory(1, new Command.Origin(setup, 42), _ -> {});
    while (live.stepsDone() < steps) {
      if (random.nextInt(40) == 0) {
        Command command = DrawnCommands.steering(random, live.run());
        give(live, command);
      }
      live.step();
      if (random.nextInt(20) == 0) {
        live.publishSteps(0);
      }
    }
    assertTrue(live.look(null));
    live.publishSteps(0);
    return live;
  }

  /** Some are refused, and have changed nothing then. */
  private static void give(Trajectory live, Command command) {
    try {
      assertTrue(live.append(new JournalEntry(live.stepsDone(), command, "somebody")));
    } catch (SpecException e) {
      assertTrue(command instanceof Command.Set, e.getMessage());
    }
  }

  private static RunSnapshot snapshot(Trajectory trajectory) {
    return trajectory.snapshot(
        new RunState(
            1, RunStatus.PAUSED, trajectory.stepsDone(), 0, null, null, null, null, Map.of()));
  }

  @Test
  void whereATrajectoryGoesOnAFindingKeepsItsCauseAndItsRemedies() {
    Trajectory live = new Trajectory(1, new Command.Origin(Specs.lesson("moons"), 1337), _ -> {});
    for (int step = 0; step < 30; step++) {
      if (step == 20) {
        Command rate = new Command.SetLearningRate(1000);
        assertTrue(live.append(new JournalEntry(20, rate, "somebody")));
      }
      live.step();
    }
    live.rest();
    assertTrue(live.look(null));
    live.publishSteps(0);
    List<RunEvent.FindingChanged> known = open(live);
    assertEquals("learning rate raised", problem(known).cause());

    Trajectory again = again(snapshot(live), live.history());
    assertEquals(known, open(again));
    again.append(new JournalEntry(30, new Command.SetLearningRate(0), "test"));
    again.append(new JournalEntry(30, new Command.SetParameter("layer2.neuron1.b", 1e9), "test"));
    again.step();
    again.rest();
    assertTrue(again.look(null));
    RunEvent.FindingChanged over = again.diagnosis().findings().get(problem(known).number());
    assertEquals(31, over.ended());
    assertEquals(problem(known).finding().text(), over.finding().text());
  }

  private static List<RunEvent.FindingChanged> open(Trajectory trajectory) {
    return found(trajectory).stream().filter(it -> it.ended() == null).toList();
  }

  /** All findings, in any trajectory. */
  private static List<RunEvent.FindingChanged> found(Trajectory trajectory) {
    return trajectory.diagnosis().findings().stream()
        .map(it ->
            new RunEvent.FindingChanged(
                1, it.number(), it.finding(), it.cause(), it.ended(), it.remedies()))
        .toList();
  }

  private static RunEvent.FindingChanged problem(List<RunEvent.FindingChanged> findings) {
    return findings.stream()
        .filter(it -> it.finding().severity() == Finding.Severity.PROBLEM)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aJournalThatRunsBackwardsIsRefused() {
    List<JournalEntry> entries =
        List.of(
            new JournalEntry(5, new Command.SetLearningRate(0.1), "test"),
            new JournalEntry(4, new Command.SetLearningRate(0.2), "test"));
    RunSetup setup = Specs.fourPoints();
    assertThrows(IllegalArgumentException.class, () -> Replay.run(setup, 42, entries, 10));
  }

  private static Trajectory again(RunSnapshot snapshot, History past) {
    Command.Origin origin =
        new Command.Origin(
            snapshot.network().setup(),
            snapshot.description().seed(),
            past,
            snapshot.series().end());
    return new Trajectory(9, origin, _ -> {});
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
