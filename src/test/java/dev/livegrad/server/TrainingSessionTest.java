package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.Entry;
import dev.livegrad.protocol.RunStatus;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.Command;
import dev.livegrad.training.Journal;
import dev.livegrad.training.JournalEntry;
import dev.livegrad.training.Lesson;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session with a clock that moves only when a test moves it. */
final class TrainingSessionTest {
  private static final JsonNode NO_ID = NullNode.getInstance();
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final List<Update> told = new ArrayList<>();
  private long now = 5 * SECOND;
  private long epochs = 100;
  private TrainingSession session = session(Specs.fourPoints());

  @Test
  void aLessonTakesTenStepsASecond() {
    start();
    run(SECOND + 50 * MILLI);
    assertEquals(11, steps(), "one at once, then ten in a second");
    run(SECOND);
    assertEquals(21, steps());
  }

  @Test
  void aSpeedOfOneStepInTwoSecondsIsKept() {
    setSpeed(0.5);
    start();
    run(9 * SECOND);
    assertEquals(5, steps());
  }

  @Test
  void afterAStallNoLongBurstFollows() {
    setSpeed(100.0);
    start();
    run(100 * MILLI);
    long before = steps();
    now += 20 * SECOND;
    run(10 * MILLI);
    assertTrue(steps() - before <= 13, "a tenth of a second's steps are made up for, not 2,000");
  }

  @Test
  void aRunFinishesAtTheSpecsStepsAndCanBeContinued() {
    setSpeed(null);
    start();
    turn();
    assertEquals(RunStatus.FINISHED, status().status());
    assertEquals(100, steps());
    start();
    turn();
    assertEquals(RunStatus.RUNNING, status().status());
    assertEquals(null, status().goal());
    assertTrue(steps() > 100);
  }

  @Test
  void singleStepsPauseAfterTheirCount() {
    setSpeed(null);
    session.apply(new ClientMessage.Step(NO_ID, 7), "test");
    assertEquals(7, status().goal());
    turn();
    assertEquals(7, steps());
    assertEquals(RunStatus.PAUSED, status().status());
    turn();
    assertEquals(7, steps());
  }

  @Test
  void aStartWhileSingleStepsAreMadeGoesOnBeyondThem() {
    session.apply(new ClientMessage.Step(NO_ID, 7), "test");
    run(200 * MILLI);
    start();
    assertEquals(100, status().goal(), "the new goal is told");
    run(20 * SECOND);
    assertEquals(RunStatus.FINISHED, status().status());
  }

  @Test
  void aPauseTellsAllStepsBeforeItsStatus() {
    setSpeed(null);
    session = session(TestServer.endless());
    setSpeed(null);
    start();
    turn();
    session.apply(new ClientMessage.Pause(NO_ID), "test");
    assertInstanceOf(Update.Stands.class, told.getLast());
    assertEquals(steps(), covered());
  }

  @Test
  void aResetBeginsAnotherEpochWithTheSpecsRate() {
    session.apply(new ClientMessage.SetLearningRate(NO_ID, 3), "test");
    start();
    run(SECOND);
    long epoch = session.snapshot().run().epoch();
    session.apply(new ClientMessage.Reset(NO_ID, 9L), "test");
    TrainingSession.RunSnapshot fresh = session.snapshot();
    assertNotEquals(epoch, fresh.run().epoch());
    assertEquals(9, fresh.run().seed());
    assertEquals(0, steps());
    assertEquals(RunStatus.READY, fresh.status().status());
    assertEquals(0.1, fresh.status().learningRate());
    assertTrue(
        Double.doubleToRawLongBits(fresh.parameters()[0])
            == Double.doubleToRawLongBits(new TrainingRun(Specs.fourPoints(), 9).parameters()[0]));
  }

  @Test
  void aDivergedRunRefusesToGoOnAndSaysTheWayOut() {
    session = session(TestServer.diverging());
    setSpeed(null);
    start();
    turn();
    assertEquals(RunStatus.DIVERGED, status().status());
    for (Answer answer :
        List.of(
            session.apply(new ClientMessage.Start(NO_ID), "test"),
            session.apply(new ClientMessage.Step(NO_ID, 1), "test"))) {
      assertTrue(assertInstanceOf(Answer.Rejected.class, answer).reason().contains("reset"));
    }
    Entry last = entries().getLast();
    assertEquals(last.step(), last.from(), "the step that diverged is an entry of its own");
    session.apply(new ClientMessage.Reset(NO_ID, null), "test");
    assertEquals(RunStatus.READY, status().status());
  }

  @Test
  void framesAreAtMostThirtyASecond() {
    session = session(TestServer.endless());
    setSpeed(1_000.0);
    start();
    told.clear();
    run(SECOND);
    long frames = told.stream().filter(Update.Progressed.class::isInstance).count();
    assertTrue(frames <= 31, "frames: " + frames);
    assertTrue(frames >= 25, "frames: " + frames);
  }

  @Test
  void levelsAreMadeOnlyWhileSomebodyWatches() {
    start();
    run(SECOND);
    assertEquals(0, levels(Topic.PARAMETERS));
    session.watch(Set.of(Topic.PARAMETERS), Set.of(Topic.PARAMETERS));
    run(SECOND);
    assertTrue(levels(Topic.PARAMETERS) > 5);
    assertEquals(0, levels(Topic.PREDICTIONS));
    session.watch(Set.of(), Set.of());
    told.clear();
    run(SECOND);
    assertEquals(0, levels(Topic.PARAMETERS));
  }

  @Test
  void aLevelComesToWhoeverAsksWhileNothingRuns() {
    session.watch(Set.of(Topic.PREDICTIONS), Set.of(Topic.PREDICTIONS));
    assertTrue(session.nanosLeft() < SECOND);
    run(100 * MILLI);
    assertEquals(1, levels(Topic.PREDICTIONS));
    assertEquals(Long.MAX_VALUE, session.nanosLeft());
  }

  @Test
  void aSetParameterIsJournalledAtItsStepAndBeginsAnEntry() {
    session = session(TestServer.endless());
    setSpeed(null);
    start();
    turn();
    long step = steps();
    session.apply(new ClientMessage.SetParameter(NO_ID, "layer1.neuron2.w1", 0.75), "test");
    turn();
    assertTrue(
        session
            .snapshot()
            .journal()
            .contains(
                new JournalEntry(
                    step, new Command.SetParameter("layer1.neuron2.w1", 0.75), "test")));
    session.apply(new ClientMessage.Pause(NO_ID), "test");
    assertTrue(entries().stream().anyMatch(entry -> entry.from() == step));
    covered();
  }

  @Test
  void aParameterSetWhilePausedIsShownAtOnce() {
    session.watch(Set.of(Topic.PARAMETERS), Set.of());
    session.apply(new ClientMessage.SetParameter(NO_ID, "layer1.neuron1.w0", 0.75), "test");
    run(SECOND);
    assertEquals(1, levels(Topic.PARAMETERS));
    assertEquals(0.75, session.snapshot().parameters()[0]);
    assertEquals(RunStatus.READY, status().status());
  }

  @Test
  void aParameterThatTheNetworkHasNotIsRefusedInOneLine() {
    Answer answer =
        session.apply(new ClientMessage.SetParameter(NO_ID, "layer1.neuron5.w0", 1), "test");
    assertEquals(
        "setParameter.name: layer1.neuron5.w0 is not allowed; a parameter of this network is,"
            + " layer1.neuron1.w0 to layer3.neuron1.b",
        assertInstanceOf(Answer.Rejected.class, answer).reason());
    assertEquals(List.of(), session.snapshot().journal());
  }

  @Test
  void aSurfaceThatTheRunHasNotIsNotSent() {
    Topic surface = new Topic(Topic.Kind.SURFACE, 0, 7);
    session.watch(Set.of(surface), Set.of(surface));
    run(SECOND);
    assertEquals(0, levels(surface));
  }

  @Test
  void picturesAreSentAFewTimesASecond() {
    Topic surface = new Topic(Topic.Kind.SURFACE, 0, 2);
    Topic neurons = new Topic(Topic.Kind.NEURONS);
    session.watch(Set.of(surface, neurons), Set.of(surface, neurons));
    setSpeed(100.0);
    start();
    run(SECOND);
    assertTrue(levels(surface) >= 3 && levels(surface) <= 6, "surfaces: " + levels(surface));
    assertTrue(levels(neurons) >= 3 && levels(neurons) <= 6, "neurons: " + levels(neurons));
  }

  /** Whatever is commanded, the journal gives the same run again, bit for bit. */
  @Test
  void theJournalReplaysWhatHappened() {
    Random random = new Random(42);
    Lesson lesson = TestServer.endless();
    session = session(lesson);
    for (int i = 0; i < 300; i++) {
      ClientMessage.Command command =
          switch (random.nextInt(7)) {
            case 0 -> new ClientMessage.Start(NO_ID);
            case 1 -> new ClientMessage.Pause(NO_ID);
            case 2 -> new ClientMessage.Step(NO_ID, 1 + random.nextInt(20));
            case 3 -> new ClientMessage.SetLearningRate(NO_ID, random.nextDouble());
            case 4 ->
                new ClientMessage.SetParameter(
                    NO_ID, "layer1.neuron2.w" + random.nextInt(2), random.nextGaussian());
            case 5 -> new ClientMessage.SetSpeed(NO_ID, 1 + 1_000 * random.nextDouble());
            default ->
                random.nextInt(20) == 0
                    ? new ClientMessage.Reset(NO_ID, (long) random.nextInt(9))
                    : new ClientMessage.Pause(NO_ID);
          };
      session.apply(command, "viewer " + i);
      run(random.nextInt(100) * MILLI);
    }
    session.apply(new ClientMessage.Pause(NO_ID), "test");
    TrainingSession.RunSnapshot snapshot = session.snapshot();
    assertEquals(snapshot.status().step(), covered(), "the series has no gap");
    assertTrue(snapshot.status().step() > 0);
    assertTrue(
        snapshot.journal().stream().anyMatch(e -> e.command() instanceof Command.SetLearningRate));
    assertTrue(
        snapshot.journal().stream().anyMatch(e -> e.command() instanceof Command.SetParameter));
    TrainingRun again = Journal.replay(lesson, snapshot.journal(), snapshot.status().step());
    double[] expected = again.parameters();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          Double.doubleToRawLongBits(expected[i]),
          Double.doubleToRawLongBits(snapshot.parameters()[i]));
    }
  }

  private TrainingSession session(Lesson lesson) {
    told.clear();
    TrainingSession created =
        new TrainingSession(
            lesson, ServerOptions.defaults(), this::tick, () -> epochs++, told::add);
    created.begin();
    return created;
  }

  /** Every look at the clock takes a microsecond, so that a turn at full speed ends. */
  private long tick() {
    return now += 1_000;
  }

  @Test
  void rewindingGivesEveryBitAgainAndGoesOnFromThere() {
    setSpeed(null);
    session.apply(new ClientMessage.Step(NO_ID, 20), "test");
    turn();
    rate(0.05);
    session.apply(new ClientMessage.Step(NO_ID, 30), "test");
    turn();
    List<Entry> once = entries();
    double[] parameters = session.snapshot().parameters();
    rate(10);
    session.apply(new ClientMessage.Step(NO_ID, 5), "test");
    turn();

    setSpeed(1.0);
    session.apply(new ClientMessage.Rewind(NO_ID, 50), "test");
    turn();
    assertEquals(RunStatus.PAUSED, status().status());
    assertEquals(50, steps());
    assertEquals(0.05, status().learningRate());
    assertArrayEquals(parameters, session.snapshot().parameters());
    assertEquals(last(once), last(entries()));
    assertEquals(50, covered());
    assertEquals(
        List.of("Reset[seed=42]", "Rewind[step=50]", "SetLearningRate[value=0.05]"),
        session.snapshot().journal().stream().map(it -> it.command().toString()).toList());
  }

  @Test
  void rewindingBeyondTheStepsDoneIsRefused() {
    Answer answer = session.apply(new ClientMessage.Rewind(NO_ID, 1), "test");
    assertEquals(
        "rewind.step: 1 is not allowed; a whole number from 0 to 0, the steps done, is",
        assertInstanceOf(Answer.Rejected.class, answer).reason());
  }

  @Test
  void whileARunIsRewoundNobodySteersIt() {
    setSpeed(null);
    session.apply(new ClientMessage.Step(NO_ID, 50), "test");
    turn();
    session.apply(new ClientMessage.Rewind(NO_ID, 50), "test");
    Answer answer = session.apply(new ClientMessage.SetLearningRate(NO_ID, 1), "test");
    assertInstanceOf(Answer.Rejected.class, answer);
    turn();
    assertEquals(50, steps());
  }

  @Test
  void anotherActivationMakesAnotherRunWithTheSameSeed() {
    session.apply(new ClientMessage.Change(NO_ID, "relu", null, null), "test");
    ServerMessage.Run run = session.snapshot().run();
    assertTrue(run.spec().get("model").toString().contains("hidden=relu"));
    assertEquals(42, run.seed());
    assertEquals(0, steps());
  }

  @Test
  void findingsAreToldWhenTheyBeginAndWhenTheyEnd() {
    rate(1e-5);
    session.apply(new ClientMessage.Step(NO_ID, 30), "test");
    setSpeed(null);
    turn();
    ServerMessage.Finding slow = findings().getFirst();
    assertEquals("slow", slow.kind());
    assertEquals("problem", slow.severity());
    assertEquals(null, slow.ended());
    rate(0.1);
    session.apply(new ClientMessage.Step(NO_ID, 1), "test");
    turn();
    assertEquals(slow.number(), findings().getLast().number());
    assertEquals(31, findings().getLast().ended());
  }

  private List<ServerMessage.Finding> findings() {
    return told.stream()
        .filter(Update.Found.class::isInstance)
        .map(it -> ((Update.Found) it).finding())
        .toList();
  }

  private static Entry last(List<Entry> entries) {
    return entries.getLast();
  }

  private void rate(double value) {
    session.apply(new ClientMessage.SetLearningRate(NO_ID, value), "test");
  }

  private void start() {
    session.apply(new ClientMessage.Start(NO_ID), "test");
  }

  private void setSpeed(Double stepsPerSecond) {
    session.apply(new ClientMessage.SetSpeed(NO_ID, stepsPerSecond), "test");
  }

  private void turn() {
    session.turn(now + 4 * MILLI);
  }

  /** Turns, as the verticle makes them, for so long. */
  private void run(long nanos) {
    long end = now + nanos;
    turn();
    while (session.nanosLeft() < end - now) {
      now += session.nanosLeft();
      turn();
    }
    now = Math.max(now, end);
  }

  private long steps() {
    return status().step();
  }

  private ServerMessage.Status status() {
    return session.snapshot().status();
  }

  private long levels(Topic topic) {
    return told.stream()
        .filter(update -> update instanceof Update.Level level && level.topic().equals(topic))
        .count();
  }

  /** The entries told since the epoch began. */
  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Update update : told) {
      switch (update) {
        case Update.Began _ -> entries.clear();
        case Update.Progressed progressed -> entries.addAll(progressed.entries());
        case Update.Journalled _, Update.Stands _, Update.Level _, Update.Found _ -> {
          // No entries.
        }
      }
    }
    return entries;
  }

  /** How many steps the entries cover without a gap. */
  private long covered() {
    long next = 0;
    for (Entry entry : entries()) {
      assertEquals(next, entry.from());
      next = entry.step() + 1;
    }
    return next;
  }
}
