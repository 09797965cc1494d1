package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs side by side on real threads. */
@Timeout(60)
final class RunHandleTest {
  private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2);
  private final AtomicLong numbers = new AtomicLong();
  private final TimeShare share =
      new TimeShare(
          threads,
          2,
          (nanos, task) -> {
            var alarm = threads.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> alarm.cancel(false);
          },
          System::nanoTime,
          System::nanoTime);

  /** Builds when a test says so. */
  private final BlockingQueue<Runnable> builds = new LinkedBlockingQueue<>();

  private Executor builder = threads;

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void fiveRunsOnTwoThreadsEachGiveTheSameBitsAsAlone() throws Exception {
    List<RunHandle> runs = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      RunHandle run = open(new CopyOnWriteArrayList<>());
      answer(run.apply(new Command.Reset((long) seed), "test"));
      answer(run.apply(new Command.SetSpeed(null), "test"));
      runs.add(run);
    }
    for (RunHandle run : runs) {
      answer(run.apply(new Command.Step(100_000), "test"));
    }
    for (int seed = 0; seed < 5; seed++) {
      RunSnapshot done = once(runs.get(seed), RunStatus.FINISHED);
      TrainingRun alone = new TrainingRun(Specs.fourPoints(), seed);
      while (alone.stepsDone() < 100) {
        alone.step();
      }
      assertEquals(100, done.state().step());
      assertArrayEquals(alone.parameters(), done.present().parameters());
    }
  }

  @Test
  void aCommandIsAnsweredWithoutWaitingForTheFrameThatTellsAll() throws Exception {
    List<RunEvent> told = new CopyOnWriteArrayList<>();
    RunHandle run = open(told, () -> 0);
    // The first frame, behind which none comes.
    while (told.stream().noneMatch(RunEvent.StatusChanged.class::isInstance)) {
      Thread.onSpinWait();
    }
    told.clear();
    assertEquals(
        new CommandResult.Accepted(0, null),
        answer(run.apply(new Command.SetLearningRate(0.5), "test")));
    CompletionStage<RunSnapshot> snapshot = run.snapshot();
    assertEquals(
        "not started yet",
        ((CommandResult.Accepted) answer(run.apply(new Command.Pause(), "test"))).note());
    assertEquals(List.of(), told, "as no time passes, no frame comes");
    assertFalse(snapshot.toCompletableFuture().isDone(), "it knows of what is still to be told");
  }

  @Test
  void theAnswerToAResetComesAfterTheEventsThatBelongToIt() throws Exception {
    List<RunEvent> told = new CopyOnWriteArrayList<>();
    RunHandle run = open(told);
    List<RunEvent> before =
        answer(run.apply(new Command.Reset(7L), "test").thenApply(_ -> List.copyOf(told)));
    assertInstanceOf(RunEvent.TrajectoryBegan.class, before.getFirst());
    assertTrue(
        before.stream()
            .anyMatch(it ->
                it instanceof RunEvent.CommandsApplied(_, List<JournalEntry> entries)
                    && entries.equals(
                        List.of(new JournalEntry(0, new Command.Reset(7L), "test")))));
    assertInstanceOf(RunEvent.StatusChanged.class, before.getLast());
  }

  @Test
  void whileATrajectoryIsBuiltThePresentOneGoesOnAndDoesWhatOthersSay() throws Exception {
    builder = builds::add;
    List<RunEvent> told = new CopyOnWriteArrayList<>();
    RunHandle run = open(told);
    long before = answer(run.snapshot()).trajectory();
    CompletionStage<CommandResult> reset = run.apply(new Command.Reset(7L), "she");
    CompletionStage<CommandResult> rate = run.apply(new Command.SetLearningRate(0.5), "she");
    answer(run.apply(new Command.SetSpeed(null), "he"));
    answer(run.apply(new Command.Step(20), "he"));
    RunSnapshot goesOn = once(run, RunStatus.PAUSED);
    assertEquals(before, goesOn.trajectory());
    assertEquals(20, goesOn.state().step());
    assertFalse(reset.toCompletableFuture().isDone());
    assertFalse(rate.toCompletableFuture().isDone(), "she means the run that she asked for");

    builds.take().run();
    assertEquals(new CommandResult.Accepted(0, null), answer(reset));
    assertEquals(new CommandResult.Accepted(0, null), answer(rate));
    RunSnapshot begun = answer(run.snapshot());
    assertNotEquals(before, begun.trajectory());
    assertEquals(0.5, begun.state().learningRate());
    assertEquals(
        List.of(new Command.Reset(7L), new Command.SetLearningRate(0.5)),
        begun.journal().stream().map(JournalEntry::command).toList());
  }

  @Test
  void aRewindMeansTheStepsThatWereDoneWhenItWasAskedForWhateverIsDoneMeanwhile() throws Exception {
    builder = builds::add;
    RunHandle run = open(new CopyOnWriteArrayList<>());
    answer(run.apply(new Command.SetSpeed(null), "he"));
    answer(run.apply(new Command.Step(10), "he"));
    double[] atTen = once(run, RunStatus.PAUSED).present().parameters();
    CompletionStage<CommandResult> rewind = run.apply(new Command.Rewind(10), "she");
    answer(run.apply(new Command.SetLearningRate(0.5), "he"));
    answer(run.apply(new Command.SetParameter("layer1.neuron1.w0", 3), "he"));
    answer(run.apply(new Command.Step(10), "he"));
    assertEquals(20, once(run, RunStatus.PAUSED).state().step());

    builds.take().run();
    answer(rewind);
    RunSnapshot back = once(run, RunStatus.PAUSED);
    assertEquals(10, back.state().step());
    assertArrayEquals(atTen, back.present().parameters());
  }

  @Test
  void trajectoriesThatAreAskedForAreBuiltOneAfterTheOtherAndNotWithoutEnd() throws Exception {
    builder = builds::add;
    RunHandle run = open(new CopyOnWriteArrayList<>());
    List<CompletionStage<CommandResult>> answers = new ArrayList<>();
    for (int i = 0; i <= CommandQueue.MAX_WAITING; i++) {
      answers.add(run.apply(new Command.Reset((long) i), i % 2 == 0 ? "he" : "she"));
    }
    assertEquals(
        new CommandResult.Rejected(
            "pause: a run is being built, and 100 commands wait for it; try again in a moment"),
        answer(run.apply(new Command.Pause(), "she")));
    assertEquals(1, builds.size());
    for (int i = 0; i <= CommandQueue.MAX_WAITING; i++) {
      builds.take().run();
      assertEquals(new CommandResult.Accepted(0, null), answer(answers.get(i)));
    }
    assertEquals(100, answer(run.snapshot()).description().seed());
  }

  @Test
  void whatWaitsForATrajectoryWhenTheRunIsClosedFailsAndDoesNotHang() throws Exception {
    builder = builds::add;
    RunHandle run = open(new CopyOnWriteArrayList<>());
    List<CompletionStage<CommandResult>> answers =
        List.of(
            run.apply(new Command.Reset(1L), "he"),
            run.apply(new Command.Start(), "he"),
            run.apply(new Command.Reset(2L), "she"));
    assertTrue(answer(run.close(true)));
    builds.take().run();
    for (CompletionStage<CommandResult> it : answers) {
      ExecutionException e = assertThrows(ExecutionException.class, () -> answer(it));
      assertInstanceOf(RunHandle.ClosedException.class, e.getCause());
    }
  }

  @Test
  void aTrajectoryThatCannotBeBuiltIsAFailureAndTheRunGoesOn() throws Exception {
    builder =
        task -> {
          throw new RejectedExecutionException("full");
        };
    RunHandle run = open(new CopyOnWriteArrayList<>());
    for (int i = 0; i < 2; i++) {
      ExecutionException e =
          assertThrows(
              ExecutionException.class, () -> answer(run.apply(new Command.Reset(7L), "she")));
      assertEquals("full", e.getCause().getMessage());
    }
    answer(run.apply(new Command.Step(3), "she"));
    assertEquals(3, once(run, RunStatus.PAUSED).state().step());
  }

  @Test
  void whatIsAskedWhenTheThreadsAreClosedFailsAndDoesNotHang() throws Exception {
    RunHandle run = open(new CopyOnWriteArrayList<>());
    answer(share.close());
    ExecutionException e = assertThrows(ExecutionException.class, () -> answer(run.snapshot()));
    assertInstanceOf(IllegalStateException.class, e.getCause());
  }

  private RunHandle open(List<RunEvent> told) {
    return open(told, System::nanoTime);
  }

  private RunHandle open(List<RunEvent> told, LongSupplier nanoTime) {
    return TestRuns.open(
        Specs.fourPoints(), share, nanoTime, numbers::getAndIncrement, builder, told);
  }

  private static RunSnapshot once(RunHandle run, RunStatus status) throws Exception {
    RunSnapshot snapshot = answer(run.snapshot());
    while (snapshot.state().status() != status) {
      snapshot = answer(run.snapshot());
    }
    return snapshot;
  }

  private static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
