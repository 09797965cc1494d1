package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.data.Samples;
import dev.livegrad.training.spec.SpecException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddedSamplesTest {
  private static final List<List<Object>> TWO =
      List.of(List.of(0.5, -2.0, "1"), List.of(1, 3.25, "0"));

  private static RunSetup moons(String more) {
    return Specs.ofYaml(
        """
        name: moons
        seed: 3
        data: {generator: {name: moons, samples: 40, noise: 0.2, seed: 1}%s}
        model: {layers: [6, 1]}
        optimizer: {name: adam, learningRate: 0.05}
        """
            .formatted(more));
  }

  private static RunSetup inline(String inputs, String targets, String more) {
    return Specs.ofYaml(
        """
        name: inline
        data: {inline: {inputs: %s, targets: %s}}
        model: {layers: [3, %s}
        optimizer: {learningRate: 0.1}
        """
            .formatted(inputs, targets, more));
  }

  @Test
  void theStepsBehindAreThoseOfARunThatHadThemFromTheStart() {
    RunSetup setup = moons("");
    TrainingRun run = new TrainingRun(setup, 3);
    steps(run, 9);
    run.addSamples(TWO);
    assertEquals(9, run.stepsDone());
    Checkpoint here = run.checkpoint();
    Samples all = run.setup().samples();
    assertEquals(42, all.count());
    Checkpoint plain =
        new Checkpoint(
            9,
            here.parameters(),
            here.previous(),
            here.gradients(),
            here.hyperparameters(),
            null,
            here.optimizer(),
            null,
            here.missed(),
            null);
    TrainingRun whole = new TrainingRun(new RunSetup(setup.spec(), all), 3, plain);
    for (int i = 0; i < 30; i++) {
      assertEquals(whole.step(), run.step());
    }
    assertArrayEquals(whole.parameters(), run.parameters());
  }

  @Test
  void aCheckpointHasThemAndARunAtStepZeroHasNot() {
    RunSetup setup = moons(", standardize: true, split: {test: 0.25}");
    TrainingRun run = new TrainingRun(setup, 3);
    steps(run, 4);
    run.addSamples(TWO.subList(0, 1));
    Checkpoint kept = run.checkpoint();
    TrainingRun again = new TrainingRun(setup, 3, kept);
    run.addSamples(TWO.subList(1, 2));
    again.addSamples(TWO.subList(1, 2));
    for (int i = 0; i < 20; i++) {
      assertEquals(run.step(), again.step());
    }
    assertArrayEquals(run.parameters(), again.parameters());
    assertEquals(30, new TrainingRun(run.setup(), 3).data().samples());
    assertEquals(10, run.setup().test().samples());
  }

  @Test
  void theyGoThroughFeaturesAndStandardizingAsTheOthersDidWhichStayAsTheyWere() {
    RunSetup setup = moons(", standardize: true, features: [x2, x1*x2], split: {test: 0.25}");
    TrainingRun run = new TrainingRun(setup, 3);
    run.addSamples(TWO);
    double[][] before = setup.data().inputs();
    double[][] now = run.data().inputs();
    assertArrayEquals(before, Arrays.copyOf(now, before.length));
    assertArrayEquals(setup.seen(new double[] {0.5, -2}), now[before.length]);
    assertArrayEquals(setup.seen(new double[] {1, 3.25}), now[before.length + 1]);
    assertEquals(3.25, run.setup().rawInputs()[before.length + 1][1]);
    assertEquals(1, run.data().target(before.length, 0));
    assertEquals(-1, run.data().target(before.length + 1, 0));
  }

  @Test
  void withMiniBatchesTheyComeAtTheEndOfTheEpochAndAreThenShuffledWithTheOthers() {
    RunSetup setup =
        Specs.ofYaml(
            """
            name: batched
            data: {generator: {name: moons, samples: 10}}
            model: {layers: [2, 1]}
            optimizer: {learningRate: 0.1}
            training: {batch: {size: 4}}
            """);
    TrainingRun run = new TrainingRun(setup, 3);
    int[] first = run.nextSamples();
    run.step();
    run.addSamples(TWO);
    int[] second = run.nextSamples();
    TrainingRun again = new TrainingRun(setup, 3, run.checkpoint());
    run.step();
    int[] third = run.nextSamples();
    run.step();
    assertArrayEquals(new int[] {10, 11}, Arrays.copyOfRange(third, 2, 4));
    assertArrayEquals(
        IntStream.range(0, 12).toArray(),
        Stream.of(first, second, third).flatMapToInt(IntStream::of).sorted().toArray());
    int[] next = run.nextSamples();
    steps(again, 2);
    assertArrayEquals(next, again.nextSamples());
    steps(run, 3);
    steps(again, 3);
    assertArrayEquals(run.nextSamples(), again.nextSamples());
  }

  @Test
  void aBatchThatHadRoomForAllBecomesMiniBatches() {
    RunSetup setup =
        Specs.ofYaml(
            """
            name: batched
            data: {generator: {name: moons, samples: 10}}
            model: {layers: [2, 1]}
            optimizer: {learningRate: 0.1}
            training: {batch: {size: 10}}
            """);
    TrainingRun run = new TrainingRun(setup, 3);
    steps(run, 2);
    run.addSamples(TWO);
    assertEquals(10, run.nextSamples().length);
    run.step();
    assertEquals(2, run.nextSamples().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0.5, 1 | points[0]: has 2 values; allowed are 3, x1, x2 and the target",
        "0.5, 1, '1', 2 | points[0]: has 4 values; allowed are 3, x1, x2 and the target",
        "0.5, '1', '1' | points[0][1]: \"1\" is not allowed; a finite number is",
        "0.5, 1e999, '1' | points[0][1]: Infinity is not allowed; a finite number is",
        "0.5, 1, 'C' | points[0][2]: \"C\" is not allowed; one of the data's classes, 0, 1, is",
        "0.5, 1, 2 | points[0][2]: 2 is not allowed; one of the data's classes, 0, 1, is",
      })
  void whatIsNoSampleOfTheDataIsRefusedAndChangesNothing(String row, String reason) {
    TrainingRun run = new TrainingRun(moons(""), 3);
    assertEquals(reason, refusal(run, row));
    assertEquals(40, run.data().samples());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[[1], [2]] | [-1, 1] | 1] | 5, 0.3 | points[0][1]: 0.3 is not allowed; one of the data's targets, -1, 1, is",
        "[[1], [2], [3]] | [0.2, 1, 0.5] | 1], output: sigmoid};loss: {name: binary_cross_entropy | 5, 3 | points[0]: binary_cross_entropy has no meaning for the target 3.0 of point 0; allowed are targets from 0 to 1",
        "[[1], [2], [3]] | [0, 1, 2] | 3], output: softmax};loss: {name: cross_entropy | 5, 3 | points[0][1]: 3.0 is not allowed; one of the data's targets, 0, 1, 2, is",
        "[[1], [2]] | [[1, 0], [0, 1]] | 2], output: softmax};loss: {name: cross_entropy | 5, 1, 1 | points[0]: cross_entropy has no meaning for the targets [1.0, 1.0] of point 0; allowed are targets from 0 on that sum to 1, or one column of classes",
        "[[1], [2]] | [[1, 0], [0, 1]] | 2] | 5, 1 | points[0]: has 2 values; allowed are 3, x1 and 2 targets",
      })
  void aTargetThatTheRunHasNoMeaningForIsRefused(
      String inputs, String targets, String more, String row, String reason) {
    RunSetup setup = inline(inputs, targets, more.replace(';', '\n'));
    assertEquals(reason, refusal(new TrainingRun(setup, 3), row));
  }

  @Test
  void numbersMayBeAnywhereWhereTargetsAreNumbers() {
    TrainingRun run = new TrainingRun(inline("[[1], [2], [3]]", "[0, 1, 2]", "1]"), 3);
    run.addSamples(List.of(List.of(7, 0.5)));
    assertEquals(0.5, run.data().target(3, 0));
    assertEquals(Double.NaN, run.setup().boundary());
  }

  @Test
  void aPointWithoutAFiniteFeatureIsRefusedByItsNumberAndItsValues() {
    TrainingRun run = new TrainingRun(moons(", features: [x1, exp(x2)]"), 3);
    assertEquals(
        "points[1]: [1.0, 1000000.0] is not allowed; a point at which exp(x2) is a finite number is",
        assertThrows(
                SpecException.class,
                () -> run.addSamples(List.of(TWO.getFirst(), List.of(1.0, 1e6, "1"))))
            .getMessage());
    assertEquals(0, AddedSamples.count(run.setup()));
  }

  @Test
  void aRunTakesAThousandAndNoMore() {
    TrainingRun run = new TrainingRun(moons(""), 3);
    for (int i = 0; i < 10; i++) {
      run.addSamples(Collections.nCopies(100, TWO.getFirst()));
    }
    assertEquals(
        "points: has 1; 0 more are allowed, since 1000 were added and this run takes 1000",
        refusal(run, "1, 1, '1'"));
    assertEquals(1040, run.data().samples());
  }

  private static String refusal(TrainingRun run, String row) {
    List<Object> values =
        Arrays.stream(row.split(", "))
            .map(it -> it.startsWith("'") ? it.replace("'", "") : (Object) number(it))
            .toList();
    return assertThrows(SpecException.class, () -> run.addSamples(List.of(values))).getMessage();
  }

  private static Number number(String text) {
    return text.matches("\\d+") ? Integer.valueOf(text) : (Number) Double.valueOf(text);
  }

  private static void steps(TrainingRun run, int count) {
    for (int i = 0; i < count; i++) {
      run.step();
    }
  }
}
