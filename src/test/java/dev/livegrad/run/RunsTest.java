package dev.livegrad.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many runs on real threads, and a store in a folder. */
@Timeout(60)
final class RunsTest {
  private static final int MAX_RUNS = 12;

  @TempDir Path folder;

  @AutoClose("shutdownNow")
  private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);

  @AutoClose("shutdownNow")
  private final java.util.concurrent.ExecutorService loop = Executors.newSingleThreadExecutor();

  private final AtomicLong numbers = new AtomicLong(1);
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, List<RunEvent.StepsMade>> told = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();

  /** The listener is told on a thread of its own. */
  private void assertTold(String what) throws Exception {
    loop.submit(() -> {}).get();
    assertTrue(closed.contains(what));
  }

  /** A server's runs, as far as there is no HTTP to it. */
  private final class Server implements AutoCloseable {
    final SqlRunStore store;
    final Runs runs;

    Server(Path data) {
      this(data, System::nanoTime);
    }

    Server(Path data, LongSupplier nanoTime) {
      store = SqlRunStore.in(data, InstantSource.system());
      TimeShare share =
          new TimeShare(
              threads,
              2,
              (nanos, task) -> {
                var alarm = threads.schedule(task, nanos, TimeUnit.NANOSECONDS);
                return () -> alarm.cancel(false);
              },
              nanoTime,
              System::nanoTime);
      RunEnvironment environment =
          new RunEnvironment(
              RunOptions.DEFAULTS,
              store,
              share,
              new TrainingSlots(Integer.MAX_VALUE),
              nanoTime,
              numbers::getAndIncrement,
              threads,
              loop);
      runs =
          new Runs(
              environment,
              MAX_RUNS,
              () -> "run" + ids.getAndIncrement(),
              new Runs.Listener() {
                @Override
                public void happened(RunHandle run, RunEvent event) {
                  if (event instanceof RunEvent.StepsMade steps) {
                    told.computeIfAbsent(run.id(), _ -> new CopyOnWriteArrayList<>()).add(steps);
                  }
                }

                @Override
                public void closed(RunHandle run, boolean deleted) {
                  closed.add(run.id() + (deleted ? " deleted" : " closed"));
                }
              });
    }

    RunHandle create(RunSetup setup) throws Exception {
      return answer(runs.create(setup, "test"));
    }

    /** Parks what can be parked, and waits for it. */
    void park() throws Exception {
      runs.park(_ -> false);
      for (RunStore.Listed run : store.list(100, null, "")) {
        answer(runs.ask(run.id(), RunHandle::snapshot));
      }
    }

    @Override
    public void close() {
      runs.close().toCompletableFuture().join();
      store.close();
    }
  }

  @Test
  void aRunThatWasParkedGoesOnAsIfNothingHadHappened() throws Exception {
    try (Server server = new Server(folder)) {
      RunHandle run = server.create(batched());
      apply(run, new Command.SetSpeed(null));
      apply(run, new Command.Step(300));
      RunSnapshot before = once(run, RunStatus.PAUSED);
      server.park();
      assertTold(run.id() + " closed");
      RunHandle again = answer(server.runs.open(run.id()));
      assertNotSame(run, again);
      RunSnapshot after = answer(again.snapshot());
      assertSameRun(before, after);
      assertEquals(before.series().entries(), after.series().entries());
      assertThrows(
          ExecutionException.class, () -> answer(run.snapshot()), "the old handle is of no use");

      apply(again, new Command.SetLearningRate(0.02));
      apply(again, new Command.Step(50));
      RunSnapshot end = once(again, RunStatus.PAUSED);
      assertBits(
          Replay.run(batched(), 3, end.journal(), 350).parameters(), end.present().parameters());
    }
  }

  @Test
  void whoeverOpensAParkedRunIsAnsweredWithItsFirstFrame() throws Exception {
    String id;
    try (Server server = new Server(folder)) {
      RunHandle run = server.create(Specs.endless());
      apply(run, new Command.Step(1));
      once(run, RunStatus.PAUSED);
      id = run.id();
    }
    // Time stands still, so that there is no second frame.
    try (Server server = new Server(folder, () -> 0)) {
      RunHandle run = answer(server.runs.open(id));
      answer(server.runs.list(RunStore.Order.CREATED, 1, null, ""));
      assertEquals(1, answer(run.snapshot()).state().step());
    }
  }

  @Test
  void aRunThatTrainsOrIsWatchedIsNotParked() throws Exception {
    try (Server server = new Server(folder)) {
      RunHandle training = server.create(Specs.endless());
      RunHandle watched = server.create(Specs.endless());
      apply(training, new Command.Start());
      server.runs.park(run -> run == watched);
      assertSame(training, answer(server.runs.open(training.id())));
      assertSame(watched, answer(server.runs.open(watched.id())));
      answer(training.snapshot());
    }
  }

  @Test
  void whateverMomentTheProcessEndsNothingThatWasToldIsMissing() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 6; round++) {
      told.clear();
      Path data = folder.resolve("round" + round);
      Path left = folder.resolve("left" + round);
      Map<String, List<JournalEntry>> accepted = new HashMap<>();
      Map<String, List<RunEvent.StepsMade>> seen = new HashMap<>();
      List<String> training = new ArrayList<>();
      try (Server server = new Server(data)) {
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          runs.add(server.create(i % 2 == 0 ? batched() : Specs.endless()));
          apply(runs.getLast(), new Command.SetSpeed(i == 3 ? 100.0 : null));
        }
        for (int i = 0; i < 30; i++) {
          RunHandle run = runs.get(random.nextInt(runs.size()));
          apply(run, command(random));
        }
        for (RunHandle run : runs) {
          RunSnapshot now = answer(run.snapshot());
          accepted.put(run.id(), now.journal());
          seen.put(run.id(), List.copyOf(told.getOrDefault(run.id(), List.of())));
          if (now.state().status() == RunStatus.RUNNING && now.state().goal() == null) {
            training.add(run.id());
          }
        }
        copy(data, left);
      }
      told.clear();
      try (Server server = new Server(left)) {
        answer(server.runs.resume(Specs.fourPoints(), (_, _) -> {}));
        for (String id : accepted.keySet()) {
          RunHandle run = answer(server.runs.open(id));
          assertNotNull(run);
          RunSnapshot now = answer(run.snapshot());
          assertEquals(accepted.get(id), now.journal());
          // One that was to make some steps may have made them by the time of the copy.
          assertTrue(!training.contains(id) || now.state().status() == RunStatus.RUNNING);
          apply(run, new Command.Pause());
          RunSnapshot end = answer(run.snapshot());
          assertSeen(seen.get(id), end);
          TrainingRun replayed =
              Replay.run(
                  end.network().setup(),
                  end.description().seed(),
                  end.journal(),
                  end.state().step());
          assertBits(replayed.parameters(), end.present().parameters());
          assertBits(replayed.gradients(), end.present().gradients());
        }
      }
    }
  }

  @Test
  void aBranchHasTheSamePastAndGoesItsOwnWay() throws Exception {
    try (Server server = new Server(folder)) {
      RunHandle run = server.create(batched());
      apply(run, new Command.SetSpeed(null));
      apply(run, new Command.Step(100));
      once(run, RunStatus.PAUSED);
      apply(run, new Command.SetLearningRate(0.5));
      apply(run, new Command.Step(100));
      RunSnapshot trunk = once(run, RunStatus.PAUSED);
      RunHandle branch = answer(server.runs.branch(run.id(), 150, "she"));
      RunSnapshot begun = answer(branch.snapshot());
      assertEquals(150, begun.state().step());
      assertEquals(0.5, begun.state().learningRate());
      assertEquals(150, begun.series().end());
      apply(branch, new Command.SetSpeed(null));
      apply(branch, new Command.Step(50));
      assertBits(
          trunk.present().parameters(), once(branch, RunStatus.PAUSED).present().parameters());
      assertEquals(200, answer(run.snapshot()).state().step(), "the trunk stays as it is");
      assertThrows(
          ExecutionException.class, () -> answer(server.runs.branch(run.id(), 201, "she")));
      assertNull(answer(server.runs.branch("none", 0, "she")));
    }
  }

  @Test
  void aResetKeepsTheRunAsItWasUnderAnIdOfItsOwn() throws Exception {
    try (Server server = new Server(folder)) {
      RunHandle run = server.create(Specs.fourPoints());
      apply(run, new Command.SetSpeed(null));
      apply(run, new Command.Step(20));
      RunSnapshot before = once(run, RunStatus.PAUSED);
      apply(run, new Command.Reset(9L));
      RunHandle kept = answer(server.runs.open(run.id() + "-1"));
      assertNotNull(kept);
      assertSameRun(before, answer(kept.snapshot()));
      assertEquals(0, answer(run.snapshot()).state().step());
    }
  }

  @Test
  void aRunThatIsDeletedIsGone() throws Exception {
    try (Server server = new Server(folder)) {
      RunHandle run = server.create(Specs.endless());
      apply(run, new Command.Start());
      assertTrue(answer(server.runs.delete(run.id())));
      assertTold(run.id() + " deleted");
      assertNull(answer(server.runs.open(run.id())));
      assertFalse(answer(server.runs.delete(run.id())));
      assertEquals(List.of(), answer(server.runs.list(RunStore.Order.CREATED, 10, null, "")));
    }
  }

  @Test
  void whatAllSeeIsKnownBeforeItIsOpenedAndWhatCannotBeOpenedIsToldOf() throws Exception {
    String id;
    try (Server server = new Server(folder)) {
      answer(server.runs.share(Specs.endless(), false));
      id = server.runs.shared();
      RunHandle run = answer(server.runs.open(id));
      apply(run, new Command.Start());
      server.create(Specs.endless());
    }
    execute("update setup set spec = 'nonsense'");
    try (Server server = new Server(folder)) {
      answer(server.runs.share(Specs.fourPoints(), false));
      assertEquals(id, server.runs.shared());
      Map<String, String> failed = new ConcurrentHashMap<>();
      answer(
          server.runs.resume(
              Specs.fourPoints(),
              (it, failure) -> assertNull(failed.put(it, causeOf(failure)), "told once")));
      assertEquals(Set.of(id), failed.keySet());
      assertTrue(failed.get(id).startsWith("run " + id + ": its spec "), failed.get(id));
      assertEquals(3, answer(server.runs.list(RunStore.Order.CREATED, 10, null, "")).size());
      assertNotEquals(id, server.runs.shared());
      assertNotNull(answer(server.runs.open(server.runs.shared())), "another for all to see");
      assertTrue(answer(server.runs.delete(id)), "what can't be opened can be deleted");
      assertFalse(answer(server.runs.delete(id)));
    }
    execute("update livegrad set shared = 'purple'");
    try (Server server = new Server(folder)) {
      answer(server.runs.share(Specs.fourPoints(), false));
      assertNotNull(answer(server.runs.open(server.runs.shared())), "another for all to see");
      assertEquals(3, answer(server.runs.list(RunStore.Order.CREATED, 10, null, "")).size());
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection file =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("livegrad.db"))) {
      file.createStatement().execute(statement);
    }
  }

  private static String causeOf(Throwable failure) {
    return String.valueOf(Objects.requireNonNullElse(failure.getCause(), failure).getMessage());
  }

  @Test
  void moreRunsThanAreAllowedAreRefusedInASentence() throws Exception {
    try (Server server = new Server(folder)) {
      for (int i = 0; i < MAX_RUNS; i++) {
        server.create(Specs.fourPoints());
      }
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> server.create(Specs.fourPoints()));
      assertEquals(
          "there are 12 runs, as many as are allowed; delete one to make another",
          e.getCause().getMessage());
    }
  }

  private static Command command(Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Command.Start();
      case 2 -> new Command.Pause();
      case 3 -> new Command.Step(1 + random.nextInt(500));
      case 4 -> new Command.SetParameter("layer1.neuron1.w0", random.nextDouble());
      case 5 -> new Command.Reset((long) random.nextInt(5));
      default -> new Command.SetLearningRate(0.05 * random.nextDouble());
    };
  }

  /** What a viewer has seen stands there with the same bits; he can go on where an entry ends. */
  private static void assertSeen(List<RunEvent.StepsMade> seen, RunSnapshot run) {
    List<SeriesEntry> ofThisTrajectory =
        seen.stream()
            .filter(it -> it.trajectory() == run.trajectory())
            .flatMap(it -> it.entries().stream())
            .toList();
    Series expected = new Series();
    ofThisTrajectory.forEach(expected::append);
    List<SeriesEntry> kept = run.series().entries();
    List<SeriesEntry> fine = expected.after(Math.max(0, expected.end() - 1), 1);
    assertTrue(kept.containsAll(fine), "the last entry that was seen");
    assertTrue(run.series().end() >= expected.end());
  }

  private static RunSetup batched() {
    return Specs.of(
        Map.of(
            "name", "mini-batches",
            "seed", 3,
            "data", Map.of("generator", Map.of("name", "moons", "samples", 50)),
            "model", Map.of("layers", List.of(4, 1)),
            "optimizer", Map.of("learningRate", 0.01),
            "training", Map.of("batch", Map.of("size", 8))));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (!file.toString().endsWith("-shm")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private static void assertSameRun(RunSnapshot expected, RunSnapshot actual) {
    assertEquals(expected.state().step(), actual.state().step());
    assertEquals(expected.state().status(), actual.state().status());
    assertEquals(expected.state().learningRate(), actual.state().learningRate());
    assertEquals(expected.trajectory(), actual.trajectory());
    assertEquals(expected.journal(), actual.journal());
    assertEquals(expected.findings().size(), actual.findings().size());
    assertBits(expected.present().parameters(), actual.present().parameters());
    assertBits(expected.present().gradients(), actual.present().gradients());
    assertArrayEquals(expected.nextSamples(), actual.nextSamples());
  }

  private static void assertBits(double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Double.doubleToRawLongBits(expected[i]), Double.doubleToRawLongBits(actual[i]));
    }
  }

  private static void apply(RunHandle run, Command command) throws Exception {
    CommandResult result = answer(run.apply(command, "test"));
    assertTrue(result instanceof CommandResult.Accepted, result.toString());
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
