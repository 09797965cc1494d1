package dev.livegrad.data.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.data.DataException;
import dev.livegrad.data.Dataset;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.data.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreparedDataTest {

  @Test
  void theSamplesForTheTestAreThoseThatPythonsShuffleBringsFirst() {
    // sorted(order[:round(n * test)]) after random.Random(seed).shuffle(order) of CPython 3.11.
    assertTested(new int[] {6, 8, 9}, 10, new Split(0.3, 1));
    assertTested(new int[] {0, 4}, 5, new Split(0.5, 7));
  }

  private static void assertTested(int[] expected, int samples, Split split) {
    PreparedData data = prepare(numbered(samples), List.of(), false, split);
    Dataset test = Objects.requireNonNull(data.test());
    assertArrayEquals(
        expected, IntStream.range(0, test.samples()).map(i -> (int) test.target(i, 0)).toArray());
    assertEquals(samples - expected.length, data.train().samples());
    int[] train =
        IntStream.range(0, data.train().samples())
            .map(i -> (int) data.train().target(i, 0))
            .toArray();
    assertArrayEquals(IntStream.of(train).sorted().toArray(), train);
  }

  @Test
  void withoutASplitAllSamplesAreLearned() {
    PreparedData data = prepare(numbered(3), List.of(), false, null);
    assertNull(data.test());
    assertArrayEquals(numbered(3).inputs(), data.train().inputs());
  }

  @Test
  void standardizedInputsHaveZeroMeanAndUnitVarianceOverTheTrainingSamples() {
    PythonRandom random = new PythonRandom(5);
    double[][] rows =
        IntStream.range(0, 200)
            .mapToObj(_ -> new double[] {random.gauss(50, 3), random.uniform(-1e-3, 1e-3)})
            .toArray(double[][]::new);
    Samples samples = Samples.of(rows, new double[200][1]);
    PreparedData data = prepare(samples, List.of(), true, new Split(0.3, 1));
    for (int column = 0; column < 2; column++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < data.train().samples(); i++) {
        sum += data.train().input(i, column);
        squares += Math.pow(data.train().input(i, column), 2);
      }
      assertEquals(0, sum / 140, 1e-12);
      assertEquals(1, squares / 140, 1e-12);
    }
    // The test's samples, and whatever is shown beside them, are seen the same way.
    assertArrayEquals(
        data.inputs().apply(samples.inputs()[data.test() == null ? 0 : firstTested(samples, data)]),
        Objects.requireNonNull(data.test()).inputs()[0]);
  }

  private static int firstTested(Samples samples, PreparedData data) {
    double[] first = Objects.requireNonNull(data.test()).inputs()[0];
    double[][] rows = samples.inputs();
    return IntStream.range(0, rows.length)
        .filter(i -> Arrays.equals(first, data.inputs().apply(rows[i])))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void featuresAreNamesAndFormulas() {
    Samples samples = Samples.of(new double[][] {{2, 3}, {0.5, -1}}, new double[2][1]);
    PreparedData data = prepare(samples, List.of("x2", "x1*x2", "x1**2", "tanh(x1)"), false, null);
    assertEquals(List.of("x2", "x1*x2", "x1**2", "tanh(x1)"), data.train().inputNames());
    assertArrayEquals(
        new double[] {-1, -0.5, 0.25, Math.tanh(0.5)}, data.train().inputs()[1], 1e-15);
  }

  @Test
  void aColumnWithBlanksInItsNameIsAFeatureByItsName() {
    Samples samples =
        new Samples(
            List.of("body mass"),
            new double[][] {{1}, {2}},
            new Samples.Targets.Numbers(new double[2][1]));
    assertArrayEquals(
        new double[] {2}, prepare(samples, List.of("body mass"), false, null).train().inputs()[1]);
  }

  @Test
  void whatCannotBePreparedIsNamedByItsField() {
    Samples samples = Samples.of(new double[][] {{0, 1}, {2, 1}}, new double[2][1]);
    refuses(
        "features[1]: \"x3\" is not allowed: column 1: there is no input 'x3'; allowed are x1, x2",
        samples,
        List.of("x1", "x3"),
        false,
        null);
    refuses(
        "features[0]: 1/x1 is Infinity at sample 0; a finite number is allowed",
        samples,
        List.of("1/x1"),
        false,
        null);
    refuses(
        "standardize: x2 is 1.0 in every sample that is trained on, so that it has no deviation;"
            + " leave it out or don't standardize",
        samples,
        List.of(),
        true,
        null);
    refuses(
        "split.test: 0.2 of 2 samples is 0; 1 to 1 are allowed",
        samples,
        List.of(),
        false,
        new Split(0.2, 0));
  }

  private static void refuses(
      String expected,
      Samples samples,
      List<String> features,
      boolean standardize,
      @Nullable Split split) {
    assertEquals(
        expected,
        assertThrows(DataException.class, () -> prepare(samples, features, standardize, split))
            .getMessage());
  }

  private static Samples numbered(int count) {
    double[][] rows =
        IntStream.range(0, count).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
    return Samples.of(rows, rows);
  }

  private static PreparedData prepare(
      Samples samples, List<String> features, boolean standardize, @Nullable Split split) {
    double[][] targets = ((Samples.Targets.Numbers) samples.targets()).rows();
    return PreparedData.of(samples, targets, features, standardize, split);
  }
}
