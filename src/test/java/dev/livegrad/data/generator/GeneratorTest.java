package dev.livegrad.data.generator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.data.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

  /**
   * Against what scikit-learn 1.2.1 with NumPy 1.24.2 gave: sections that begin with name, samples,
   * noise and seed, and a line for each point and its class.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "moons 100 0.1 1337",
        "moons 7 0 0",
        "circles 50 0.05 7",
        "circles 5 0.2 4294967295",
        "blobs 60 1.0 42",
        "blobs 11 0.5 3",
      })
  void pointsAndClassesAreScikitLearns(String section) throws IOException {
    List<String> expected = section(section);
    String[] words = section.split(" ");
    int samples = Integer.parseInt(words[1]);
    Samples made =
        Generator.valueOf(words[0].toUpperCase(Locale.ROOT))
            .generate(
                new Generator.Settings(
                    samples,
                    Double.parseDouble(words[2]),
                    Long.parseLong(words[3]),
                    samples == 5 ? 0.3 : 0.8,
                    samples == 11 ? 4 : 3));
    double[][] inputs = made.inputs();
    int[] places = ((Samples.Targets.Classes) made.targets()).places();
    int sameBits = 0;
    assertEquals(expected.size(), samples);
    for (int i = 0; i < samples; i++) {
      String[] cells = expected.get(i).split(",");
      for (int j = 0; j < 2; j++) {
        double coordinate = Double.parseDouble(cells[j]);
        assertEquals(coordinate, inputs[i][j], 4e-15, section);
        sameBits += coordinate == inputs[i][j] ? 1 : 0;
      }
      assertEquals(Integer.parseInt(cells[2]), places[i], section);
    }
    // Sines, cosines and one logarithm in thousands may be rounded another way there.
    assertTrue(sameBits > (words[0].equals("blobs") ? 1.9 : 0.5) * samples, section);
  }

  private static List<String> section(String name) throws IOException {
    try (var in = GeneratorTest.class.getResourceAsStream("/dev/livegrad/data/scikit-learn.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .dropWhile(line -> !line.equals("# " + name))
          .skip(1)
          .takeWhile(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSeedDecidesAllThatIsRandom(Generator generator) {
    Samples once = generator.generate(settings(50, 0.2, 3));
    Samples again = generator.generate(settings(50, 0.2, 3));
    assertArrayEquals(once.inputs(), again.inputs());
    assertArrayEquals(targets(once), targets(again));
    Samples other = generator.generate(settings(50, 0.2, 4));
    boolean differs = !Arrays.deepEquals(once.inputs(), other.inputs());
    assertTrue(differs || !Arrays.deepEquals(targets(once), targets(other)));
  }

  @ParameterizedTest
  @EnumSource
  void everyNumberOfSamplesCanBeMade(Generator generator) {
    for (int samples : new int[] {3, 4, 7, 101}) {
      assertEquals(samples, generator.generate(settings(samples, 0, 1)).count());
    }
  }

  @Test
  void withoutNoiseXorTellsWhetherTheInputsHaveTheSameSign() {
    Samples xor = Generator.XOR.generate(settings(500, 0, 1));
    forEach(
        xor,
        (input, target) -> {
          assertEquals(input[0] * input[1] > 0 ? 1 : -1, target);
          assertTrue(Math.abs(input[0]) >= 0.3 && Math.abs(input[0]) <= 5.3);
        });
  }

  @Test
  void withoutNoiseTheRingHasADiscInItAndAPathBetween() {
    Samples ring = Generator.RING.generate(settings(500, 0, 1));
    forEach(
        ring,
        (input, target) -> {
          double radius = Math.hypot(input[0], input[1]);
          assertTrue(
              target > 0 ? radius <= 2.5 + 1e-12 : radius >= 3.5 - 1e-12 && radius <= 5 + 1e-12);
        });
  }

  @Test
  void theArmsOfTheSpiralAreEachOthersMirrorImage() {
    Samples spiral = Generator.SPIRAL.generate(settings(200, 0, 1));
    double[][] inputs = spiral.inputs();
    for (int i = 0; i < 100; i++) {
      assertEquals(-inputs[i][0], inputs[100 + i][0], 1e-12);
      assertEquals(-inputs[i][1], inputs[100 + i][1], 1e-12);
      assertEquals(5.0 * i / 100, Math.hypot(inputs[i][0], inputs[i][1]), 1e-12);
    }
  }

  @Test
  void theHeapsLieAroundTheirCenters() {
    Samples heaps = Generator.GAUSSIANS.generate(settings(20_000, 0.1, 1));
    double[] sums = new double[4];
    forEach(
        heaps,
        (input, target) -> {
          sums[target > 0 ? 0 : 1] += input[0] + input[1];
          sums[2] += Math.pow(input[0] - 2 * target, 2) + Math.pow(input[1] - 2 * target, 2);
        });
    assertEquals(2, sums[0] / 20_000, 0.05);
    assertEquals(-2, sums[1] / 20_000, 0.05);
    assertEquals(0.5 + 7 * 0.1, sums[2] / 40_000, 0.05);
  }

  @Test
  void regressionsNumbersFollowFromThePlace() {
    forEach(
        Generator.PLANE.generate(settings(200, 0, 1)),
        (input, target) -> assertEquals((input[0] + input[1]) / 10, target, 1e-15));
    forEach(
        Generator.BUMPS.generate(settings(2_000, 0, 1)),
        (input, target) -> {
          double fromTheFirst = Math.hypot(input[0] + 4, input[1] - 2.5);
          if (fromTheFirst < 1) {
            assertEquals(1 - fromTheFirst / 2, target, 1e-12);
          }
          assertTrue(Math.abs(target) <= 1);
        });
    forEach(
        Generator.SINE.generate(settings(50, 0, 1)),
        (input, target) -> assertEquals(Math.sin(input[0]), target, 1e-15));
  }

  private static Generator.Settings settings(int samples, double noise, long seed) {
    return new Generator.Settings(samples, noise, seed, 0.8, 3);
  }

  private interface Check {
    void of(double[] input, double target);
  }

  private static void forEach(Samples samples, Check check) {
    double[][] inputs = samples.inputs();
    double[][] targets = targets(samples);
    for (int i = 0; i < inputs.length; i++) {
      check.of(inputs[i], targets[i][0]);
    }
  }

  /** -1 and 1 where there are classes. */
  private static double[][] targets(Samples samples) {
    return switch (samples.targets()) {
      case Samples.Targets.Numbers numbers -> numbers.rows();
      case Samples.Targets.Classes classes ->
          IntStream.of(classes.places())
              .mapToObj(place -> new double[] {place == 0 ? -1 : 1})
              .toArray(double[][]::new);
    };
  }
}
