package dev.livegrad.data.generator;

import dev.livegrad.data.NumpyRandom;
import dev.livegrad.data.Samples;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The points that scikit-learn generates, {@code sklearn/datasets/_samples_generator.py}: to the
 * last bit but for sines and cosines, and one logarithm in thousands, which differ between
 * platforms.
 */
final class ScikitLearn {
  /** The centers of blobs are drawn from a square of this half width. */
  private static final double HALF_WIDTH = 10;

  private ScikitLearn() {}

  /** As {@code make_moons}; class 0 is the upper moon. */
  static Samples moons(int samples, double noise, NumpyRandom random) {
    int outer = samples / 2;
    int inner = samples - outer;
    double[][] points = new double[samples][];
    for (int i = 0; i < outer; i++) {
      double t = evenly(i, outer - 1, Math.PI);
      points[i] = new double[] {StrictMath.cos(t), StrictMath.sin(t)};
    }
    for (int i = 0; i < inner; i++) {
      double t = evenly(i, inner - 1, Math.PI);
      points[outer + i] = new double[] {1 - StrictMath.cos(t), 1 - StrictMath.sin(t) - 0.5};
    }
    return shuffled(points, outer, noise, random);
  }

  /** As {@code make_circles}; class 0 is the outer circle. */
  static Samples circles(int samples, double noise, double factor, NumpyRandom random) {
    int outer = samples / 2;
    int inner = samples - outer;
    double[][] points = new double[samples][];
    for (int i = 0; i < outer; i++) {
      double t = i * (2 * Math.PI / outer);
      points[i] = new double[] {StrictMath.cos(t), StrictMath.sin(t)};
    }
    for (int i = 0; i < inner; i++) {
      double t = i * (2 * Math.PI / inner);
      points[outer + i] = new double[] {StrictMath.cos(t) * factor, StrictMath.sin(t) * factor};
    }
    return shuffled(points, outer, noise, random);
  }

  /** As {@code make_blobs} with two features; the noise is the standard deviation. */
  static Samples blobs(int samples, double noise, int classes, NumpyRandom random) {
    double[][] centers = new double[classes][2];
    for (double[] center : centers) {
      center[0] = random.uniform(-HALF_WIDTH, HALF_WIDTH);
      center[1] = random.uniform(-HALF_WIDTH, HALF_WIDTH);
    }
    double[][] points = new double[samples][];
    int[] labels = new int[samples];
    int made = 0;
    for (int label = 0; label < classes; label++) {
      int count = samples / classes + (label < samples % classes ? 1 : 0);
      for (int i = 0; i < count; i++) {
        points[made] =
            new double[] {
              random.normal(centers[label][0], noise), random.normal(centers[label][1], noise),
            };
        labels[made] = label;
        made++;
      }
    }
    int[] order = order(samples, random);
    return classes(
        rearranged(points, order), IntStream.of(order).map(i -> labels[i]).toArray(), classes);
  }

  /** As NumPy's {@code linspace(0, stop, last + 1)[i]}, whose bits depend on how it is written. */
  private static double evenly(int i, int last, double stop) {
    return i == 0 ? 0 : i == last ? stop : i * (stop / last);
  }

  /** Points of class 0 and behind them of class 1, in an order and with a noise that are drawn. */
  private static Samples shuffled(double[][] points, int first, double noise, NumpyRandom random) {
    int[] order = order(points.length, random);
    double[][] rows = rearranged(points, order);
    if (noise > 0) {
      for (double[] row : rows) {
        row[0] += random.normal(0, noise);
        row[1] += random.normal(0, noise);
      }
    }
    return classes(rows, IntStream.of(order).map(i -> i < first ? 0 : 1).toArray(), 2);
  }

  private static int[] order(int samples, NumpyRandom random) {
    int[] order = IntStream.range(0, samples).toArray();
    random.shuffle(order);
    return order;
  }

  private static double[][] rearranged(double[][] rows, int[] order) {
    return IntStream.of(order).mapToObj(i -> rows[i]).toArray(double[][]::new);
  }

  private static Samples classes(double[][] inputs, int[] labels, int classes) {
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return Samples.of(inputs, new Samples.Targets.Classes(names, labels));
  }
}
