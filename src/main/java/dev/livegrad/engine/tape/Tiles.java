package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Lanes.at;
import static dev.livegrad.engine.tape.Lanes.broadcast;

import dev.livegrad.engine.tape.Instruction.Affine;
import jdk.incubator.vector.DoubleVector;

/**
 * Products of matrices whose one dimension is the samples, in tiles of four by four vectors:
 * sixteen sums in registers, so that eight loads serve sixteen fused multiply-adds. Edges are done
 * in smaller tiles. No sum's order depends on the tile it is in.
 */
final class Tiles {
  private static final int V = Lanes.SPECIES.length();
  private static final int LANES = Kernels.LANES;

  private Tiles() {}

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

  /**
   * To the lanes of {@code weight(j, i)}: the products of {@code out[j]}'s gradient and {@code
   * in[i]}.
   */
  static void outerProduct(Affine it, double[] data, double[] grad, double[] lanes, int n) {
    int[] in = it.in();
    int[] out = it.out();
    for (int first = 0; first < LANES; first += V) {
      int j = 0;
      for (; j + 4 <= out.length; j += 4) {
        int stride = it.weightStride() * LANES;
        int lane = (it.weight0() + j * it.weightStride()) * LANES + first;
        int i = 0;
        for (; i + 4 <= in.length; i += 4) {
          outerFourByFour(grad, out, j, data, in, i, lanes, lane + i * LANES, stride, n, first);
        }
        for (; i < in.length; i++) {
          outerFourByOne(grad, out, j, data, in[i], lanes, lane + i * LANES, stride, n, first);
        }
      }
      for (; j < out.length; j++) {
        int lane = (it.weight0() + j * it.weightStride()) * LANES + first;
        for (int i = 0; i < in.length; i++) {
          outerOneByOne(grad, out[j], data, in[i], lanes, lane + i * LANES, n, first);
        }
      }
    }
  }

  private static void outerFourByFour(
      double[] grad,
      int[] out,
      int j,
      double[] data,
      int[] in,
      int i,
      double[] lanes,
      int lane,
      int stride,
      int n,
      int first) {
    int g0 = out[j] * n;
    int g1 = out[j + 1] * n;
    int g2 = out[j + 2] * n;
    int g3 = out[j + 3] * n;
    int x0 = in[i] * n;
    int x1 = in[i + 1] * n;
    int x2 = in[i + 2] * n;
    int x3 = in[i + 3] * n;
    int l1 = lane + stride;
    int l2 = l1 + stride;
    int l3 = l2 + stride;
    DoubleVector a0 = at(lanes, lane);
    DoubleVector a1 = at(lanes, lane + LANES);
    DoubleVector a2 = at(lanes, lane + 2 * LANES);
    DoubleVector a3 = at(lanes, lane + 3 * LANES);
    DoubleVector b0 = at(lanes, l1);
    DoubleVector b1 = at(lanes, l1 + LANES);
    DoubleVector b2 = at(lanes, l1 + 2 * LANES);
    DoubleVector b3 = at(lanes, l1 + 3 * LANES);
    DoubleVector c0 = at(lanes, l2);
    DoubleVector c1 = at(lanes, l2 + LANES);
    DoubleVector c2 = at(lanes, l2 + 2 * LANES);
    DoubleVector c3 = at(lanes, l2 + 3 * LANES);
    DoubleVector d0 = at(lanes, l3);
    DoubleVector d1 = at(lanes, l3 + LANES);
    DoubleVector d2 = at(lanes, l3 + 2 * LANES);
    DoubleVector d3 = at(lanes, l3 + 3 * LANES);
    for (int s = first; s < n; s += LANES) {
      DoubleVector v0 = at(data, x0 + s);
      DoubleVector v1 = at(data, x1 + s);
      DoubleVector v2 = at(data, x2 + s);
      DoubleVector v3 = at(data, x3 + s);
      DoubleVector ga = at(grad, g0 + s);
      a0 = ga.fma(v0, a0);
      a1 = ga.fma(v1, a1);
      a2 = ga.fma(v2, a2);
      a3 = ga.fma(v3, a3);
      DoubleVector gb = at(grad, g1 + s);
      b0 = gb.fma(v0, b0);
      b1 = gb.fma(v1, b1);
      b2 = gb.fma(v2, b2);
      b3 = gb.fma(v3, b3);
      DoubleVector gc = at(grad, g2 + s);
      c0 = gc.fma(v0, c0);
      c1 = gc.fma(v1, c1);
      c2 = gc.fma(v2, c2);
      c3 = gc.fma(v3, c3);
      DoubleVector gd = at(grad, g3 + s);
      d0 = gd.fma(v0, d0);
      d1 = gd.fma(v1, d1);
      d2 = gd.fma(v2, d2);
      d3 = gd.fma(v3, d3);
    }
    a0.intoArray(lanes, lane);
    a1.intoArray(lanes, lane + LANES);
    a2.intoArray(lanes, lane + 2 * LANES);
    a3.intoArray(lanes, lane + 3 * LANES);
    b0.intoArray(lanes, l1);
    b1.intoArray(lanes, l1 + LANES);
    b2.intoArray(lanes, l1 + 2 * LANES);
    b3.intoArray(lanes, l1 + 3 * LANES);
    c0.intoArray(lanes, l2);
    c1.intoArray(lanes, l2 + LANES);
    c2.intoArray(lanes, l2 + 2 * LANES);
    c3.intoArray(lanes, l2 + 3 * LANES);
    d0.intoArray(lanes, l3);
    d1.intoArray(lanes, l3 + LANES);
    d2.intoArray(lanes, l3 + 2 * LANES);
    d3.intoArray(lanes, l3 + 3 * LANES);
  }

  private static void outerFourByOne(
      double[] grad,
      int[] out,
      int j,
      double[] data,
      int in,
      double[] lanes,
      int lane,
      int stride,
      int n,
      int first) {
    int g0 = out[j] * n;
    int g1 = out[j + 1] * n;
    int g2 = out[j + 2] * n;
    int g3 = out[j + 3] * n;
    DoubleVector a = at(lanes, lane);
    DoubleVector b = at(lanes, lane + stride);
    DoubleVector c = at(lanes, lane + 2 * stride);
    DoubleVector d = at(lanes, lane + 3 * stride);
    for (int s = first; s < n; s += LANES) {
      DoubleVector v = at(data, in * n + s);
      a = at(grad, g0 + s).fma(v, a);
      b = at(grad, g1 + s).fma(v, b);
      c = at(grad, g2 + s).fma(v, c);
      d = at(grad, g3 + s).fma(v, d);
    }
    a.intoArray(lanes, lane);
    b.intoArray(lanes, lane + stride);
    c.intoArray(lanes, lane + 2 * stride);
    d.intoArray(lanes, lane + 3 * stride);
  }

  private static void outerOneByOne(
      double[] grad, int out, double[] data, int in, double[] lanes, int lane, int n, int first) {
    DoubleVector a = at(lanes, lane);
    for (int s = first; s < n; s += LANES) {
      a = at(grad, out * n + s).fma(at(data, in * n + s), a);
    }
    a.intoArray(lanes, lane);
  }

  /**
   * To the lanes of four parameters, {@code stride} apart: the rows {@code out[j]} to {@code
   * out[j+3]}.
   */
  static void sumFour(
      double[] grad, int[] out, int j, double[] lanes, int parameter, int stride, int n) {
    int g0 = out[j] * n;
    int g1 = out[j + 1] * n;
    int g2 = out[j + 2] * n;
    int g3 = out[j + 3] * n;
    for (int first = 0; first < LANES; first += V) {
      int l0 = parameter * LANES + first;
      int l1 = l0 + stride * LANES;
      int l2 = l1 + stride * LANES;
      int l3 = l2 + stride * LANES;
      DoubleVector a = at(lanes, l0);
      DoubleVector b = at(lanes, l1);
      DoubleVector c = at(lanes, l2);
      DoubleVector d = at(lanes, l3);
      for (int s = first; s < n; s += LANES) {
        a = a.add(at(grad, g0 + s));
        b = b.add(at(grad, g1 + s));
        c = c.add(at(grad, g2 + s));
        d = d.add(at(grad, g3 + s));
      }
      a.intoArray(lanes, l0);
      b.intoArray(lanes, l1);
      c.intoArray(lanes, l2);
      d.intoArray(lanes, l3);
    }
  }

  /** To the lanes of one parameter: row {@code row}. */
  static void sumOne(double[] grad, int row, double[] lanes, int parameter, int n) {
    for (int first = 0; first < LANES; first += V) {
      int lane = parameter * LANES + first;
      DoubleVector sum = at(lanes, lane);
      for (int s = row * n + first; s < row * n + n; s += LANES) {
        sum = sum.add(at(grad, s));
      }
      sum.intoArray(lanes, lane);
    }
  }
}
