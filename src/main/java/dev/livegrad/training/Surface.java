package dev.livegrad.training;

import dev.livegrad.engine.tape.Execution;

/**
 * One of the network's outputs over a {@link Plane}, by the run's own compiled tape. Belongs to one
 * thread at a time; the run is not disturbed.
 */
public final class Surface {
  /** As many points as are computed for a small network: 48 by 48. */
  private static final int MAX_POINTS = 2_304;

  private static final int MIN_POINTS = 256;

  /** Points times parameters, which is about the number of multiplications. */
  private static final int MAX_WORK = 20_000_000;

  private final Plane plane;
  private final int output;
  private final Execution execution;

  Surface(Plane plane, int output, Execution execution) {
    this.plane = plane;
    this.output = output;
    this.execution = execution;
  }

  /** How many points a network of so many parameters is asked for. */
  static int points(int parameters) {
    return Math.clamp(MAX_WORK / parameters, MIN_POINTS, MAX_POINTS);
  }

  public Plane plane() {
    return plane;
  }

  /** The output at each point, in the plane's order. */
  public double[] values(double[] parameters) {
    execution.predict(parameters, plane.points());
    double[] values = new double[plane.points()];
    for (int point = 0; point < values.length; point++) {
      values[point] = execution.output(output, point);
    }
    return values;
  }
}
