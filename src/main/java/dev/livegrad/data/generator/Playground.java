package dev.livegrad.data.generator;

import dev.livegrad.data.PythonRandom;
import dev.livegrad.data.Samples;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Data sets as TensorFlow Playground draws them ({@code dataset.ts}), with noise from 0 to 0.5; and
 * a sine.
 */
final class Playground {
  private static final List<String> CLASSES = List.of("-1", "1");

  /** Half the width of the square that regression's points are drawn from. */
  private static final double REGRESSION_HALF_WIDTH = 6;

  /** Center and sign of each bump. */
  private static final double[][] BUMPS = {
    {-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1},
  };

  private Playground() {}

  /** One point in the square by its class; the noise moves what its class is told from. */
  static Samples xor(int samples, double noise, PythonRandom random) {
    double[][] points = new double[samples][];
    int[] classes = new int[samples];
    for (int i = 0; i < samples; i++) {
      double x = apart(random.uniform(-5, 5));
      double y = apart(random.uniform(-5, 5));
      double noisyX = x + random.uniform(-5, 5) * noise;
      double noisyY = y + random.uniform(-5, 5) * noise;
      points[i] = new double[] {x, y};
      classes[i] = noisyX * noisyY >= 0 ? 1 : 0;
    }
    return classes(points, classes);
  }

  /** Leaves a path between the quadrants. */
  private static double apart(double coordinate) {
    return coordinate + (coordinate > 0 ? 0.3 : -0.3);
  }

  /** Around (2, 2) and (-2, -2); the variance goes from 0.5 without noise to 4 with 0.5. */
  static Samples gaussians(int samples, double noise, PythonRandom random) {
    double deviation = Math.sqrt(0.5 + 7 * noise);
    double[][] points = new double[samples][];
    int[] classes = new int[samples];
    for (int i = 0; i < samples; i++) {
      boolean first = i < samples / 2;
      double center = first ? 2 : -2;
      points[i] = new double[] {random.gauss(center, deviation), random.gauss(center, deviation)};
      classes[i] = first ? 1 : 0;
    }
    return classes(points, classes);
  }

  /** Half of them within 2.5 of the origin, half at 3.5 to 5. */
  static Samples ring(int samples, double noise, PythonRandom random) {
    double[][] points = new double[samples][];
    int[] classes = new int[samples];
    for (int i = 0; i < samples; i++) {
      boolean inside = i < samples / 2;
      double radius = inside ? random.uniform(0, 2.5) : random.uniform(3.5, 5);
      double angle = random.uniform(0, 2 * Math.PI);
      double x = radius * StrictMath.sin(angle);
      double y = radius * StrictMath.cos(angle);
      double noisyX = x + random.uniform(-5, 5) * noise;
      double noisyY = y + random.uniform(-5, 5) * noise;
      points[i] = new double[] {x, y};
      classes[i] = StrictMath.hypot(noisyX, noisyY) < 2.5 ? 1 : 0;
    }
    return classes(points, classes);
  }

  /** Two arms of one and three quarters of a turn each, the second half a turn behind. */
  static Samples spiral(int samples, double noise, PythonRandom random) {
    double[][] points = new double[samples][];
    int[] classes = new int[samples];
    int half = samples / 2;
    for (int i = 0; i < samples; i++) {
      boolean first = i < half;
      double along = first ? (double) i / half : (double) (i - half) / (samples - half);
      double angle = 1.75 * along * 2 * Math.PI + (first ? 0 : Math.PI);
      points[i] =
          new double[] {
            5 * along * StrictMath.sin(angle) + random.uniform(-1, 1) * noise,
            5 * along * StrictMath.cos(angle) + random.uniform(-1, 1) * noise,
          };
      classes[i] = first ? 1 : 0;
    }
    return classes(points, classes);
  }

  /** The sum of both inputs, from -1 to 1 as that goes from -10 to 10. */
  static Samples plane(int samples, double noise, PythonRandom random) {
    return numbers(samples, noise, random, (x, y) -> (x + y) / 10);
  }

  /** 1 or -1 at each bump, falling to 0 at a distance of 2. */
  static Samples bumps(int samples, double noise, PythonRandom random) {
    return numbers(samples, noise, random, Playground::bump);
  }

  private static double bump(double x, double y) {
    double highest = 0;
    for (double[] bump : BUMPS) {
      double distance = StrictMath.hypot(x - bump[0], y - bump[1]);
      double height = bump[2] * Math.max(0, 1 - distance / 2);
      highest = Math.abs(height) > Math.abs(highest) ? height : highest;
    }
    return highest;
  }

  /** Points of a square; the noise moves the place that the number is told of. */
  private static Samples numbers(
      int samples, double noise, PythonRandom random, DoubleBinaryOperator number) {
    double[][] points = new double[samples][];
    double[][] targets = new double[samples][];
    double width = REGRESSION_HALF_WIDTH;
    for (int i = 0; i < samples; i++) {
      double x = random.uniform(-width, width);
      double y = random.uniform(-width, width);
      double noisyX = x + random.uniform(-width, width) * noise;
      double noisyY = y + random.uniform(-width, width) * noise;
      points[i] = new double[] {x, y};
      targets[i] = new double[] {number.applyAsDouble(noisyX, noisyY)};
    }
    return Samples.of(points, new Samples.Targets.Numbers(targets));
  }

  /** Evenly over one turn; the noise is the standard deviation of what is added to the sine. */
  static Samples sine(int samples, double noise, PythonRandom random) {
    double[][] points = new double[samples][];
    double[][] targets = new double[samples][];
    for (int i = 0; i < samples; i++) {
      double x = -Math.PI + 2 * Math.PI * i / (samples - 1);
      points[i] = new double[] {x};
      targets[i] = new double[] {StrictMath.sin(x) + (noise > 0 ? random.gauss(0, noise) : 0)};
    }
    return Samples.of(points, new Samples.Targets.Numbers(targets));
  }

  private static Samples classes(double[][] points, int[] classes) {
    return Samples.of(points, new Samples.Targets.Classes(CLASSES, classes));
  }
}
