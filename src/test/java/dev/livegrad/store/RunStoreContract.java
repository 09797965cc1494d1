package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.data.CsvColumns;
import dev.livegrad.data.Samples;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.run.Checkpoints;
import dev.livegrad.run.Command;
import dev.livegrad.run.Journal;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunState;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.RunSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for runs wherever they are kept. */
abstract class RunStoreContract {
  static final RunSetup BATCHED =
      Specs.of(
          Map.of(
              "name", "batched",
              "data", Map.of("generator", Map.of("name", "moons", "samples", 30)),
              "model", Map.of("layers", List.of(4, 1)),
              "optimizer",
                  Map.of(
                      "learningRate",
                      Map.of("schedule", "linear", "from", 0.1, "to", 0.01, "steps", 50)),
              "training", Map.of("batch", Map.of("size", 7, "shuffle", true))));

  /** Set by the tests; whole milliseconds. */
  private Instant now = Instant.ofEpochMilli(1_000_000);

  private RunStore store;

  /** Opens what is to be tested, empty the first time in each test. */
  abstract RunStore open();

  Instant now() {
    return now;
  }

  RunStore store() {
    return store;
  }

  /** Opens it again, where what was kept outlives it. */
  void reopen() {}

  final void closeAndOpen() {
    store.close();
    store = open();
  }

  @BeforeEach
  void begin() {
    store = open();
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void aRunIsReadAsItWasKept() {
    RunSetup setup = Specs.fourPoints();
    keep(
        new RunStore.Created("r1", "Four points", "Ada"),
        new RunStore.TrajectoryCreated("r1", 7, setup, -42));
    now = now.plusMillis(5);
    JournalEntry start = new JournalEntry(0, new Command.Start(), "Ada");
    JournalEntry rate = new JournalEntry(2, new Command.SetLearningRate(0.1 + 0.2, 3L), "Bob");
    SeriesEntry first = new SeriesEntry(0, 0, 3.5, 3.5, 3.5, 0.1, Double.NaN, 0.25);
    SeriesEntry second =
        new SeriesEntry(1, 4, Double.MIN_VALUE, -0.0, 1e300, 0.05, 0.75, 1.5, 0.1 + 0.2, 0.7);
    RunState state =
        new RunState(7, RunStatus.PAUSED, 5, 0.1 + 0.2, 12.5, null, 9L, "A sentence.", Map.of());
    RunEvent.FindingChanged finding =
        new RunEvent.FindingChanged(
            7,
            0,
            new Finding(3, Finding.Kind.DEAD, Finding.Severity.NOTE, "layer1.neuron1", "It is."),
            "rate raised",
            null,
            List.of());
    TrainingRun run = new TrainingRun(setup, -42);
    run.step();
    keep(
        new RunEvent.CommandsApplied(7, List.of(start, rate)),
        new RunEvent.StepsMade(7, List.of(first)),
        new RunEvent.StepsMade(7, List.of(second)),
        finding,
        new RunStore.CheckpointMade(7, run.checkpoint(), true),
        new RunEvent.StatusChanged(state));
    reopen();
    RunStore.KeptRun kept = read("r1");
    assertEquals(
        new RunStore.Summary(
            "r1",
            "Four points",
            "Ada",
            RunStatus.PAUSED,
            5,
            Double.MIN_VALUE,
            0.75,
            0.1 + 0.2,
            0.7,
            now.minusMillis(5),
            now,
            null),
        kept.summary());
    assertSame(setup, kept.setup());
    assertEquals(-42, kept.seed());
    assertEquals(state, kept.state());
    assertEquals(List.of(start, rate), kept.journal());
    assertEquals(List.of(first, second), kept.series());
    assertEquals(List.of(finding), kept.findings());
    assertSame(List.of(run.checkpoint()), kept.checkpoints());
    assertEquals(7, store.lastTrajectory());
    assertNull(store.read("r2"));
  }

  @Test
  void setupsComeBackBitForBit() {
    Samples data =
        new Samples(
            List.of("länge, \"x\"", "\uD83D\uDE00"),
            new double[][] {{0.1, -0.0}, {Double.MIN_VALUE, Double.MAX_VALUE}, {1 / 3.0, 1e-310}},
            new Samples.Targets.Numbers(new double[][] {{1}, {-1}, {-0.0}}));
    List<RunSetup> setups =
        List.of(
            Specs.fourPoints(),
            BATCHED,
            new RunSetup(
                Specs.fourPoints()
                    .spec()
                    .with(
                        new DataSpec(
                            new DataSpec.Csv(
                                "a/gone.csv",
                                new CsvColumns(
                                    List.of("länge, \"x\"", "\uD83D\uDE00"), List.of("y"))))),
                data),
            new RunSetup(
                Specs.fourPoints().spec().with(new DataSpec(new DataSpec.Inline(data))), data),
            Specs.ofYaml(
                """
                name: classes
                data:
                  inline: {columns: [a b, c], inputs: [[1, 2], [3, 4], [5, 7]], targets: [ä, b, ä]}
                  features: [c, a b, c**2]
                  standardize: true
                  split: {test: 0.3, seed: 5}
                model: {layers: [1]}
                optimizer: {learningRate: 0.1}
                """));
    for (int i = 0; i < setups.size(); i++) {
      keep(
          new RunStore.Created("r" + i, "name", "by"),
          new RunStore.TrajectoryCreated("r" + i, i + 1, setups.get(i), i));
    }
    reopen();
    for (int i = 0; i < setups.size(); i++) {
      assertSame(setups.get(i), read("r" + i).setup());
    }
  }

  @Test
  void everyCommandOfAJournalCanBeReadAgain() {
    begin("r", 1);
    List<Command> commands =
        List.of(
            new Command.Start(),
            new Command.Pause(),
            new Command.Step(17),
            new Command.SetSpeed(null),
            new Command.SetSpeed(2.5),
            new Command.SetLearningRate(0.1),
            new Command.SetParameter("layer1.neuron1.w0", -0.0, 5L),
            new Command.Set("training.batch.size", null),
            new Command.Set("optimizer.momentum", 0.9, 6L),
            new Command.Set("layer1.frozen", true),
            new Command.Set("optimizer.learningRate", Map.of("schedule", "step", "every", 3)),
            new Command.Reset(null),
            new Command.Reset(-3L),
            new Command.Change(Activation.TANH, null, Initialiser.ZERO, 1e-9),
            new Command.Rewind(123_456_789_012L));
    List<JournalEntry> entries =
        commands.stream().map(it -> new JournalEntry(3, it, "Ada\u2028<b>")).toList();
    keep(new RunEvent.CommandsApplied(1, entries));
    assertEquals(entries, read("r").journal());
  }

  @Test
  void theJournalIsAsShortAsThatOfTheRun() {
    begin("r", 1);
    Journal journal = new Journal();
    Random random = new Random(5);
    List<JournalEntry> given = new ArrayList<>();
    long step = 0;
    for (int i = 0; i < Journal.MAX_ENTRIES + 2_000; i++) {
      step += random.nextInt(3) / 2;
      Command command =
          switch (random.nextInt(3)) {
            case 0 -> new Command.SetParameter("p" + random.nextInt(3), i, null);
            case 1 -> new Command.SetLearningRate(i);
            default -> new Command.Step(1 + i);
          };
      given.add(new JournalEntry(step, command, "Ada"));
    }
    for (JournalEntry entry : given) {
      journal.append(entry);
    }
    for (int i = 0; i < given.size(); i += 100) {
      keep(new RunEvent.CommandsApplied(1, given.subList(i, i + 100)));
    }
    for (int i = 0; i < 1_000; i++) {
      JournalEntry pace = new JournalEntry(step, new Command.Step(1 + i), "Bob");
      journal.append(pace);
      given.add(pace);
    }
    keep(new RunEvent.CommandsApplied(1, given.subList(given.size() - 1_000, given.size())));
    assertEquals(journal.entries(), read("r").journal());
  }

  @Test
  void aLongSeriesIsKeptAsTheRunHasIt() {
    begin("r", 1);
    Series series = new Series();
    Random random = new Random(3);
    List<RunStore.Update> updates = new ArrayList<>();
    long step = 0;
    while (step < 60_000) {
      List<SeriesEntry> entries = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        entries.add(SeriesEntry.of(step, random.nextDouble(), 0.1, Double.NaN));
        series.append(entries.getLast());
        step++;
      }
      updates.add(new RunEvent.StepsMade(1, entries));
      if (updates.size() == 20) {
        keep(updates.toArray(RunStore.Update[]::new));
        updates.clear();
      }
    }
    keep(updates.toArray(RunStore.Update[]::new));
    reopen();
    RunStore.KeptRun kept = read("r");
    assertEquals(series.after(0, Series.CAPACITY), kept.series());
    List<RunStore.Point> curve = store.curve("r", 48);
    assertEquals(new RunStore.Point(0, kept.series().getFirst().loss()), curve.getFirst());
    assertEquals(new RunStore.Point(step - 1, kept.series().getLast().loss()), curve.getLast());
    assertEquals(48, curve.size());
    for (int i = 1; i < curve.size(); i++) {
      assertEquals(step / 47.0, curve.get(i).step() - curve.get(i - 1).step(), 200);
    }
    assertEquals(List.of(), store.curve("none", 48));
    assertEquals(step, kept.summary().step());
  }

  @Test
  void ofPassingCheckpointsTheLastThreeAreKeptAndOfTheOthersThoseThatTheRunKeeps() {
    begin("r", 1);
    TrainingRun run = new TrainingRun(BATCHED, 1);
    Checkpoints history = new Checkpoints(run);
    List<RunStore.Update> updates = new ArrayList<>();
    updates.add(new RunStore.CheckpointMade(1, run.checkpoint(), false));
    List<Checkpoint> passing = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      run.step();
      history.afterStep();
      if (history.all().getLast().step() == i) {
        updates.add(new RunStore.CheckpointMade(1, run.checkpoint(), false));
      }
      if (i % 250 == 2) {
        passing.add(run.checkpoint());
        updates.add(new RunStore.CheckpointMade(1, run.checkpoint(), true));
      }
    }
    keep(updates.toArray(RunStore.Update[]::new));
    reopen();
    List<Checkpoint> expected = new ArrayList<>(history.all());
    List<Long> known = expected.stream().map(Checkpoint::step).toList();
    passing.subList(passing.size() - 3, passing.size()).stream()
        .filter(it -> !known.contains(it.step()))
        .forEach(expected::add);
    expected.sort((a, b) -> Long.compare(a.step(), b.step()));
    assertEquals(4, passing.size());
    assertSame(expected, read("r").checkpoints());
  }

  @Test
  void aCheckpointOfTheSameStepReplacesTheEarlierOne() {
    begin("r", 1);
    TrainingRun run = new TrainingRun(BATCHED, 1);
    run.step();
    keep(new RunStore.CheckpointMade(1, run.checkpoint(), true));
    run.setLearningRate(0.5);
    keep(new RunStore.CheckpointMade(1, run.checkpoint(), true));
    assertSame(List.of(run.checkpoint()), read("r").checkpoints());
    assertEquals(new LearningRate.Constant(0.5), read("r").checkpoints().getFirst().schedule());
  }

  @Test
  void aFindingIsReplacedByItsNumber() {
    begin("r", 1);
    Finding finding = new Finding(3, Finding.Kind.SLOW, Finding.Severity.NOTE, "", "Slow.");
    keep(
        new RunEvent.FindingChanged(1, 1, finding, null, null, List.of()),
        new RunEvent.FindingChanged(1, 0, finding, null, null, List.of()),
        new RunEvent.FindingChanged(1, 1, finding.withPrefix("Well."), null, 9L, List.of()));
    assertEquals(
        List.of(
            new RunEvent.FindingChanged(1, 0, finding, null, null, List.of()),
            new RunEvent.FindingChanged(1, 1, finding.withPrefix("Well."), null, 9L, List.of())),
        read("r").findings());
  }

  @Test
  void aTrajectoryThatHasMadeAStepBecomesARunOfItsOwnWhenAnotherBegins() {
    Instant created = now;
    begin("r", 1);
    keep(
        new RunStore.Shared("r"),
        new RunEvent.StepsMade(1, List.of(SeriesEntry.of(0, 2.5, 0.1, Double.NaN))),
        new RunEvent.StatusChanged(state(1, RunStatus.RUNNING, 1)));
    now = now.plusMillis(1);
    Instant second = now;
    keep(
        new RunStore.TrajectoryCreated("r", 2, BATCHED, 5),
        new RunEvent.StepsMade(2, List.of(SeriesEntry.of(0, 1.5, 0.1, Double.NaN))));
    now = now.plusMillis(1);
    keep(new RunStore.TrajectoryCreated("r", 3, BATCHED, 6));
    reopen();
    List<RunStore.Summary> list =
        store.list(10, null, "").stream().map(RunStore.Listed::readable).toList();
    assertEquals(List.of("r-2", "r-1", "r"), ids(list));
    assertEquals("r-2", list.get(2).earlier(), "what it was last");
    assertNull(list.get(1).earlier());
    assertEquals(created, list.get(2).createdAt());
    assertEquals(created, list.get(1).createdAt());
    assertEquals(second, list.get(0).createdAt());
    assertEquals("name of r", list.get(0).name());
    assertEquals("by", list.get(0).by());
    assertEquals(RunStatus.PAUSED, list.get(1).status(), "nobody trains it any more");
    assertEquals(2.5, list.get(1).loss());
    assertNull(list.get(2).loss());
    assertEquals(RunStatus.READY, list.get(2).status());
    assertEquals(1, read("r-1").state().trajectory());
    assertEquals(1, read("r-1").series().size());
    assertEquals(2, read("r-2").state().trajectory());
    assertEquals(3, read("r").state().trajectory());
    assertEquals(List.of(), read("r").series());
    assertEquals(3, store.lastTrajectory());
    assertEquals("r", store.shared());
    assertEquals(List.of(), store.training());
    keep(new RunStore.Deleted("r-2"));
    assertNull(Objects.requireNonNull(store.listed("r")).readable().earlier());
  }

  @Test
  void aTrajectoryWithoutAStepIsDroppedWhenAnotherBegins() {
    begin("r", 1);
    keep(
        new RunEvent.CommandsApplied(
            1, List.of(new JournalEntry(0, new Command.SetLearningRate(1), "Ada"))));
    for (int i = 2; i <= 100; i++) {
      keep(new RunStore.TrajectoryCreated("r", i, BATCHED, i));
    }
    assertEquals(1, store.count());
    assertEquals(List.of(), read("r").journal());
    assertEquals(100, read("r").state().trajectory());
    keep(new RunEvent.StatusChanged(state(1, RunStatus.RUNNING, 99)));
    assertEquals(0, read("r").state().step(), "what was dropped gets nothing any more");
  }

  @Test
  void aRunIsCalledAsItsSpecUntilSomebodyCallsItOtherwise() {
    RunSetup first = Specs.fourPoints();
    keep(
        new RunStore.Created("r", first.spec().name(), "by"),
        new RunStore.TrajectoryCreated("r", 1, first, 1),
        new RunEvent.StepsMade(1, List.of(SeriesEntry.of(0, 2.5, 0.1, Double.NaN))),
        new RunEvent.StatusChanged(state(1, RunStatus.PAUSED, 1)),
        new RunStore.TrajectoryCreated("r", 2, BATCHED, 1));
    assertEquals(first.spec().name(), read("r-1").summary().name());
    assertEquals("batched", read("r").summary().name());
    keep(new RunStore.Renamed("r", "mine"), new RunStore.TrajectoryCreated("r", 3, first, 1));
    assertEquals("mine", read("r").summary().name());
  }

  @Test
  void whatConcernsNoRunThatIsKeptIsLeftOut() {
    begin("r", 1);
    begin("other", 2);
    keep(new RunStore.Shared("r"), new RunStore.Deleted("r"));
    TrainingRun run = new TrainingRun(BATCHED, 1);
    keep(
        new RunStore.Renamed("r", "another"),
        new RunStore.Deleted("r"),
        new RunStore.TrajectoryCreated("r", 3, BATCHED, 1),
        new RunEvent.CommandsApplied(
            1, List.of(new JournalEntry(0, new Command.SetLearningRate(1), "Ada"))),
        new RunEvent.StepsMade(1, List.of(SeriesEntry.of(0, 2.5, 0.1, Double.NaN))),
        new RunEvent.StatusChanged(state(1, RunStatus.RUNNING, 1)),
        new RunStore.CheckpointMade(1, run.checkpoint(), true),
        new RunStore.Renamed("other", "another"));
    reopen();
    assertEquals(List.of("other"), ids(store.list(10, null, "")));
    assertEquals("another", read("other").summary().name());
    assertNull(store.read("r"));
    assertNull(store.shared());
    assertEquals(List.of(), store.training());
  }

  @Test
  void setupsAndDataAreKeptOnceAndGoWithTheLastRunThatHasThem() throws Exception {
    for (int i = 1; i <= 20; i++) {
      begin("r" + i, i);
    }
    RunSetup another = Specs.fourPoints();
    keep(
        new RunStore.Created("other", "name", "by"),
        new RunStore.TrajectoryCreated("other", 21, another, 1));
    assertEquals(List.of(2L, 2L), counts("setup", "content"));
    keep(new RunStore.TrajectoryCreated("other", 22, another, 1));
    for (int i = 1; i < 20; i++) {
      keep(new RunStore.Deleted("r" + i));
    }
    assertEquals(List.of(2L, 2L, 2L), counts("setup", "content", "run"));
    keep(new RunStore.Deleted("r20"));
    assertEquals(List.of(1L, 1L, 1L), counts("setup", "content", "run"));
    assertSame(another, read("other").setup());
    keep(new RunStore.TrajectoryCreated("other", 23, BATCHED, 1));
    assertEquals(List.of(1L, 1L, 1L), counts("setup", "content", "run"));
    keep(new RunStore.Deleted("other"));
    assertEquals(List.of(0L, 0L, 0L), counts("setup", "content", "run"));
  }

  @Test
  void allRowsOfARunGoWithIt() {
    begin("r", 1);
    TrainingRun run = new TrainingRun(BATCHED, 1);
    Finding finding = new Finding(3, Finding.Kind.SLOW, Finding.Severity.NOTE, "", "Slow.");
    keep(
        new RunEvent.CommandsApplied(1, List.of(new JournalEntry(0, new Command.Start(), "Ada"))),
        new RunEvent.StepsMade(1, List.of(SeriesEntry.of(0, 2.5, 0.1, Double.NaN))),
        new RunStore.CheckpointMade(1, run.checkpoint(), true),
        new RunEvent.FindingChanged(1, 0, finding, null, null, List.of()));
    assertEquals(List.of(1L, 1L, 1L, 1L), counts("journal", "series", "checkpoint", "finding"));
    keep(new RunStore.Deleted("r"));
    assertEquals(List.of(0L, 0L, 0L, 0L), counts("journal", "series", "checkpoint", "finding"));
  }

  /** How many rows each of the tables has. */
  private List<Long> counts(String... tables) {
    List<Long> counts = new ArrayList<>();
    for (String table : tables) {
      counts.add(((SqlRunStore) store).ask(sql -> sql.number("select count(*) from " + table)));
    }
    return counts;
  }

  @Test
  void runsAreListedFromTheNewestOnInPages() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      now = now.plusMillis(i % 3);
      begin("r%02d".formatted(i), i + 1);
      expected.addFirst("r%02d".formatted(i));
    }
    List<String> listed = new ArrayList<>();
    String after = null;
    for (int page = 0; page < 4; page++) {
      List<String> ids = ids(store.list(7, after, ""));
      listed.addAll(ids);
      after = ids.getLast();
    }
    assertEquals(expected, listed);
    assertEquals(List.of(), store.list(7, after, ""));
    assertEquals(List.of(), store.list(7, "unknown", ""));

    keep(new RunStore.Renamed("r03", "Ärger & 100%"), new RunStore.Renamed("r07", "der ärger"));
    assertEquals(List.of("r07", "r03"), ids(store.list(7, null, "ÄRGER")));
    assertEquals(List.of("r07"), ids(store.list(1, null, "ärger")));
    assertEquals(List.of("r03"), ids(store.list(1, "r07", "ärger")));
    assertEquals(List.of("r03"), ids(store.list(7, null, "100%")), "no wildcard");
    assertEquals(List.of(), store.list(7, null, "_rger"));
    assertEquals(25, store.count());
  }

  @Test
  void runsAreListedByTheirFiguresWithThoseLastThatHaveNone() {
    begin("good", 1);
    begin("none", 2);
    now = now.plusMillis(1);
    begin("apart", 3);
    begin("far", 4);
    keep(
        new RunEvent.StepsMade(
            1, List.of(new SeriesEntry(0, 0, 0.25, 0.25, 0.25, 0.1, 0.5, 1, 0.3, 0.75))),
        new RunEvent.StepsMade(1, List.of(SeriesEntry.of(1, 0.125, 0.1, 1))),
        new RunEvent.StepsMade(3, List.of(SeriesEntry.of(0, Double.NaN, 0.1, Double.NaN))),
        new RunEvent.StepsMade(
            4, List.of(new SeriesEntry(0, 2, 8, 8, 8, 0.1, 0.25, 1, 9, Double.NaN))));
    assertEquals(List.of("far", "good", "apart", "none"), sorted(RunStore.Order.STEP));
    assertEquals(List.of("good", "far", "apart", "none"), sorted(RunStore.Order.LOSS));
    assertEquals(List.of("good", "far", "apart", "none"), sorted(RunStore.Order.ACCURACY));
    assertEquals(List.of("good", "far", "apart", "none"), sorted(RunStore.Order.TEST_LOSS));
    assertEquals(List.of("good", "far", "apart", "none"), sorted(RunStore.Order.TEST_ACCURACY));
    assertEquals(List.of("apart", "far", "good", "none"), sorted(RunStore.Order.NAME));
    RunStore.Summary good = store.list(1, "none", "").getFirst().readable();
    assertEquals(
        List.of(0.125, 1.0, 0.3, 0.75),
        Stream.of(good.loss(), good.accuracy(), good.testLoss(), good.testAccuracy()).toList(),
        "the test samples were measured a step before");
    now = now.plusMillis(1);
    keep(new RunStore.Renamed("none", "Zero"));
    assertEquals("none", sorted(RunStore.Order.UPDATED).getFirst());
    assertEquals("none", sorted(RunStore.Order.NAME).getLast());
  }

  @Test
  void aRunThatIsOnlyOpenedIsNotChangedByThat() {
    begin("r", 1);
    keep(new RunEvent.StatusChanged(state(1, RunStatus.PAUSED, 3)));
    Instant paused = now;
    now = now.plusMillis(5);
    keep(new RunEvent.StatusChanged(state(1, RunStatus.PAUSED, 3)));
    assertEquals(paused, read("r").summary().updatedAt());
    keep(new RunEvent.StatusChanged(state(1, RunStatus.RUNNING, 3)));
    assertEquals(now, read("r").summary().updatedAt());
  }

  /** All runs, asked for one by one. */
  private List<String> sorted(RunStore.Order order) {
    List<String> sorted = new ArrayList<>();
    for (List<RunStore.Listed> next = store.list(order, 1, null, "");
        !next.isEmpty();
        next = store.list(order, 1, sorted.getLast(), "")) {
      sorted.add(next.getFirst().id());
    }
    return sorted;
  }

  @Test
  void theRunsThatWereTrainingAreKnown() {
    begin("a", 1);
    begin("b", 2);
    begin("c", 3);
    keep(
        new RunEvent.StatusChanged(state(3, RunStatus.RUNNING, 1)),
        new RunEvent.StatusChanged(state(2, RunStatus.RUNNING, 1)),
        new RunEvent.StatusChanged(state(1, RunStatus.RUNNING, 1)),
        new RunEvent.StatusChanged(state(2, RunStatus.DIVERGED, 1)));
    reopen();
    assertEquals(List.of("a", "c"), store.training());
  }

  @Test
  void aTableIsKeptOnceByItsContent() {
    byte[] table = "x,y\n1,2\n".getBytes(StandardCharsets.UTF_8);
    String id = store.putDataset(table);
    assertEquals("81bf9fa83c6f7f151bd491a98cd7d933de3965289e3ebd77c6c425f7eaa16392", id);
    assertEquals(id, store.putDataset(table));
    assertNotEquals(id, store.putDataset(new byte[0]));
    reopen();
    assertArrayEquals(table, store.dataset(id));
    assertArrayEquals(new byte[0], store.dataset(store.putDataset(new byte[0])));
    assertNull(store.dataset("unknown"));
  }

  @Test
  void namesMayHaveAnyCharacters() {
    String odd = "'; drop table run; -- \"`\\ \t\n%_ \uD83D\uDE00 \u202E ü";
    keep(
        new RunStore.Created("r", odd, odd),
        new RunStore.TrajectoryCreated("r", 1, Specs.endless(), 0),
        new RunStore.Created("s", "a\0b\uD83Dc", "a\0b"),
        new RunStore.TrajectoryCreated("s", 2, Specs.endless(), 0));
    assertEquals(odd, read("r").summary().name());
    assertEquals(odd, read("r").summary().by());
    assertEquals("a\uFFFDb\uFFFDc", read("s").summary().name());
  }

  @Test
  void aRunOfAVersionThatAllowedAnyNameIsRead() {
    RunSpec spec = Specs.fourPoints().spec();
    RunSpec odd =
        new RunSpec(
            "a\n\u202Eb",
            spec.description(),
            spec.seed(),
            spec.data(),
            spec.model(),
            spec.loss(),
            spec.optimizer(),
            spec.training());
    keep(
        new RunStore.Created("r", odd.name(), "by"),
        new RunStore.TrajectoryCreated(
            "r", 1, new RunSetup(odd, Specs.fourPoints().samples()), odd.seed()));
    assertEquals("a\uFFFD\uFFFDb", read("r").setup().spec().name());
  }

  @Test
  void aRunWithoutATrajectoryIsNotThereYet() {
    keep(new RunStore.Created("r", "name", "by"));
    assertNull(store.read("r"));
    assertEquals(List.of(), store.list(5, null, ""));
    assertEquals(0, store.count());
    assertEquals(0, store.lastTrajectory());
  }

  @Test
  void whatIsKeptIsToldInOrderAndCanThenBeRead() throws InterruptedException {
    begin("r", 1);
    List<Integer> told = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(500);
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int number = i;
      store.keep(
          List.of(new RunEvent.StatusChanged(state(1, RunStatus.RUNNING, i))),
          _ -> {
            told.add(number);
            if (number % 50 == 0) {
              steps.add(read("r").state().step() - number);
            }
            all.countDown();
          });
    }
    assertTrue(all.await(20, TimeUnit.SECONDS));
    for (int i = 0; i < 500; i++) {
      assertEquals(i, told.get(i));
    }
    assertTrue(steps.stream().allMatch(it -> it >= 0), steps::toString);
  }

  @Test
  void whatAFaultyUpdateCameWithIsLeftOutAndAllElseKept() throws InterruptedException {
    begin("r", 1);
    CountDownLatch last = new CountDownLatch(1);
    List<String> told = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> told.add(e.getMessage()));
    try {
      store.keep(List.of(new RunStore.Renamed("r", "first")), _ -> {});
      store.keep(
          List.of(
              new RunStore.Renamed("r", "wrong"),
              new RunEvent.CommandsApplied(
                  1, List.of(new JournalEntry(0, new Command.Load(BATCHED), "Ada")))),
          _ -> told.add("kept"));
      store.keep(List.of(new RunStore.Renamed("r", "last")), _ -> last.countDown());
      assertTrue(last.await(10, TimeUnit.SECONDS));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of("a journal tells of another run by its reset"), told);
    assertEquals("last", read("r").summary().name());
  }

  /** Makes a run of one trajectory. */
  void begin(String id, long trajectory) {
    keep(
        new RunStore.Created(id, "name of " + id, "by"),
        new RunStore.TrajectoryCreated(id, trajectory, Specs.endless(), 1));
  }

  /** Keeps them, and waits until they are. */
  void keep(RunStore.Update... updates) {
    CountDownLatch kept = new CountDownLatch(1);
    store.keep(List.of(updates), _ -> kept.countDown());
    try {
      assertTrue(kept.await(20, TimeUnit.SECONDS), "kept");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  RunStore.KeptRun read(String id) {
    RunStore.KeptRun run = store.read(id);
    assertNotNull(run, id);
    return run;
  }

  static RunState state(long trajectory, RunStatus status, long step) {
    return new RunState(trajectory, status, step, 0.1, null, null, null, null, Map.of());
  }

  static List<String> ids(List<? extends RunStore.Listed> runs) {
    return runs.stream().map(RunStore.Listed::id).toList();
  }

  static void assertSame(RunSetup expected, RunSetup actual) {
    assertEquals(expected.spec().toTree(), actual.spec().toTree());
    assertArrayEquals(SamplesBytes.of(expected.samples()), SamplesBytes.of(actual.samples()));
    assertArrayEquals(expected.data().columns(), actual.data().columns());
  }

  static void assertSame(List<Checkpoint> expected, List<Checkpoint> actual) {
    assertEquals(
        expected.stream().map(Checkpoint::step).toList(),
        actual.stream().map(Checkpoint::step).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(
          CheckpointBytes.of(0, expected.get(i)), CheckpointBytes.of(0, actual.get(i)));
    }
  }
}
