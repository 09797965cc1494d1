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
        Remedy.of(finding(Finding.Kind.OSCILLATING, 8), run).getFirst().reason());
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
      for (Remedy remedy : Remedy.of(finding(kind, 4), new TrainingRun(setup, 42))) {
        RunSession session =
            new RunSession(setup, RunOptions.DEFAULTS, () -> clock[0] += 100_000, () -> 1, _ -> {});
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
    return Remedy.of(finding(kind, step), run).stream().map(Remedy::command).toList();
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
