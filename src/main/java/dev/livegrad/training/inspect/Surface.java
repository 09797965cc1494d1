package dev.livegrad.training.inspect;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.training.Network;
import dev.livegrad.training.RunSetup;
import org.jspecify.annotations.Nullable;

/**
 * The network's outputs over a {@link Lattice}, by the run's own compiled tape. Belongs to one
 * thread at a time; the run is not disturbed.
 */
public final class Surface {
  /** The points of a small network's surface: 48 by 48. */
  private static final int MAX_POINTS = 2_304;

  private static final int MIN_POINTS = 256;

  /** Points times parameters, which is about the number of multiplications. */
  private static final int MAX_WORK = 20_000_000;

  /** Points times outputs, where all outputs are told. */
  private static final int MAX_NUMBERS = 16_384;

  private final Lattice lattice;
  private final int firstOutput;
  private final int outputs;
  private final Execution execution;

  private Surface(Lattice lattice, int firstOutput, int outputs, Execution execution) {
    this.lattice = lattice;
    this.firstOutput = firstOutput;
    this.outputs = outputs;
    this.execution = execution;
  }

  /**
   * One of the outputs over a plane through the space of the data's inputs.
   *
   * @param x a column of the data, from 0
   * @param y another one; the same one for a curve
   * @param sample where the plane goes through; null for the samples' means
   * @return null if there is no such column, output or sample
   */
  public static @Nullable Surface of(
      Network network, int x, int y, int output, @Nullable Integer sample) {
    return output < network.setup().data().targetColumns()
        ? of(network, x, y, sample, output, 1, points(network.parameters()))
        : null;
  }

  /** As {@link #of}, of all outputs together: the more there are, the fewer points. */
  public static @Nullable Surface ofAll(Network network, int x, int y, @Nullable Integer sample) {
    int outputs = network.setup().data().targetColumns();
    int points = Math.min(points(network.parameters()), MAX_NUMBERS / outputs);
    return of(network, x, y, sample, 0, outputs, Math.max(MIN_POINTS, points));
  }

  private static @Nullable Surface of(
      Network network,
      int x,
      int y,
      @Nullable Integer sample,
      int firstOutput,
      int outputs,
      int points) {
    RunSetup setup = network.setup();
    Dataset data = setup.data();
    boolean there =
        Math.max(x, y) < setup.samples().names().size()
            && (sample == null || sample < data.samples());
    if (!there) {
      return null;
    }
    Lattice lattice = Lattice.over(setup, x, y, points);
    return new Surface(lattice, firstOutput, outputs, network.at(lattice.inputs(setup, sample)));
  }

  /** The fewer, the more parameters there are. */
  static int points(int parameters) {
    return Math.clamp(MAX_WORK / parameters, MIN_POINTS, MAX_POINTS);
  }

  public Lattice lattice() {
    return lattice;
  }

  /** The output, or each of them, at each point: outputs by points in the lattice's order. */
  public double[][] values(double[] parameters) {
    execution.predict(parameters, lattice.points());
    double[][] values = new double[outputs][lattice.points()];
    for (int i = 0; i < outputs; i++) {
      for (int point = 0; point < lattice.points(); point++) {
        values[i][point] = execution.output(firstOutput + i, point);
      }
    }
    return values;
  }
}
