package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.diagnosis.Health;
import dev.livegrad.training.diagnosis.HealthReader;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session with a clock that moves only when a test moves it. */
final class RunSessionTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final List<RunEvent> told = new ArrayList<>();
  private long now = 5 * SECOND;
  private long tick = 1_000;
  private long trajectories = 100;
  private RunSession session = session(Specs.fourPoints());

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
  void aRunFinishesAtItsStopLossAndGoesOnBeyondIt() {
    session = session(stopping());
    setSpeed(null);
    start();
    turn();
    assertEquals(RunStatus.FINISHED, status().status());
    List<SeriesEntry> entries = entries();
    assertTrue(entries.getLast().loss() <= 1);
    assertTrue(entries.get(entries.size() - 2).lossMin() > 1);
    start();
    turn();
    assertEquals(RunStatus.RUNNING, status().status());
  }

  @Test
  void whereARunStopsItsLastStepIsTested() {
    session = session(tested());
    session.apply(new Command.Step(7), "test");
    run(2 * SECOND);
    assertEquals(RunStatus.PAUSED, status().status());
    TrainingRun run = new TrainingRun(tested(), 3);
    for (int i = 0; i < 6; i++) {
      run.step();
    }
    double expected = TestSet.of(run.network()).evaluate(run.parameters()).loss();
    assertEquals(6, entries().getLast().step());
    assertEquals(expected, entries().getLast().testLoss());
  }

  @Test
  void whereverAPauseFallsItsLastStepIsTestedThoughTestsTakeLong() {
    for (long pause = 100; pause < 1_000; pause += 31) {
      session = session(tested());
      setSpeed(100.0);
      tick = 3 * MILLI; // so long takes a test
      start();
      run(pause * MILLI);
      session.apply(new Command.Pause(), "test");
      run(SECOND);
      assertEquals(steps() - 1, entries().getLast().step());
      assertTrue(entries().getLast().isTested(), "a pause after " + pause + " ms");
      told.clear();
    }
  }

  @Test
  void aTestedCurveOfTheFirstFrameHasPointsAllAlong() {
    session = session(tested());
    setSpeed(null);
    session.apply(new Command.Step(100), "test");
    run(SECOND);
    List<Long> steps =
        entries().stream().filter(SeriesEntry::isTested).map(SeriesEntry::step).toList();
    assertEquals(LongStream.rangeClosed(0, 15).boxed().toList(), steps.subList(0, 16));
    List<Long> doubling = List.of(16L, 18L, 20L, 22L, 24L, 26L, 28L, 30L, 32L, 36L, 40L);
    assertEquals(doubling, steps.subList(16, 27));
    assertEquals(List.of(88L, 96L, 99L), steps.subList(steps.size() - 3, steps.size()));
  }

  @Test
  void testsTakeASixteenthOfTheTimeAtFullSpeed() {
    session = session(tested());
    setSpeed(null);
    tick = MILLI / 4; // so long takes each look at the clock, and so a test
    start();
    run(10 * SECOND);
    long tests = entries().stream().filter(SeriesEntry::isTested).count();
    assertTrue(tests > 20, () -> tests + " tests");
    assertTrue(entries().stream().anyMatch(it -> !it.isTested()));
  }

  private static RunSetup stopping() {
    return Specs.ofYaml(
        """
        name: stopping
        seed: 42
        data: {inline: {inputs: [[1.0], [2.0]], targets: [1.0, -1.0]}}
        model: {layers: [4, 4, 1]}
        optimizer: {learningRate: 0.1}
        training: {stopAtLoss: 1}
        """);
  }

  private static RunSetup tested() {
    return Specs.ofYaml(
        """
        name: tested
        seed: 3
        data: {generator: {name: moons, samples: 40, noise: 0.2}, split: {test: 0.3}}
        model: {layers: [4, 1]}
        loss: {reduction: mean}
        optimizer: {learningRate: 0.1}
        """);
  }

  @Test
  void singleStepsPauseAfterTheirCount() {
    setSpeed(null);
    session.apply(new Command.Step(7), "test");
    assertEquals(7, status().goal());
    turn();
    assertEquals(7, steps());
    assertEquals(RunStatus.PAUSED, status().status());
    turn();
    assertEquals(7, steps());
  }

  @Test
  void aStartWhileSingleStepsAreMadeGoesOnBeyondThem() {
    session.apply(new Command.Step(7), "test");
    run(200 * MILLI);
    start();
    assertEquals(100, status().goal(), "the new goal is told");
    run(20 * SECOND);
    assertEquals(RunStatus.FINISHED, status().status());
  }

  @Test
  void aPauseTellsAllStepsBeforeItsStatus() {
    setSpeed(null);
    session = session(Specs.endless());
    setSpeed(null);
    start();
    turn();
    session.apply(new Command.Pause(), "test");
    session.tell();
    assertInstanceOf(RunEvent.StatusChanged.class, told.getLast());
    assertEquals(steps(), covered());
  }

  @Test
  void aResetBeginsAnotherTrajectoryWithTheSpecsRate() {
    session.apply(new Command.SetLearningRate(3), "test");
    start();
    run(SECOND);
    long trajectory = session.snapshot().trajectory();
    session.apply(new Command.Reset(9L), "test");
    RunSnapshot fresh = session.snapshot();
    assertNotEquals(trajectory, fresh.trajectory());
    assertEquals(9, fresh.description().seed());
    assertEquals(0, steps());
    assertEquals(RunStatus.READY, fresh.state().status());
    assertEquals(0.1, fresh.state().learningRate());
    assertTrue(
        Double.doubleToRawLongBits(fresh.present().parameters()[0])
            == Double.doubleToRawLongBits(new TrainingRun(Specs.fourPoints(), 9).parameters()[0]));
  }

  @Test
  void aDivergedRunRefusesToGoOnAndSaysTheWayOut() {
    session = session(Specs.diverging());
    setSpeed(null);
    start();
    turn();
    assertEquals(RunStatus.DIVERGED, status().status());
    for (CommandResult answer :
        List.of(
            session.apply(new Command.Start(), "test"),
            session.apply(new Command.Step(1), "test"))) {
      assertTrue(assertInstanceOf(CommandResult.Rejected.class, answer).reason().contains("reset"));
    }
    SeriesEntry last = entries().getLast();
    assertEquals(last.step(), last.from(), "the step that diverged is an entry of its own");
    session.apply(new Command.Reset(null), "test");
    assertEquals(RunStatus.READY, status().status());
  }

  @Test
  void framesAreAtMostThirtyASecond() {
    session = session(Specs.endless());
    setSpeed(1_000.0);
    start();
    told.clear();
    run(SECOND);
    long frames = told.stream().filter(RunEvent.StepsMade.class::isInstance).count();
    assertTrue(frames <= 31, "frames: " + frames);
    assertTrue(frames >= 25, "frames: " + frames);
  }

  @Test
  void howeverManyCommandsComeThereAreThirtyJournalsAndStatusesASecond() {
    session = session(Specs.endless());
    setSpeed(100.0);
    start();
    run(100 * MILLI);
    told.clear();
    for (int i = 0; i < 1_000; i++) {
      session.apply(new Command.SetParameter("layer1.neuron1.w" + i % 2, 0.5), "test");
      run(MILLI);
    }
    session.tell();
    List<JournalEntry> entries = new ArrayList<>();
    int journals = 0;
    int statuses = 0;
    for (RunEvent event : told) {
      if (event instanceof RunEvent.CommandsApplied applied) {
        journals++;
        entries.addAll(applied.entries());
      }
      statuses += event instanceof RunEvent.StatusChanged ? 1 : 0;
    }
    assertEquals(1_000, entries.size());
    assertTrue(journals <= 50 && statuses <= 50, journals + " journals, " + statuses);
  }

  @Test
  void aTrajectoryThatEndsWithinAFrameIsNotTold() {
    turn();
    told.clear();
    for (long seed = 1; seed <= 50; seed++) {
      session.apply(new Command.Reset(seed), "test");
    }
    session.tell();
    List<RunEvent.TrajectoryBegan> began =
        told.stream()
            .filter(RunEvent.TrajectoryBegan.class::isInstance)
            .map(RunEvent.TrajectoryBegan.class::cast)
            .toList();
    assertEquals(List.of(50L), began.stream().map(it -> it.run().description().seed()).toList());
    assertEquals(
        List.of(new JournalEntry(0, new Command.Reset(50L), "test")),
        ((RunEvent.CommandsApplied) told.get(1)).entries());
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
    session = session(Specs.endless());
    setSpeed(null);
    start();
    turn();
    long step = steps();
    session.apply(new Command.SetParameter("layer1.neuron2.w1", 0.75), "test");
    turn();
    assertTrue(
        session
            .snapshot()
            .journal()
            .contains(
                new JournalEntry(
                    step, new Command.SetParameter("layer1.neuron2.w1", 0.75), "test")));
    session.apply(new Command.Pause(), "test");
    assertTrue(entries().stream().anyMatch(entry -> entry.from() == step));
    covered();
  }

  @Test
  void aParameterSetWhilePausedIsShownAtOnce() {
    session.watch(Set.of(Topic.PARAMETERS), Set.of());
    session.apply(new Command.SetParameter("layer1.neuron1.w0", 0.75), "test");
    run(SECOND);
    assertEquals(1, levels(Topic.PARAMETERS));
    assertEquals(0.75, session.snapshot().present().parameters()[0]);
    assertEquals(RunStatus.READY, status().status());
  }

  @Test
  void aParameterThatTheNetworkHasNotIsRefusedInOneLine() {
    CommandResult answer = session.apply(new Command.SetParameter("layer1.neuron5.w0", 1), "test");
    assertEquals(
        "setParameter.name: \"layer1.neuron5.w0\" is not allowed; one of the network's parameters,"
            + " layer1.neuron1.w0 to layer3.neuron1.b is",
        assertInstanceOf(CommandResult.Rejected.class, answer).reason());
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

  @Test
  void aPauseDoesNotWaitForTheEndOfAStepThatTakesLong() {
    RunSetup large =
        Specs.of(
            Map.of(
                "name", "large",
                "data", Map.of("generator", Map.of("name", "moons", "samples", 20_000)),
                "model", Map.of("layers", List.of(16, 1)),
                "loss", Map.of("reduction", "mean"),
                "optimizer", Map.of("learningRate", 0.1)));
    session = session(large);
    setSpeed(null);
    start();
    // Each look at the clock comes so late that a part of a step is as short as can be.
    tick = 10 * MILLI;
    session.turn(now + 15 * MILLI);
    assertEquals(0, steps());
    assertEquals(new CommandResult.Accepted(0, null), session.apply(new Command.Pause(), "test"));
    assertEquals(RunStatus.PAUSED, status().status());
    assertEquals(0, steps());

    start();
    int turns = 0;
    for (; steps() < 2 && turns < 1_000; turns++) {
      session.turn(now + 15 * MILLI);
    }
    assertTrue(turns > 20, turns + " turns");
    TrainingRun alone = new TrainingRun(large, 0);
    alone.step();
    alone.step();
    assertArrayEquals(alone.parameters(), session.snapshot().present().parameters());
  }

  @Test
  void aPauseIsAnsweredBetweenThePartsOfALookAndWhatItFindsIsToldAfterIt() {
    rate(1e-5);
    setSpeed(null);
    session.apply(new Command.Step(11), "test");
    turn();
    session.apply(new Command.Step(100), "test");
    // So that a part is no more than a single step of a trial.
    tick = 10 * MILLI;
    while (steps() < 12) {
      session.turn(now + 15 * MILLI);
    }
    session.apply(new Command.Pause(), "test");
    assertEquals(RunStatus.PAUSED, status().status());
    assertEquals(List.of(), findings());
    int turns = 0;
    while (session.nanosLeft() == 0) {
      session.turn(now + 15 * MILLI);
      turns++;
    }
    assertTrue(turns > 60, "only " + turns + " parts");
    assertEquals(12, steps(), "no step is made before the end of the look");
    assertEquals(Finding.Kind.SLOW, findings().getFirst().finding().kind());
  }

  private RunSession session(RunSetup lesson) {
    told.clear();
    return TestRuns.session(lesson, this::tick, () -> trajectories++, told::add);
  }

  /** Every look at the clock takes a microsecond, so that a turn at full speed ends. */
  private long tick() {
    return now += tick;
  }

  @Test
  void rewindingGivesEveryBitAgainAndGoesOnFromThere() {
    setSpeed(null);
    session.apply(new Command.Step(20), "test");
    turn();
    rate(0.05);
    session.apply(new Command.Step(30), "test");
    turn();
    List<SeriesEntry> once = entries();
    double[] parameters = session.snapshot().present().parameters();
    rate(10);
    session.apply(new Command.Step(5), "test");
    turn();

    setSpeed(1.0);
    session.apply(new Command.Rewind(50), "test");
    turn();
    assertEquals(RunStatus.PAUSED, status().status());
    assertEquals(50, steps());
    assertEquals(0.05, status().learningRate());
    assertArrayEquals(parameters, session.snapshot().present().parameters());
    assertEquals(last(once), last(entries()));
    assertEquals(50, covered());
    assertEquals(
        List.of("Reset[seed=42]", "Rewind[step=50]", "SetLearningRate[value=0.05, gesture=null]"),
        session.snapshot().journal().stream().map(it -> it.command().toString()).toList());
  }

  @Test
  void secondsOfTrainingLeavePausesOutAndGoOnFromWhereARunIsRewoundTo() {
    setSpeed(10.0);
    session.apply(new Command.Step(11), "test");
    run(SECOND);
    run(100 * SECOND);
    assertEquals(1, last(entries()).seconds(), 0.01, "the first step is made at once");
    session.apply(new Command.Step(10), "test");
    run(SECOND);
    assertEquals(20, last(entries()).step());
    assertEquals(1.9, last(entries()).seconds(), 0.01, "the first of these, too");

    session.apply(new Command.Rewind(11), "test");
    assertEquals(1, last(entries()).seconds(), 0.01);
    run(100 * SECOND);
    session.apply(new Command.Step(6), "test");
    run(SECOND);
    assertEquals(16, last(entries()).step());
    assertEquals(1.5, last(entries()).seconds(), 0.01);

    session.apply(new Command.Reset(null), "test");
    session.apply(new Command.Step(6), "test");
    run(SECOND);
    assertEquals(0.5, last(entries()).seconds(), 0.01);
  }

  @Test
  void whereverARunStopsOrIsRewoundToItsFindingsNameTheNeuronsThatItsFiguresCountAsDead() {
    session = session(Specs.lesson("moons"));
    setSpeed(null);
    rate(1e6);
    for (long step = 1; step <= 4; step++) {
      session.apply(new Command.Step(1), "test");
      turn();
      findingsAgreeWithFigures(step);
    }
    for (long step = 4; step >= 1; step--) {
      session.apply(new Command.Rewind(step), "test");
      turn();
      findingsAgreeWithFigures(step);
    }
  }

  private void findingsAgreeWithFigures(long step) {
    RunSnapshot snapshot = session.snapshot();
    assertEquals(step, snapshot.present().step());
    Health figures = HealthReader.of(Specs.lesson("moons")).at(snapshot.present());
    List<String> dead =
        snapshot.findings().stream()
            .filter(it -> it.ended() == null && it.finding().kind() == Finding.Kind.DEAD)
            .map(it -> it.finding().where())
            .toList();
    for (int layer = 0; layer < 2; layer++) {
      String name = "layer" + (layer + 1);
      long neurons = dead.stream().filter(it -> it.startsWith(name + ".")).count();
      double share = dead.contains(name) ? 1 : neurons / 16.0;
      assertEquals(figures.layers().get(layer).dead(), share, name + " at step " + step);
    }
  }

  @Test
  void anotherSpecBeginsATrajectoryWhoseJournalTellsOnlyWhatIsNewInIt() {
    session.apply(new Command.Step(3), "test");
    run(SECOND);
    Map<String, Object> spec = new HashMap<>(Specs.fourPoints().spec().toTree());
    spec.put("seed", 7);
    spec.put("model", Map.of("layers", List.of(3, 1)));
    List<Double> points = DoubleStream.iterate(0, it -> it + 1).limit(1_000).boxed().toList();
    spec.put("data", Map.of("inline", Map.of("inputs", points, "targets", points)));
    assertInstanceOf(CommandResult.Accepted.class, session.apply(change(spec), "test"));
    RunSnapshot now = session.snapshot();
    assertEquals(RunStatus.READY, now.state().status());
    assertEquals(0, now.state().step());
    assertEquals(7, now.description().seed());
    assertEquals(10, now.description().parameterNames().size());
    assertEquals(1_000, now.network().setup().data().samples());
    assertEquals(
        List.of(
            new JournalEntry(0, new Command.Reset(7L), "test"),
            new JournalEntry(
                0,
                new Command.Change(
                    null, null, null, null, new NewSpec("seed 7, other samples, layers [3, 1]")),
                "test")),
        now.journal());

    spec.put("data", Map.of("generator", Map.of("name", "moons", "noise", 0.3)));
    session.apply(change(spec), "test");
    assertEquals(
        "generator moons, samples 100, noise 0.3, seed 0",
        session.snapshot().journal().getLast().command().argument());
  }

  @Test
  void aSpecThatCantBeRunIsRefusedAndTheRunGoesOn() {
    session.apply(new Command.Start(), "test");
    Map<String, Object> spec = new HashMap<>(Specs.fourPoints().spec().toTree());
    spec.put("model", Map.of("layers", List.of(3, 2)));
    assertEquals(
        "change.spec.model.layers[1]: 2 is not allowed; 1, as many as a sample has targets, is",
        assertInstanceOf(CommandResult.Rejected.class, session.apply(change(spec), "test"))
            .reason());
    assertEquals(RunStatus.RUNNING, status().status());
    spec.put("model", Map.of("layers", List.of(0)));
    assertEquals(
        "change.spec.model.layers[0]: 0 is not allowed; a whole number from 1 to 4096 is",
        assertThrows(SpecException.class, () -> change(spec)).getMessage());
    assertEquals(
        "change.spec: \"a journal's\" is not allowed; an object with the fields of a run spec is",
        assertInstanceOf(
                CommandResult.Rejected.class,
                session.apply(
                    new Command.Change(null, null, null, null, new NewSpec("a journal's")), "test"))
            .reason());
  }

  private static Command change(Map<String, Object> spec) {
    return Command.Reader.ALL
        .get("change")
        .read()
        .apply(
            Fields.of("change", Map.of("spec", spec)),
            new Command.Sources(_ -> null, it -> RunSetup.load(it, Path.of(""))));
  }

  @Test
  void rewindingBeyondTheStepsDoneIsRefused() {
    CommandResult answer = session.apply(new Command.Rewind(1), "test");
    assertEquals(
        "rewind.step: 1 is not allowed; a whole number from 0 to 0, the steps done, is",
        assertInstanceOf(CommandResult.Rejected.class, answer).reason());
  }

  @Test
  @Tag("thorough")
  void moreCommandsThanAJournalHasRoomForBesideTheRewindAreRefused() {
    session = session(Specs.endless());
    setSpeed(null);
    for (int i = 0; i < Journal.MAX_ENTRIES; i++) {
      session.apply(new Command.SetLearningRate(0.01), "viewer " + i / Journal.MAX_OF_A_VIEWER);
      session.apply(new Command.Step(1), "test");
      turn();
    }
    long trajectory = session.snapshot().trajectory();
    CommandResult result = session.apply(new Command.Rewind(10_000), "test");
    assertEquals(
        "rewind.step: before 10000 there are 10000 commands to be given again; at most 9998 are allowed",
        assertInstanceOf(CommandResult.Rejected.class, result).reason());
    assertEquals(trajectory, session.snapshot().trajectory());
    assertEquals(RunStatus.PAUSED, status().status());
  }

  @Test
  void anotherActivationMakesAnotherRunWithTheSameSeed() {
    session.apply(new Command.Change(Activation.RELU, null, null, null), "test");
    RunDescription run = session.snapshot().description();
    assertTrue(run.spec().get("model").toString().contains("hidden=relu"));
    assertEquals(42, run.seed());
    assertEquals(0, steps());
  }

  @Test
  void pointsAreAddedAtAStepToldAndKeptByAResetAndAChangeButNotByARewind() {
    session.apply(new Command.Step(5), "test");
    run(SECOND);
    Command points = new Command.AddPoints(List.of(List.of(1.0, 2.0, 3.0, -1.0)), null);
    assertInstanceOf(CommandResult.Accepted.class, session.apply(points, "test"));
    session.tell();
    RunEvent.SamplesChanged samples =
        told.stream()
            .filter(RunEvent.SamplesChanged.class::isInstance)
            .map(RunEvent.SamplesChanged.class::cast)
            .findFirst()
            .orElseThrow();
    assertArrayEquals(new double[] {1, 2, 3}, Objects.requireNonNull(samples.run().inputs())[4]);
    assertEquals(
        new JournalEntry(
            5, new Command.AddPoints(List.of(List.of(1.0, 2.0, 3.0, -1.0)), 0L), "test"),
        session.snapshot().journal().getLast());
    assertEquals(5, samplesNow());
    assertEquals(
        "addPoints.first: 0 is not allowed; 1, as many points as were added before, is",
        assertInstanceOf(
                CommandResult.Rejected.class,
                session.apply(
                    new Command.AddPoints(List.of(List.of(1.0, 2.0, 3.0, -1.0)), 0L), "test"))
            .reason());
    session.apply(new Command.Change(Activation.RELU, null, null, null), "test");
    assertEquals(5, samplesNow());
    assertEquals(0, steps());
    session.apply(new Command.Reset(3L), "test");
    assertEquals(5, samplesNow());
    session.apply(new Command.Rewind(0), "test");
    assertEquals(4, samplesNow());
  }

  private int samplesNow() {
    RunSnapshot now = session.snapshot();
    assertEquals(now.network().setup().data().samples(), now.nextSamples().length);
    return Objects.requireNonNull(now.description().targets()).length;
  }

  @Test
  void findingsAreToldWhenTheyBeginAndWhenTheyEnd() {
    rate(1e-5);
    session.apply(new Command.Step(30), "test");
    setSpeed(null);
    turn();
    RunEvent.FindingChanged slow = findings().getFirst();
    assertEquals(Finding.Kind.SLOW, slow.finding().kind());
    assertEquals(Finding.Severity.PROBLEM, slow.finding().severity());
    assertEquals(null, slow.ended());
    rate(0.1);
    session.apply(new Command.Step(1), "test");
    turn();
    assertEquals(slow.number(), findings().getLast().number());
    assertEquals(31, findings().getLast().ended());
  }

  private List<RunEvent.FindingChanged> findings() {
    session.tell();
    return told.stream()
        .filter(RunEvent.FindingChanged.class::isInstance)
        .map(RunEvent.FindingChanged.class::cast)
        .toList();
  }

  private static SeriesEntry last(List<SeriesEntry> entries) {
    return entries.getLast();
  }

  private void rate(double value) {
    session.apply(new Command.SetLearningRate(value), "test");
  }

  private void start() {
    session.apply(new Command.Start(), "test");
  }

  private void setSpeed(Double stepsPerSecond) {
    session.apply(new Command.SetSpeed(stepsPerSecond), "test");
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

  private RunState status() {
    return session.snapshot().state();
  }

  private long levels(Topic topic) {
    session.tell();
    return told.stream()
        .filter(
            event -> event instanceof RunEvent.LevelChanged level && level.topic().equals(topic))
        .count();
  }

  /** The entries told since the epoch began. */
  private List<SeriesEntry> entries() {
    session.tell();
    List<SeriesEntry> entries = new ArrayList<>();
    for (RunEvent event : told) {
      switch (event) {
        case RunEvent.TrajectoryBegan _ -> entries.clear();
        case RunEvent.StepsMade progressed -> entries.addAll(progressed.entries());
        case RunEvent.CommandsApplied _,
            RunEvent.StatusChanged _,
            RunEvent.LevelChanged _,
            RunEvent.SamplesChanged _,
            RunEvent.FindingChanged _ -> {
          // No entries.
        }
      }
    }
    return entries;
  }

  /** How many steps the entries cover without a gap. */
  private long covered() {
    long next = 0;
    for (SeriesEntry entry : entries()) {
      assertEquals(next, entry.from());
      next = entry.step() + 1;
    }
    return next;
  }
}
