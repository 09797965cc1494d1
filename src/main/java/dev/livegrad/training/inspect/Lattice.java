package dev.livegrad.training.inspect;

import dev.livegrad.data.Samples;
import dev.livegrad.training.RunSetup;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A lattice of points in the space of the data's own inputs, before features and standardizing: two
 * columns vary over a rectangle somewhat wider than the samples', and all others stand still. Where
 * both are the same column it is a line.
 *
 * @param x the column that varies from point to point of a row
 * @param y the column that varies from row to row, the lowest value first
 * @param from where x and y begin
 * @param to where x and y end; the last point of each row and column
 */
public record Lattice(int x, int y, double[] from, double[] to, int columns, int rows) {
  /** The margin on each side, as a part of the samples' extent. */
  private static final double MARGIN = 0.125;

  /**
   * A lattice over all samples, those of a test too.
   *
   * @param points the most that it has
   * @throws IndexOutOfBoundsException if there is no such column
   */
  static Lattice over(RunSetup setup, int x, int y, int points) {
    double[] xs = extent(setup, x);
    double[] ys = extent(setup, y);
    int side = (int) Math.sqrt(points);
    return new Lattice(
        x,
        y,
        new double[] {xs[0], ys[0]},
        new double[] {xs[1], ys[1]},
        x == y ? points : side,
        x == y ? 1 : side);
  }

  /** The number of points, which are in order row after row. */
  public int points() {
    return columns * rows;
  }

  /**
   * What the network sees at the points: its inputs by points. Where a feature has no finite value,
   * neither has the network.
   *
   * @param sample whose values the other columns have; null for the samples' means
   */
  double[][] inputs(RunSetup setup, @Nullable Integer sample) {
    double[] at = new double[setup.samples().names().size()];
    for (int column = 0; column < at.length; column++) {
      at[column] = sample == null ? mean(setup, column) : setup.rawInput(sample, column);
    }
    double[][] inputs = new double[setup.data().inputColumns()][points()];
    for (int point = 0; point < points(); point++) {
      at[y] = between(1, point / columns, rows);
      at[x] = between(0, point % columns, columns);
      double[] values = setup.seen(at);
      for (int input = 0; input < values.length; input++) {
        inputs[input][point] = values[input];
      }
    }
    return inputs;
  }

  private double between(int axis, int place, int places) {
    return from[axis] + (to[axis] - from[axis]) * place / (places - 1);
  }

  private static double[] extent(RunSetup setup, int column) {
    Samples all = setup.samples();
    var summary =
        IntStream.range(0, all.count())
            .mapToDouble(sample -> all.input(sample, column))
            .summaryStatistics();
    double width = summary.getMax() - summary.getMin();
    double margin = width > 0 ? MARGIN * width : 1;
    return new double[] {summary.getMin() - margin, summary.getMax() + margin};
  }

  private static double mean(RunSetup setup, int column) {
    return IntStream.range(0, setup.data().samples())
        .mapToDouble(sample -> setup.rawInput(sample, column))
        .average()
        .orElse(0);
  }
}
