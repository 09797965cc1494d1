package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Lanes.at;
import static dev.livegrad.engine.tape.Lanes.broadcast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products of rows, in tiles of four by four rows: sixteen sums in registers, so that eight
 * loads serve sixteen fused multiply-adds. For narrower edges there are smaller tiles.
 *
 * <p>A sum has {@link Kernels#LANES} lanes. Where a vector has as many, they are folded for eight
 * sums at once, in the order of {@link Kernels#tree}, and {@code sums} gets one number for each.
 * Shorter vectors leave their lanes there, {@code LANES} for each sum.
 *
 * <p>As in {@link VectorLoops}, the JIT is told not to inline these methods.
 */
final class GradientTiles {
  private static final int LANES = Kernels.LANES;
  private static final int V = Lanes.SPECIES.length();
  private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;

  // Folding adds each lane of two vectors to its neighbour, then to the one two apart, then four
  // apart: of the lanes in the mask b's sums remain, of the others a's. It is written out since
  // methods of ours, other than the vectors' own, are more than the JIT is willing to inline here.
  private static final VectorMask<Double> ONES = lanesWith(1);
  private static final VectorMask<Double> TWOS = lanesWith(2);
  private static final VectorMask<Double> FOURS = lanesWith(4);
  private static final VectorShuffle<Double> BY_ONE = lanesApart(1);
  private static final VectorShuffle<Double> BY_TWO = lanesApart(2);
  private static final VectorShuffle<Double> BY_FOUR = lanesApart(4);

  private GradientTiles() {}

  private static VectorMask<Double> lanesWith(int bit) {
    boolean[] lanes = new boolean[V];
    for (int lane = 0; lane < V; lane++) {
      lanes[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(Lanes.SPECIES, lanes, 0);
  }

  private static VectorShuffle<Double> lanesApart(int distance) {
    return VectorShuffle.fromOp(Lanes.SPECIES, lane -> (lane ^ distance) % V);
  }

  /** Sixteen sums: rows i to i+3 of x by rows j to j+3 of y. */
  static void fourByFour(
      double[] x, int[] xs, int i, double[] y, int[] ys, int j, double[] sums, int n, int first) {
    int x0 = xs[i] * n;
    int x1 = xs[i + 1] * n;
    int x2 = xs[i + 2] * n;
    int x3 = xs[i + 3] * n;
    int y0 = ys[j] * n;
    int y1 = ys[j + 1] * n;
    int y2 = ys[j + 2] * n;
    int y3 = ys[j + 3] * n;
    DoubleVector a0 = broadcast(0);
    DoubleVector a1 = broadcast(0);
    DoubleVector a2 = broadcast(0);
    DoubleVector a3 = broadcast(0);
    DoubleVector b0 = broadcast(0);
    DoubleVector b1 = broadcast(0);
    DoubleVector b2 = broadcast(0);
    DoubleVector b3 = broadcast(0);
    DoubleVector c0 = broadcast(0);
    DoubleVector c1 = broadcast(0);
    DoubleVector c2 = broadcast(0);
    DoubleVector c3 = broadcast(0);
    DoubleVector d0 = broadcast(0);
    DoubleVector d1 = broadcast(0);
    DoubleVector d2 = broadcast(0);
    DoubleVector d3 = broadcast(0);
    for (int s = first; s < n; s += LANES) {
      DoubleVector v0 = at(y, y0 + s);
      DoubleVector v1 = at(y, y1 + s);
      DoubleVector v2 = at(y, y2 + s);
      DoubleVector v3 = at(y, y3 + s);
      DoubleVector u0 = at(x, x0 + s);
      a0 = u0.fma(v0, a0);
      a1 = u0.fma(v1, a1);
      a2 = u0.fma(v2, a2);
      a3 = u0.fma(v3, a3);
      DoubleVector u1 = at(x, x1 + s);
      b0 = u1.fma(v0, b0);
      b1 = u1.fma(v1, b1);
      b2 = u1.fma(v2, b2);
      b3 = u1.fma(v3, b3);
      DoubleVector u2 = at(x, x2 + s);
      c0 = u2.fma(v0, c0);
      c1 = u2.fma(v1, c1);
      c2 = u2.fma(v2, c2);
      c3 = u2.fma(v3, c3);
      DoubleVector u3 = at(x, x3 + s);
      d0 = u3.fma(v0, d0);
      d1 = u3.fma(v1, d1);
      d2 = u3.fma(v2, d2);
      d3 = u3.fma(v3, d3);
    }
    if (V == LANES) {
      DoubleVector ab0 = a0.blend(a1, ONES).add(a1.blend(a0, ONES).rearrange(BY_ONE));
      DoubleVector cd0 = a2.blend(a3, ONES).add(a3.blend(a2, ONES).rearrange(BY_ONE));
      DoubleVector ef0 = b0.blend(b1, ONES).add(b1.blend(b0, ONES).rearrange(BY_ONE));
      DoubleVector gh0 = b2.blend(b3, ONES).add(b3.blend(b2, ONES).rearrange(BY_ONE));
      DoubleVector ad0 = ab0.blend(cd0, TWOS).add(cd0.blend(ab0, TWOS).rearrange(BY_TWO));
      DoubleVector eh0 = ef0.blend(gh0, TWOS).add(gh0.blend(ef0, TWOS).rearrange(BY_TWO));
      ad0.blend(eh0, FOURS).add(eh0.blend(ad0, FOURS).rearrange(BY_FOUR)).intoArray(sums, 0);
      DoubleVector ab1 = c0.blend(c1, ONES).add(c1.blend(c0, ONES).rearrange(BY_ONE));
      DoubleVector cd1 = c2.blend(c3, ONES).add(c3.blend(c2, ONES).rearrange(BY_ONE));
      DoubleVector ef1 = d0.blend(d1, ONES).add(d1.blend(d0, ONES).rearrange(BY_ONE));
      DoubleVector gh1 = d2.blend(d3, ONES).add(d3.blend(d2, ONES).rearrange(BY_ONE));
      DoubleVector ad1 = ab1.blend(cd1, TWOS).add(cd1.blend(ab1, TWOS).rearrange(BY_TWO));
      DoubleVector eh1 = ef1.blend(gh1, TWOS).add(gh1.blend(ef1, TWOS).rearrange(BY_TWO));
      ad1.blend(eh1, FOURS).add(eh1.blend(ad1, FOURS).rearrange(BY_FOUR)).intoArray(sums, 8);
    } else {
      a0.intoArray(sums, first);
      a1.intoArray(sums, 1 * LANES + first);
      a2.intoArray(sums, 2 * LANES + first);
      a3.intoArray(sums, 3 * LANES + first);
      b0.intoArray(sums, 4 * LANES + first);
      b1.intoArray(sums, 5 * LANES + first);
      b2.intoArray(sums, 6 * LANES + first);
      b3.intoArray(sums, 7 * LANES + first);
      c0.intoArray(sums, 8 * LANES + first);
      c1.intoArray(sums, 9 * LANES + first);
      c2.intoArray(sums, 10 * LANES + first);
      c3.intoArray(sums, 11 * LANES + first);
      d0.intoArray(sums, 12 * LANES + first);
      d1.intoArray(sums, 13 * LANES + first);
      d2.intoArray(sums, 14 * LANES + first);
      d3.intoArray(sums, 15 * LANES + first);
    }
  }

  /** Eight sums: rows i to i+3 of x by rows j and j+1 of y. */
  static void fourByTwo(
      double[] x, int[] xs, int i, double[] y, int[] ys, int j, double[] sums, int n, int first) {
    int x0 = xs[i] * n;
    int x1 = xs[i + 1] * n;
    int x2 = xs[i + 2] * n;
    int x3 = xs[i + 3] * n;
    int y0 = ys[j] * n;
    int y1 = ys[j + 1] * n;
    DoubleVector a0 = broadcast(0);
    DoubleVector a1 = broadcast(0);
    DoubleVector b0 = broadcast(0);
    DoubleVector b1 = broadcast(0);
    DoubleVector c0 = broadcast(0);
    DoubleVector c1 = broadcast(0);
    DoubleVector d0 = broadcast(0);
    DoubleVector d1 = broadcast(0);
    for (int s = first; s < n; s += LANES) {
      DoubleVector v0 = at(y, y0 + s);
      DoubleVector v1 = at(y, y1 + s);
      DoubleVector u0 = at(x, x0 + s);
      a0 = u0.fma(v0, a0);
      a1 = u0.fma(v1, a1);
      DoubleVector u1 = at(x, x1 + s);
      b0 = u1.fma(v0, b0);
      b1 = u1.fma(v1, b1);
      DoubleVector u2 = at(x, x2 + s);
      c0 = u2.fma(v0, c0);
      c1 = u2.fma(v1, c1);
      DoubleVector u3 = at(x, x3 + s);
      d0 = u3.fma(v0, d0);
      d1 = u3.fma(v1, d1);
    }
    if (V == LANES) {
      DoubleVector ab0 = a0.blend(a1, ONES).add(a1.blend(a0, ONES).rearrange(BY_ONE));
      DoubleVector cd0 = b0.blend(b1, ONES).add(b1.blend(b0, ONES).rearrange(BY_ONE));
      DoubleVector ef0 = c0.blend(c1, ONES).add(c1.blend(c0, ONES).rearrange(BY_ONE));
      DoubleVector gh0 = d0.blend(d1, ONES).add(d1.blend(d0, ONES).rearrange(BY_ONE));
      DoubleVector ad0 = ab0.blend(cd0, TWOS).add(cd0.blend(ab0, TWOS).rearrange(BY_TWO));
      DoubleVector eh0 = ef0.blend(gh0, TWOS).add(gh0.blend(ef0, TWOS).rearrange(BY_TWO));
      ad0.blend(eh0, FOURS).add(eh0.blend(ad0, FOURS).rearrange(BY_FOUR)).intoArray(sums, 0);
    } else {
      a0.intoArray(sums, first);
      a1.intoArray(sums, 1 * LANES + first);
      b0.intoArray(sums, 2 * LANES + first);
      b1.intoArray(sums, 3 * LANES + first);
      c0.intoArray(sums, 4 * LANES + first);
      c1.intoArray(sums, 5 * LANES + first);
      d0.intoArray(sums, 6 * LANES + first);
      d1.intoArray(sums, 7 * LANES + first);
    }
  }

  /** Four sums: rows i to i+3 of x by row j of y. */
  static void fourByOne(
      double[] x, int[] xs, int i, double[] y, int[] ys, int j, double[] sums, int n, int first) {
    int x0 = xs[i] * n;
    int x1 = xs[i + 1] * n;
    int x2 = xs[i + 2] * n;
    int x3 = xs[i + 3] * n;
    int y0 = ys[j] * n;
    DoubleVector a0 = broadcast(0);
    DoubleVector b0 = broadcast(0);
    DoubleVector c0 = broadcast(0);
    DoubleVector d0 = broadcast(0);
    for (int s = first; s < n; s += LANES) {
      DoubleVector v0 = at(y, y0 + s);
      DoubleVector u0 = at(x, x0 + s);
      a0 = u0.fma(v0, a0);
      DoubleVector u1 = at(x, x1 + s);
      b0 = u1.fma(v0, b0);
      DoubleVector u2 = at(x, x2 + s);
      c0 = u2.fma(v0, c0);
      DoubleVector u3 = at(x, x3 + s);
      d0 = u3.fma(v0, d0);
    }
    if (V == LANES) {
      DoubleVector ab = a0.blend(b0, ONES).add(b0.blend(a0, ONES).rearrange(BY_ONE));
      DoubleVector cd = c0.blend(d0, ONES).add(d0.blend(c0, ONES).rearrange(BY_ONE));
      DoubleVector ad = ab.blend(cd, TWOS).add(cd.blend(ab, TWOS).rearrange(BY_TWO));
      ad.add(ad.rearrange(BY_FOUR)).intoArray(sums, 0);
    } else {
      a0.intoArray(sums, first);
      b0.intoArray(sums, 1 * LANES + first);
      c0.intoArray(sums, 2 * LANES + first);
      d0.intoArray(sums, 3 * LANES + first);
    }
  }

  static void oneByOne(double[] x, int x0, double[] y, int y0, double[] sums, int n, int first) {
    DoubleVector sum = broadcast(0);
    for (int s = first; s < n; s += LANES) {
      sum = at(x, x0 + s).fma(at(y, y0 + s), sum);
    }
    sum.intoArray(sums, first);
  }

  static void four(double[] x, int[] xs, int i, double[] sums, int n, int first) {
    int x0 = xs[i] * n;
    int x1 = xs[i + 1] * n;
    int x2 = xs[i + 2] * n;
    int x3 = xs[i + 3] * n;
    DoubleVector a = broadcast(0);
    DoubleVector b = broadcast(0);
    DoubleVector c = broadcast(0);
    DoubleVector d = broadcast(0);
    for (int s = first; s < n; s += LANES) {
      a = a.add(at(x, x0 + s));
      b = b.add(at(x, x1 + s));
      c = c.add(at(x, x2 + s));
      d = d.add(at(x, x3 + s));
    }
    if (V == LANES) {
      DoubleVector ab = a.blend(b, ONES).add(b.blend(a, ONES).rearrange(BY_ONE));
      DoubleVector cd = c.blend(d, ONES).add(d.blend(c, ONES).rearrange(BY_ONE));
      DoubleVector ad = ab.blend(cd, TWOS).add(cd.blend(ab, TWOS).rearrange(BY_TWO));
      ad.add(ad.rearrange(BY_FOUR)).intoArray(sums, 0);
    } else {
      a.intoArray(sums, first);
      b.intoArray(sums, LANES + first);
      c.intoArray(sums, 2 * LANES + first);
      d.intoArray(sums, 3 * LANES + first);
    }
  }

  static void one(double[] x, int x0, double[] sums, int n, int first) {
    DoubleVector sum = broadcast(0);
    for (int s = first; s < n; s += LANES) {
      sum = sum.add(at(x, x0 + s));
    }
    sum.intoArray(sums, first);
  }

  /**
   * Adds sixteen finished sums to parameters, four next to each other and then four that stand
   * {@code stride} further on.
   */
  static void addSixteen(double[] sums, double[] gradient, int p0, int stride) {
    int p1 = p0 + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    DoubleVector s0 = DoubleVector.fromArray(FOUR, sums, 0);
    DoubleVector s1 = DoubleVector.fromArray(FOUR, sums, 4);
    DoubleVector s2 = DoubleVector.fromArray(FOUR, sums, 8);
    DoubleVector s3 = DoubleVector.fromArray(FOUR, sums, 12);
    DoubleVector.fromArray(FOUR, gradient, p0).add(s0).intoArray(gradient, p0);
    DoubleVector.fromArray(FOUR, gradient, p1).add(s1).intoArray(gradient, p1);
    DoubleVector.fromArray(FOUR, gradient, p2).add(s2).intoArray(gradient, p2);
    DoubleVector.fromArray(FOUR, gradient, p3).add(s3).intoArray(gradient, p3);
  }
}
