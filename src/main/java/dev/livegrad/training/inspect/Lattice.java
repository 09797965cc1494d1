package dev.livegrad.training.inspect;

import dev.livegrad.data.Dataset;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A lattice of points in the space of inputs: two input columns vary over a rectangle somewhat
 * wider than the samples', and all others stand still. Where both are the same column it is a line.
 *
 * @param x the input column that varies from point to point of a row
 * @param y the input column that varies from row to row, the lowest value first
 * @param from where x and y begin
 * @param to where x and y end; the last point of each row and column
 */
public record Lattice(int x, int y, double[] from, double[] to, int columns, int rows) {
  /** The margin on each side, as a part of the samples' extent. */
  private static final double MARGIN = 0.125;

  /**
   * A lattice over all samples.
   *
   * @param points the most that it has
   * @throws IndexOutOfBoundsException if there is no such input column
   */
  static Lattice over(Dataset data, int x, int y, int points) {
    double[] xs = extent(data, x);
    double[] ys = extent(data, y);
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
   * The points' coordinates: input columns by points.
   *
   * @param sample whose values the other columns have; null for the samples' means
   */
  double[][] inputs(Dataset data, @Nullable Integer sample) {
    double[][] inputs = new double[data.inputColumns()][points()];
    for (int column = 0; column < inputs.length; column++) {
      double rest = sample == null ? mean(data, column) : data.input(sample, column);
      for (int point = 0; point < points(); point++) {
        inputs[column][point] =
            column == x
                ? between(0, point % columns, columns)
                : column == y ? between(1, point / columns, rows) : rest;
      }
    }
    return inputs;
  }

  private double between(int axis, int place, int places) {
    return from[axis] + (to[axis] - from[axis]) * place / (places - 1);
  }

  private static double[] extent(Dataset data, int column) {
    var summary = column(data, column).summaryStatistics();
    double width = summary.getMax() - summary.getMin();
    double margin = width > 0 ? MARGIN * width : 1;
    return new double[] {summary.getMin() - margin, summary.getMax() + margin};
  }

  private static double mean(Dataset data, int column) {
    return column(data, column).average().orElse(0);
  }

  private static DoubleStream column(Dataset data, int column) {
    return IntStream.range(0, data.samples()).mapToDouble(sample -> data.input(sample, column));
  }
}
