package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Lanes.at;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise loops, from place {@code a} and {@code b} of an array to place {@code out} or {@code
 * flow}, for {@code end} numbers.
 *
 * <p>Each is a method of its own, which the JIT is told not to inline (see {@code CompileCommand}
 * in {@code pom.xml}): of several loops in one compilation it would give up on some, and leave
 * their vectors on the heap.
 */
final class VectorLoops {
  private static final VectorSpecies<Double> SPECIES = Lanes.SPECIES;
  private static final int V = SPECIES.length();

  private VectorLoops() {}

  static void add(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).add(at(data, b + i)).intoArray(data, out + i);
    }
  }

  static void subtract(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).sub(at(data, b + i)).intoArray(data, out + i);
    }
  }

  static void multiply(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).mul(at(data, b + i)).intoArray(data, out + i);
    }
  }

  static void divide(double[] data, int a, int b, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).div(at(data, b + i)).intoArray(data, out + i);
    }
  }

  static void negate(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).neg().intoArray(data, out + i);
    }
  }

  static void relu(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector x = at(data, a + i);
      x.blend(0, x.compare(LE, 0)).intoArray(data, out + i);
    }
  }

  static void leakyRelu(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector x = at(data, a + i);
      x.mul(0.01).blend(x, x.compare(GT, 0)).intoArray(data, out + i);
    }
  }

  static void expMinus1OfTwice(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.expMinus1OfTwice(at(data, a + i)).intoArray(data, out + i);
    }
  }

  static void tanh(double[] data, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.tanh(at(data, out + i)).intoArray(data, out + i);
    }
  }

  static void exp(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.exp(at(data, a + i)).intoArray(data, out + i);
    }
  }

  static void log(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.log(at(data, a + i)).intoArray(data, out + i);
    }
  }

  static void expOfMinus(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.expOfMinus(at(data, a + i)).intoArray(data, out + i);
    }
  }

  static void sigmoid(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.sigmoid(at(data, a + i), at(data, out + i)).intoArray(data, out + i);
    }
  }

  static void geluBend(double[] data, int a, double[] to, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.geluBend(at(data, a + i)).intoArray(to, out + i);
    }
  }

  static void gelu(double[] data, int a, int out, int end) {
    for (int i = 0; i < end; i += V) {
      VectorElementary.gelu(at(data, a + i), at(data, out + i)).intoArray(data, out + i);
    }
  }

  static void multiply(double[] data, int factor, double[] grad, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, factor + i).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void divide(double[] grad, int out, double[] data, int divisor, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
      one.div(at(data, divisor + i)).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void divideBackward(double[] data, double[] grad, int b, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector db = at(data, out + i).neg().div(at(data, b + i));
      db.mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void reluBackward(double[] data, double[] grad, int a, int out, int flow, int end) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = 0; i < end; i += V) {
      DoubleVector da = zero.blend(1, at(data, a + i).compare(GT, 0));
      da.mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void leakyReluBackward(double[] data, double[] grad, int a, int out, int flow, int end) {
    DoubleVector slope = DoubleVector.broadcast(SPECIES, 0.01);
    for (int i = 0; i < end; i += V) {
      DoubleVector da = slope.blend(1, at(data, a + i).compare(GT, 0));
      da.mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  /** With the tanh at {@code flow}. */
  static void geluBackward(double[] data, double[] grad, int a, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      DoubleVector da = VectorElementary.geluDerivative(at(data, a + i), at(grad, flow + i));
      da.mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void tanhBackward(double[] data, double[] grad, int out, int flow, int end) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int i = 0; i < end; i += V) {
      DoubleVector y = at(data, out + i);
      one.sub(y.mul(y)).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void sigmoidBackward(double[] data, double[] grad, int out, int flow, int end) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int i = 0; i < end; i += V) {
      DoubleVector y = at(data, out + i);
      y.mul(one.sub(y)).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }

  static void squareBackward(double[] data, double[] grad, int a, int out, int flow, int end) {
    for (int i = 0; i < end; i += V) {
      at(data, a + i).mul(2).mul(at(grad, out + i)).intoArray(grad, flow + i);
    }
  }
}
