package dev.livegrad.expression;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradient descent: each step subtracts from every leaf the learning rate times its gradient.
 *
 * @param values of the leaves: steps + 1 by leaves, from the start on, each finite
 * @param outputs at these places, each finite
 * @param gradients at these places, by leaves, each finite
 * @param course how the output developed over the steps
 * @param curvature the greatest second derivative of a convex quadratic function: from a rate of
 *     {@code 1 / curvature} on, steps overshoot the minimum; from {@code 2 / curvature} on, the
 *     output no longer falls; null where the output is no such function
 */
public record GradientDescent(
    double[][] values,
    double[] outputs,
    double[][] gradients,
    Course course,
    @Nullable Double curvature) {
  /** At the minimum, what is left of a gradient may change its sign by rounding alone. */
  private static final double ROUNDING = 1e-20;

  /** The kind of descent, by what becomes of the output. */
  public enum Course {
    /** The gradient is 0 at the start, so that no step moves. */
    FLAT,
    /** The output falls, and no step overshoots the minimum. */
    FALLING,
    /** At least one step overshoots a minimum, and the output is lower in the end. */
    OVERSHOOTING,
    /** The output is higher in the end, or a number is no longer finite. */
    DIVERGING
  }

  /** Moves {@code leaves} and leaves them where the descent ended. */
  static GradientDescent on(Graph graph, List<Value> leaves, double learningRate, int steps) {
    Double curvature = QuadraticTest.curvature(graph, leaves);
    List<double[]> values = new ArrayList<>();
    List<Double> outputs = new ArrayList<>();
    List<double[]> gradients = new ArrayList<>();
    boolean finite = true;
    while (finite && values.size() <= steps) {
      graph.forward();
      leaves.forEach(Value::zeroGrad);
      graph.backward(1);
      double[] data = data(leaves);
      double[] gradient = leaves.stream().mapToDouble(Value::grad).toArray();
      finite = Double.isFinite(graph.output().data()) && areFinite(data) && areFinite(gradient);
      if (finite) {
        values.add(data);
        outputs.add(graph.output().data());
        gradients.add(gradient);
        for (Value leaf : leaves) {
          leaf.setData(leaf.data() - learningRate * leaf.grad());
        }
      }
    }
    return new GradientDescent(
        values.toArray(double[][]::new),
        outputs.stream().mapToDouble(output -> output).toArray(),
        gradients.toArray(double[][]::new),
        course(outputs, gradients, finite),
        curvature);
  }

  private static Course course(List<Double> outputs, List<double[]> gradients, boolean finite) {
    if (!finite || outputs.getLast() > outputs.getFirst()) {
      return Course.DIVERGING;
    }
    double steepness = dot(gradients.getFirst(), gradients.getFirst());
    if (steepness == 0) {
      return Course.FLAT;
    }
    for (int i = 1; i < gradients.size(); i++) {
      if (dot(gradients.get(i - 1), gradients.get(i)) < -ROUNDING * steepness) {
        return Course.OVERSHOOTING;
      }
    }
    return Course.FALLING;
  }

  static double[] data(List<Value> leaves) {
    return leaves.stream().mapToDouble(Value::data).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static boolean areFinite(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
