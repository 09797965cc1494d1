package dev.livegrad.training.inspect;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.training.Network;
import org.jspecify.annotations.Nullable;

/**
 * One of the network's outputs over a {@link Lattice}, by the run's own compiled tape. Belongs to
 * one thread at a time; the run is not disturbed.
 */
public final class Surface {
  /** The points of a small network's surface: 48 by 48. */
  private static final int MAX_POINTS = 2_304;

  private static final int MIN_POINTS = 256;

  /** Points times parameters, which is about the number of multiplications. */
  private static final int MAX_WORK = 20_000_000;

  private final Lattice lattice;
  private final int output;
  private final Execution execution;

  private Surface(Lattice lattice, int output, Execution execution) {
    this.lattice = lattice;
    this.output = output;
    this.execution = execution;
  }

  /**
   * One of the outputs over a plane through the space of inputs.
   *
   * @param x an input column, from 0
   * @param y another one; the same one for a curve
   * @param sample where the plane goes through; null for the samples' means
   * @return null if there is no such column, output or sample
   */
  public static @Nullable Surface of(
      Network network, int x, int y, int output, @Nullable Integer sample) {
    Dataset data = network.setup().data();
    boolean there =
        Math.max(x, y) < data.inputColumns()
            && output < data.targetColumns()
            && (sample == null || sample < data.samples());
    if (!there) {
      return null;
    }
    Lattice lattice = Lattice.over(data, x, y, points(network.parameters()));
    return new Surface(lattice, output, network.at(lattice.inputs(data, sample)));
  }

  /** The fewer, the more parameters there are. */
  static int points(int parameters) {
    return Math.clamp(MAX_WORK / parameters, MIN_POINTS, MAX_POINTS);
  }

  public Lattice lattice() {
    return lattice;
  }

  /** The output at each point, in the lattice's order. */
  public double[] values(double[] parameters) {
    execution.predict(parameters, lattice.points());
    double[] values = new double[lattice.points()];
    for (int point = 0; point < values.length; point++) {
      values[point] = execution.output(output, point);
    }
    return values;
  }
}
