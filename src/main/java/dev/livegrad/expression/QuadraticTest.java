package dev.livegrad.expression;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the output is a convex quadratic function of one or two leaves. For such a function it is
 * known which learning rates are too high: along its steepest direction the slope grows by {@code
 * curvature} a unit, so a step multiplies the distance to the minimum by {@code 1 - rate *
 * curvature}. That is negative from {@code 1 / curvature} on and below -1 from {@code 2 /
 * curvature} on.
 */
final class QuadraticTest {
  private static final double TOLERANCE = 1e-9;

  /**
   * Where the slope is looked at, in units of {@link #width}; no symmetry may hide a bend, nor a
   * wave that begins again at each of them.
   */
  private static final double[][] PROBES = {
    {2.236, 0}, {0, 2.236}, {1.414, -0.577}, {-3.162, 1.259}, {-0.271, -4.123}
  };

  private QuadraticTest() {}

  /**
   * The greatest second derivative in any direction; null where the output is no convex quadratic
   * function, or it isn't known. Moves {@code leaves} and puts them back.
   */
  static @Nullable Double curvature(Graph graph, List<Value> leaves) {
    if (leaves.size() > 2) {
      return null;
    }
    double[] start = GradientDescent.data(leaves);
    Double curvature = curvature(graph, leaves, start);
    move(leaves, start, new double[leaves.size()]);
    return curvature;
  }

  private static @Nullable Double curvature(Graph graph, List<Value> leaves, double[] start) {
    int count = leaves.size();
    double width = width(start);
    double[] here = gradient(graph, leaves, start, new double[count]);
    double[][] bends = new double[count][];
    for (int i = 0; i < count; i++) {
      double[] aside = new double[count];
      aside[i] = width;
      double[] there = gradient(graph, leaves, start, aside);
      bends[i] = new double[count];
      for (int j = 0; j < count; j++) {
        bends[i][j] = (there[j] - here[j]) / width;
      }
    }
    for (double[] probe : PROBES) {
      double[] aside = new double[count];
      for (int i = 0; i < count; i++) {
        aside[i] = probe[i] * width;
      }
      double[] there = gradient(graph, leaves, start, aside);
      for (int j = 0; j < count; j++) {
        double expected = here[j];
        double size = Math.abs(here[j]);
        for (int i = 0; i < count; i++) {
          expected += bends[i][j] * aside[i];
          size += Math.abs(bends[i][j] * aside[i]);
        }
        // An infinite size would allow any error.
        if (!(Math.abs(there[j] - expected) <= TOLERANCE * size) || Double.isInfinite(size)) {
          return null;
        }
      }
    }
    return steepest(bends);
  }

  /** The greater eigenvalue, where both are positive. */
  private static @Nullable Double steepest(double[][] bends) {
    double greatest = bends[0][0];
    double least = greatest;
    if (bends.length == 2) {
      double middle = (bends[0][0] + bends[1][1]) / 2;
      double apart = Math.hypot((bends[0][0] - bends[1][1]) / 2, bends[0][1]);
      greatest = middle + apart;
      least = middle - apart;
    }
    return least > TOLERANCE * greatest ? (Double) greatest : null;
  }

  private static double width(double[] start) {
    double width = 1;
    for (double number : start) {
      width = Math.max(width, Math.abs(number));
    }
    return width;
  }

  private static double[] gradient(
      Graph graph, List<Value> leaves, double[] start, double[] aside) {
    move(leaves, start, aside);
    graph.forward();
    leaves.forEach(Value::zeroGrad);
    graph.backward(1);
    return leaves.stream().mapToDouble(Value::grad).toArray();
  }

  private static void move(List<Value> leaves, double[] start, double[] aside) {
    for (int i = 0; i < start.length; i++) {
      leaves.get(i).setData(start[i] + aside[i]);
    }
  }
}
