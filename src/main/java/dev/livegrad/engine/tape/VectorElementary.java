package dev.livegrad.engine.tape;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary} line by line, on the lanes of a vector. Long functions come in halves: a loop
 * over one of a whole is more than the JIT is willing to inline, and then vectors end up on the
 * heap.
 */
final class VectorElementary {
  private static final VectorSpecies<Double> SPECIES = Lanes.SPECIES;
  private static final DoubleVector ROUND = broadcast(Elementary.ROUND);
  private static final DoubleVector LOG2_E = broadcast(Elementary.LOG2_E);
  private static final DoubleVector MINUS_LN2_HIGH = broadcast(-Elementary.LN2_HIGH);
  private static final DoubleVector MINUS_LN2_LOW = broadcast(-Elementary.LN2_LOW);
  private static final DoubleVector ONE = broadcast(1);
  private static final DoubleVector TWO = broadcast(2);
  private static final DoubleVector HALF = broadcast(0.5);
  private static final DoubleVector C2 = broadcast(Elementary.C2);
  private static final DoubleVector C3 = broadcast(Elementary.C3);
  private static final DoubleVector C4 = broadcast(Elementary.C4);
  private static final DoubleVector C5 = broadcast(Elementary.C5);
  private static final DoubleVector C6 = broadcast(Elementary.C6);
  private static final DoubleVector C7 = broadcast(Elementary.C7);
  private static final DoubleVector C8 = broadcast(Elementary.C8);
  private static final DoubleVector C9 = broadcast(Elementary.C9);
  private static final DoubleVector C10 = broadcast(Elementary.C10);
  private static final DoubleVector C11 = broadcast(Elementary.C11);
  private static final DoubleVector LG1 = broadcast(Elementary.LG1);
  private static final DoubleVector LG2 = broadcast(Elementary.LG2);
  private static final DoubleVector LG3 = broadcast(Elementary.LG3);
  private static final DoubleVector LG4 = broadcast(Elementary.LG4);
  private static final DoubleVector LG5 = broadcast(Elementary.LG5);
  private static final DoubleVector LG6 = broadcast(Elementary.LG6);
  private static final DoubleVector LG7 = broadcast(Elementary.LG7);
  private static final DoubleVector LOG_LN2_HIGH = broadcast(Elementary.LOG_LN2_HIGH);
  private static final DoubleVector LOG_LN2_LOW = broadcast(Elementary.LOG_LN2_LOW);

  private VectorElementary() {}

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  static DoubleVector exp(DoubleVector x) {
    DoubleVector bounded = x.blend(Elementary.EXP_MAX, x.compare(GT, Elementary.EXP_MAX));
    bounded = bounded.blend(Elementary.EXP_MIN, bounded.compare(LT, Elementary.EXP_MIN));
    DoubleVector k = bounded.fma(LOG2_E, ROUND).sub(ROUND);
    DoubleVector high = k.fma(MINUS_LN2_HIGH, bounded);
    DoubleVector r = k.fma(MINUS_LN2_LOW, high);
    DoubleVector tail = tail(r, k.fma(MINUS_LN2_LOW, high.sub(r)));
    DoubleVector sum = r.add(ONE);
    DoubleVector e = sum.add(ONE.sub(sum).add(r).add(tail));
    DoubleVector half = k.fma(HALF, ROUND).sub(ROUND);
    return e.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
  }

  /** The first half of tanh: {@code e^2|x| - 1}, with the sign of x. */
  static DoubleVector expMinus1OfTwice(DoubleVector x) {
    DoubleVector y = x.abs().mul(2);
    y = y.blend(Elementary.TANH_MAX, y.compare(GT, Elementary.TANH_MAX));
    DoubleVector k = y.fma(LOG2_E, ROUND).sub(ROUND);
    DoubleVector high = k.fma(MINUS_LN2_HIGH, y);
    DoubleVector r = k.fma(MINUS_LN2_LOW, high);
    DoubleVector tail = tail(r, k.fma(MINUS_LN2_LOW, high.sub(r)));
    DoubleVector p = powerOfTwo(k);
    DoubleVector one = p.sub(ONE);
    DoubleVector sum = p.fma(r, one);
    DoubleVector e = sum.add(p.fma(tail, p.fma(r, one.sub(sum))));
    return withSign(e, x);
  }

  /** The second half of tanh. */
  static DoubleVector tanh(DoubleVector half) {
    DoubleVector e = half.abs();
    DoubleVector t = e.div(e.add(TWO));
    DoubleVector h = e.mul(HALF);
    return withSign(t.blend(h.neg().fma(t, h), e.compare(LT, ONE)), half);
  }

  private static DoubleVector withSign(DoubleVector magnitude, DoubleVector x) {
    LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
    return magnitude.reinterpretAsLongs().or(sign).reinterpretAsDoubles();
  }

  /** The first half of sigmoid: {@code e^-|x|}. */
  static DoubleVector expOfMinus(DoubleVector x) {
    return exp(x.abs().neg());
  }

  /** The second half of sigmoid. */
  static DoubleVector sigmoid(DoubleVector x, DoubleVector e) {
    VectorMask<Double> negative = x.compare(LT, 0);
    DoubleVector t = ONE.blend(e, negative).div(e.add(1));
    return t.blend(e.neg().fma(t, e), negative);
  }

  /** What gelu takes the tanh of. */
  static DoubleVector geluBend(DoubleVector x) {
    return x.add(x.mul(x).mul(x).mul(Elementary.GELU_CUBE)).mul(Elementary.GELU_SCALE);
  }

  /** What follows from that tanh. */
  static DoubleVector gelu(DoubleVector x, DoubleVector t) {
    return x.mul(HALF).mul(t.add(ONE));
  }

  static DoubleVector geluDerivative(DoubleVector x, DoubleVector t) {
    DoubleVector slope = ONE.sub(t.mul(t));
    DoubleVector moved =
        x.mul(slope)
            .mul(Elementary.GELU_SCALE)
            .mul(x.mul(x).mul(3 * Elementary.GELU_CUBE).add(ONE));
    return t.add(ONE).add(moved.blend(0, slope.compare(EQ, 0))).mul(HALF);
  }

  static DoubleVector log(DoubleVector x) {
    VectorMask<Double> tiny = x.compare(LT, Double.MIN_NORMAL);
    DoubleVector scaled = x.blend(x.mul(Elementary.SCALE), tiny);
    LongVector bits = scaled.reinterpretAsLongs();
    LongVector exponent = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(ASHR, 52);
    DoubleVector f = bits.sub(exponent.lanewise(LSHL, 52)).reinterpretAsDoubles().sub(1);
    DoubleVector k = exponent.add(Elementary.ROUND_BITS).reinterpretAsDoubles().sub(ROUND);
    k = k.blend(k.sub(54), tiny);
    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector r = z.fma(LG7, LG6);
    r = z.fma(r, LG5);
    r = z.fma(r, LG4);
    r = z.fma(r, LG3);
    r = z.fma(r, LG2);
    r = z.fma(r, LG1).mul(z);
    DoubleVector h = f.mul(f).mul(0.5);
    DoubleVector low = k.fma(LOG_LN2_LOW, s.mul(h.add(r)));
    DoubleVector result = k.fma(LOG_LN2_HIGH, f.sub(h.sub(low)));
    result = x.blend(result, x.compare(LT, Double.POSITIVE_INFINITY));
    result = result.blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0));
    return result.blend(Double.NaN, x.compare(LT, 0));
  }

  private static DoubleVector tail(DoubleVector r, DoubleVector low) {
    DoubleVector r2 = r.mul(r);
    DoubleVector even = r2.fma(C10, C8);
    DoubleVector odd = r2.fma(C11, C9);
    even = r2.fma(even, C6);
    odd = r2.fma(odd, C7);
    even = r2.fma(even, C4);
    odd = r2.fma(odd, C5);
    even = r2.fma(even, C2);
    odd = r2.fma(odd, C3);
    return r2.fma(r.fma(odd, even), low);
  }

  private static DoubleVector powerOfTwo(DoubleVector k) {
    LongVector bits = k.add(ROUND).reinterpretAsLongs().lanewise(LSHL, 52);
    return bits.add(Elementary.ONE_BITS).reinterpretAsDoubles();
  }
}
