package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.RunSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RemedyTest {
  @Test
  void againstAHighRateItIsDividedAsItIsNow() {
    TrainingRun run = run();
    run.setLearningRate(1000);
    assertEquals(
        List.of(new Command.SetLearningRate(100), new Command.Rewind(8)),
        commands(Finding.Kind.OSCILLATING, 8, run));
    assertEquals(
        "Goes on at a learning rate of 100.",
        Remedy.of(finding(Finding.Kind.OSCILLATING, 8), run, null).getFirst().reason());
  }

  @Test
  void aRunThatDivergedBeginsAgainWithOneCommandOrGoesBackHalfWay() {
    TrainingRun run = new TrainingRun(Specs.diverging(), 42);
    while (run.divergence() == null) {
      run.step();
    }
    assertEquals(
        List.of(new Command.Change(null, null, null, 100.0), new Command.Rewind(5)),
        commands(Finding.Kind.DIVERGED, 10, run));
  }

  @Test
  void ofASchedulesRateThePresentOneIsDivided() {
    Map<String, Object> tree = new HashMap<>(Specs.fourPoints().spec().toTree());
    tree.put(
        "optimizer",
        Map.of("learningRate", Map.of("schedule", "linear", "from", 1, "to", 0.5, "steps", 2)));
    TrainingRun run = new TrainingRun(Specs.of(tree), 42);
    run.step();
    assertEquals(
        new Command.Change(null, null, null, 0.075),
        commands(Finding.Kind.SATURATED, 1, run).getFirst());
  }

  @Test
  void aDeadReluIsReplacedWhereItStands() {
    assertEquals(
        new Command.Change(Activation.TANH, Activation.TANH, null, null),
        commands(Finding.Kind.DEAD, 0, run("relu", "relu")).getFirst());
    assertEquals(
        new Command.Change(null, Activation.TANH, null, null),
        commands(Finding.Kind.DEAD, 0, run("sigmoid", "relu")).getFirst());
    assertEquals(
        new Command.Change(Activation.TANH, null, null, null),
        commands(Finding.Kind.DEAD, 0, run("relu", "linear")).getFirst());
  }

  @Test
  void symmetricNeuronsAreDrawnAnew() {
    assertEquals(
        List.of(new Command.Change(null, null, Initialiser.UNIFORM, null)),
        commands(Finding.Kind.SYMMETRIC, 0, run()));
  }

  @Test
  void aLinearOutputIsOfferedWhereItReachesWhatAnotherDoesNot() {
    assertEquals(
        List.of(new Command.Change(null, Activation.LINEAR, null, null)),
        commands(Finding.Kind.UNREACHABLE, 0, run("tanh", "relu")));
    assertEquals(List.of(), commands(Finding.Kind.UNREACHABLE, 0, run("tanh", "linear")));
  }

  /** What is told of a run in which a command is given at some step, and goes on from there. */
  private static List<RunEvent.FindingChanged> told(
      RunSetup setup, long at, Command command, long steps) {
    long[] clock = {0};
    Map<Integer, RunEvent.FindingChanged> told = new TreeMap<>();
    RunSession session =
        TestRuns.session(
            setup,
            () -> clock[0] += 100_000,
            () -> 1,
            event -> {
              if (event instanceof RunEvent.FindingChanged changed) {
                told.put(changed.number(), changed);
              }
            });
    session.apply(new Command.SetSpeed(null), "test");
    if (at > 0) {
      session.apply(new Command.Step(at), "test");
      session.turn(clock[0] + 1_000_000_000);
    }
    session.apply(command, "test");
    session.apply(new Command.Step(steps), "test");
    session.turn(clock[0] + 1_000_000_000);
    session.tell();
    return told.values().stream().filter(it -> it.ended() == null).toList();
  }

  private static RunEvent.FindingChanged problem(List<RunEvent.FindingChanged> told) {
    return told.stream()
        .filter(it -> it.finding().severity() == Finding.Severity.PROBLEM)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRateThatWasRaisedBeforeALayerDiedIsNamedFirstAndTakenBackFirst() {
    RunEvent.FindingChanged dead =
        problem(told(Specs.lesson("moons"), 20, new Command.SetLearningRate(1000), 10));
    assertEquals(Finding.Kind.DEAD, dead.finding().kind());
    assertEquals("learning rate raised", dead.cause());
    String text = dead.finding().text();
    assertTrue(
        text.startsWith("The learning rate was raised from 0.82 to 1000 at step 20. All "), text);
    assertEquals(new Command.Rewind(20), dead.remedies().getFirst().command());
    Remedy tanh = dead.remedies().get(1);
    assertEquals("tanh instead of ReLU in a new run", tanh.label());
    assertTrue(tanh.reason().endsWith(" The learning rate goes from 1 to 0.1 again."));
  }

  @Test
  void aRunThatExplodesIsToldWithinFourStepsAndGoesBackToItsOwnRate() {
    RunEvent.FindingChanged exploding =
        problem(told(Specs.lesson("moons"), 0, new Command.SetLearningRate(1e6), 4));
    assertEquals(Finding.Kind.DIVERGED, exploding.finding().kind());
    assertEquals(
        new Remedy(
            "Begin again as it was",
            "From step 0, without what was set by hand: at a learning rate of 1.",
            new Command.Reset(null)),
        exploding.remedies().getFirst());
    assertTrue(
        exploding.remedies().stream().noneMatch(it -> it.command() instanceof Command.Change));
  }

  @Test
  void aTenthIsOfTheRateThatDivergedAndNotOfferedWhereNoUpdateWasMade() {
    RunSetup line =
        Specs.of(
            Map.of(
                "name", "line",
                "data",
                    Map.of(
                        "inline",
                        Map.of("inputs", List.of(1.0, -1.0), "targets", List.of(0.9, -0.5))),
                "model", Map.of("layers", List.of(1), "output", "linear"),
                "optimizer", Map.of("learningRate", 1000)));
    // From a rate that diverges by itself another one that does is no way back.
    RunEvent.FindingChanged lowered =
        problem(told(line, 0, new Command.SetLearningRate(500), 5_000));
    assertEquals(
        new Command.Change(null, null, null, 50.0), lowered.remedies().getFirst().command());
    RunEvent.FindingChanged set =
        problem(told(line, 0, new Command.SetParameter("layer1.neuron1.w0", 1e300), 5));
    assertEquals(0, set.finding().step());
    assertEquals("layer1.neuron1.w0 set", set.cause());
    assertTrue(set.finding().text().contains("not by the learning rate"), set.finding().text());
    assertEquals(List.of(new Command.Reset(null)), commands(set));
  }

  @Test
  void aRateThatWasLoweredIsPutBackBeforeTenTimesIt() {
    RunEvent.FindingChanged slow =
        problem(told(Specs.fourPoints(), 2, new Command.SetLearningRate(1e-6), 60));
    assertEquals(Finding.Kind.SLOW, slow.finding().kind());
    assertEquals("learning rate lowered", slow.cause());
    assertEquals(
        List.of(
            new Command.SetLearningRate(0.1),
            new Command.Rewind(2),
            new Command.SetLearningRate(10 * 1e-6)),
        commands(slow));
  }

  private static List<Command> commands(RunEvent.FindingChanged finding) {
    return finding.remedies().stream().map(Remedy::command).toList();
  }

  @Test
  void behindTheLastSeedComesTheFirst() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), RunSpec.MAX_SEED);
    assertEquals(new Command.Reset(0L), commands(Finding.Kind.VANISHING, 0, run).getLast());
  }

  @Test
  void whatWasSoFromTheFirstStepHasNoWayBack() {
    for (Finding.Kind kind : Finding.Kind.values()) {
      assertTrue(
          commands(kind, 0, run()).stream().noneMatch(Command.Rewind.class::isInstance),
          kind.name());
    }
  }

  /** Whatever is offered can be done: it is accepted by a run of the kind. */
  @ParameterizedTest
  @EnumSource
  void eachRemedyIsACommandThatTheRunAccepts(Finding.Kind kind) {
    for (RunSetup setup : List.of(Specs.fourPoints(), Specs.endless())) {
      long[] clock = {0};
      for (Remedy remedy : Remedy.of(finding(kind, 4), new TrainingRun(setup, 42), null)) {
        RunSession session = TestRuns.session(setup, () -> clock[0] += 100_000, () -> 1, _ -> {});
        session.apply(new Command.SetSpeed(null), "test");
        session.apply(new Command.Step(9), "test");
        session.turn(clock[0] + 100_000_000);
        assertEquals(
            CommandResult.Accepted.class,
            session.apply(remedy.command(), "test").getClass(),
            remedy.toString());
      }
    }
  }

  private static List<Command> commands(Finding.Kind kind, long step, TrainingRun run) {
    return Remedy.of(finding(kind, step), run, null).stream().map(Remedy::command).toList();
  }

  private static Finding finding(Finding.Kind kind, long step) {
    return new Finding(step, kind, Finding.Severity.PROBLEM, "layer1", "a text");
  }

  private static TrainingRun run() {
    return new TrainingRun(Specs.fourPoints(), 42);
  }

  private static TrainingRun run(String hidden, String output) {
    Map<String, Object> tree = new HashMap<>(Specs.fourPoints().spec().toTree());
    tree.put("model", Map.of("layers", List.of(4, 1), "hidden", hidden, "output", output));
    return new TrainingRun(Specs.of(tree), 42);
  }
}
