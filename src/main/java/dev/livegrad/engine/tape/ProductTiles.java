package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Lanes.at;
import static dev.livegrad.engine.tape.Lanes.broadcast;

import jdk.incubator.vector.DoubleVector;

/**
 * Products of matrices whose one dimension is the samples, in tiles of four by four vectors:
 * sixteen sums in registers, so that eight loads serve sixteen fused multiply-adds. Edges are done
 * in smaller tiles. No sum's order depends on the tile it is in.
 */
final class ProductTiles {
  private static final int V = Lanes.SPECIES.length();

  private ProductTiles() {}

  /**
   * {@code out[r] = start[s0 + r * ss] + sum over k of c[c0 + r * rs + k * ks] * in[k]}, in the
   * order of k, for rows of {@code n} samples. The strides ss, rs and ks say how far apart rows and
   * columns are.
   *
   * @param in the rows of {@code x} that are multiplied, K of them
   * @param out the rows of {@code x} that are written, R of them
   */
  static void product(
      double[] start,
      int s0,
      int ss,
      double[] c,
      int c0,
      int rs,
      int ks,
      double[] x,
      int[] in,
      int[] out,
      int n) {
    int s = 0;
    for (; s + 4 * V <= n; s += 4 * V) {
      int r = 0;
      for (; r + 4 <= out.length; r += 4) {
        int first = s0 + r * ss;
        fourByFour(start, first, ss, c, c0 + r * rs, rs, ks, x, in, out, r, n, s);
      }
      for (; r < out.length; r++) {
        oneByFour(start[s0 + r * ss], c, c0 + r * rs, ks, x, in, out[r] * n + s, n, s);
      }
    }
    for (; s < n; s += V) {
      int r = 0;
      for (; r + 4 <= out.length; r += 4) {
        fourByOne(start, s0 + r * ss, ss, c, c0 + r * rs, rs, ks, x, in, out, r, n, s);
      }
      for (; r < out.length; r++) {
        oneByOne(start[s0 + r * ss], c, c0 + r * rs, ks, x, in, out[r] * n + s, n, s);
      }
    }
  }

  private static void fourByFour(
      double[] start,
      int s0,
      int ss,
      double[] c,
      int c0,
      int rs,
      int ks,
      double[] x,
      int[] in,
      int[] out,
      int r,
      int n,
      int s) {
    int y0 = out[r] * n + s;
    int y1 = out[r + 1] * n + s;
    int y2 = out[r + 2] * n + s;
    int y3 = out[r + 3] * n + s;
    DoubleVector a0 = broadcast(start[s0]);
    DoubleVector a1 = a0;
    DoubleVector a2 = a0;
    DoubleVector a3 = a0;
    DoubleVector b0 = broadcast(start[s0 + ss]);
    DoubleVector b1 = b0;
    DoubleVector b2 = b0;
    DoubleVector b3 = b0;
    DoubleVector e0 = broadcast(start[s0 + 2 * ss]);
    DoubleVector e1 = e0;
    DoubleVector e2 = e0;
    DoubleVector e3 = e0;
    DoubleVector d0 = broadcast(start[s0 + 3 * ss]);
    DoubleVector d1 = d0;
    DoubleVector d2 = d0;
    DoubleVector d3 = d0;
    int w = c0;
    for (int row : in) {
      int p = row * n + s;
      DoubleVector x0 = at(x, p);
      DoubleVector x1 = at(x, p + V);
      DoubleVector x2 = at(x, p + 2 * V);
      DoubleVector x3 = at(x, p + 3 * V);
      DoubleVector w0 = broadcast(c[w]);
      a0 = w0.fma(x0, a0);
      a1 = w0.fma(x1, a1);
      a2 = w0.fma(x2, a2);
      a3 = w0.fma(x3, a3);
      DoubleVector w1 = broadcast(c[w + rs]);
      b0 = w1.fma(x0, b0);
      b1 = w1.fma(x1, b1);
      b2 = w1.fma(x2, b2);
      b3 = w1.fma(x3, b3);
      DoubleVector w2 = broadcast(c[w + 2 * rs]);
      e0 = w2.fma(x0, e0);
      e1 = w2.fma(x1, e1);
      e2 = w2.fma(x2, e2);
      e3 = w2.fma(x3, e3);
      DoubleVector w3 = broadcast(c[w + 3 * rs]);
      d0 = w3.fma(x0, d0);
      d1 = w3.fma(x1, d1);
      d2 = w3.fma(x2, d2);
      d3 = w3.fma(x3, d3);
      w += ks;
    }
    a0.intoArray(x, y0);
    a1.intoArray(x, y0 + V);
    a2.intoArray(x, y0 + 2 * V);
    a3.intoArray(x, y0 + 3 * V);
    b0.intoArray(x, y1);
    b1.intoArray(x, y1 + V);
    b2.intoArray(x, y1 + 2 * V);
    b3.intoArray(x, y1 + 3 * V);
    e0.intoArray(x, y2);
    e1.intoArray(x, y2 + V);
    e2.intoArray(x, y2 + 2 * V);
    e3.intoArray(x, y2 + 3 * V);
    d0.intoArray(x, y3);
    d1.intoArray(x, y3 + V);
    d2.intoArray(x, y3 + 2 * V);
    d3.intoArray(x, y3 + 3 * V);
  }

  private static void oneByFour(
      double start, double[] c, int c0, int ks, double[] x, int[] in, int y, int n, int s) {
    DoubleVector a0 = broadcast(start);
    DoubleVector a1 = a0;
    DoubleVector a2 = a0;
    DoubleVector a3 = a0;
    int w = c0;
    for (int row : in) {
      int p = row * n + s;
      DoubleVector w0 = broadcast(c[w]);
      a0 = w0.fma(at(x, p), a0);
      a1 = w0.fma(at(x, p + V), a1);
      a2 = w0.fma(at(x, p + 2 * V), a2);
      a3 = w0.fma(at(x, p + 3 * V), a3);
      w += ks;
    }
    a0.intoArray(x, y);
    a1.intoArray(x, y + V);
    a2.intoArray(x, y + 2 * V);
    a3.intoArray(x, y + 3 * V);
  }

  private static void fourByOne(
      double[] start,
      int s0,
      int ss,
      double[] c,
      int c0,
      int rs,
      int ks,
      double[] x,
      int[] in,
      int[] out,
      int r,
      int n,
      int s) {
    int ya = out[r] * n + s;
    int yb = out[r + 1] * n + s;
    int yc = out[r + 2] * n + s;
    int yd = out[r + 3] * n + s;
    DoubleVector a = broadcast(start[s0]);
    DoubleVector b = broadcast(start[s0 + ss]);
    DoubleVector e = broadcast(start[s0 + 2 * ss]);
    DoubleVector d = broadcast(start[s0 + 3 * ss]);
    int w = c0;
    for (int row : in) {
      DoubleVector x0 = at(x, row * n + s);
      a = x0.fma(broadcast(c[w]), a);
      b = x0.fma(broadcast(c[w + rs]), b);
      e = x0.fma(broadcast(c[w + 2 * rs]), e);
      d = x0.fma(broadcast(c[w + 3 * rs]), d);
      w += ks;
    }
    a.intoArray(x, ya);
    b.intoArray(x, yb);
    e.intoArray(x, yc);
    d.intoArray(x, yd);
  }

  private static void oneByOne(
      double start, double[] c, int c0, int ks, double[] x, int[] in, int y, int n, int s) {
    DoubleVector a = broadcast(start);
    int w = c0;
    for (int row : in) {
      a = at(x, row * n + s).fma(broadcast(c[w]), a);
      w += ks;
    }
    a.intoArray(x, y);
  }
}
