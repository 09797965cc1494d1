package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.engine.Operation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementaryTest {
  private final long seed = seed();
  private final int share = share();
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  long seed() {
    return 20_260_101;
  }

  /** How many arguments the thorough test tries for each that is tried here. */
  int share() {
    return 10;
  }

  /** Each function, its true value, its textbook, and the arguments that are hard for it. */
  enum Function {
    EXP(Operation.EXP, Elementary::exp, Precise::exp, StrictMath::exp, 2, 1) {
      @Override
      DoubleStream arguments(Random random, int count) {
        return concat(
            random.doubles(count, -745.2, 709.8),
            random.doubles(count, -745.2, -708),
            random.doubles(count, 709.7, 709.79),
            random.doubles(count, -2, 2),
            scaled(random, count, -1_074, 9));
      }
    },
    LOG(Operation.LOG, Elementary::log, Precise::log, StrictMath::log, 2, 1) {
      @Override
      DoubleStream arguments(Random random, int count) {
        return concat(
            scaled(random, count, -1_074, 1_023).map(Math::abs),
            scaled(random, count, -1_074, -1_022).map(Math::abs),
            scaled(random, count, -53, -2).map(x -> 1 + x),
            random.doubles(count, 0.6, 1.6));
      }
    },
    TANH(Operation.TANH, Elementary::tanh, Precise::tanh, StrictMath::tanh, 2, 2.5) {
      @Override
      DoubleStream arguments(Random random, int count) {
        return concat(
            random.doubles(count, -22.5, 22.5),
            random.doubles(count, -1, 1),
            scaled(random, count, -1_074, 7));
      }
    },
    SIGMOID(
        Operation.SIGMOID,
        Elementary::sigmoid,
        Precise::sigmoid,
        x -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x)),
        2,
        2) {
      @Override
      DoubleStream arguments(Random random, int count) {
        return concat(
            random.doubles(count, -40, 40),
            random.doubles(count, -745.2, -700),
            random.doubles(count, -745.2, 745.2),
            scaled(random, count, -1_074, 9));
      }
    };

    final Operation operation;
    final DoubleUnaryOperator ours;
    final DoubleFunction<BigDecimal> exact;
    final DoubleUnaryOperator textbook;

    /** How far it may be from the true value, in units in the last place. */
    final double ulps;

    /** How far the textbook may be from the true value itself. */
    final double textbookUlps;

    Function(
        Operation operation,
        DoubleUnaryOperator ours,
        DoubleFunction<BigDecimal> exact,
        DoubleUnaryOperator textbook,
        double ulps,
        double textbookUlps) {
      this.operation = operation;
      this.ours = ours;
      this.exact = exact;
      this.textbook = textbook;
      this.ulps = ulps;
      this.textbookUlps = textbookUlps;
    }

    /** Arguments of several kinds, {@code count} of each. */
    abstract DoubleStream arguments(Random random, int count);
  }

  @ParameterizedTest
  @EnumSource
  void theTrueValueIsAsCloseAsPromised(Function function) {
    double[] arguments = function.arguments(new Random(seed), 8_000 / share).toArray();
    double worst = 0;
    double where = 0;
    for (double x : arguments) {
      double error = Precise.ulps(function.ours.applyAsDouble(x), function.exact.apply(x));
      where = error > worst ? x : where;
      worst = Math.max(worst, error);
    }
    assertTrue(worst <= function.ulps, worst + " ulp at " + where + ", seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void strictMathIsNoFurtherAwayThanBothMayErr(Function function) {
    double[] arguments = function.arguments(new Random(seed + 1), 100_000 / share).toArray();
    double worst = 0;
    double where = 0;
    for (double x : arguments) {
      double expected = function.textbook.applyAsDouble(x);
      double actual = function.ours.applyAsDouble(x);
      double error = Math.abs(expected - actual) / Math.ulp(expected);
      error = expected == actual ? 0 : error;
      where = error > worst ? x : where;
      worst = Math.max(worst, error);
    }
    assertTrue(
        worst <= function.ulps + function.textbookUlps,
        worst + " ulp at " + where + ", seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void vectorsGiveTheSameBits(Function function) {
    double[] edges = {
      0,
      -0.0,
      1,
      -1,
      Double.NaN,
      INFINITY,
      -INFINITY,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      709.79,
      -745.2,
      710,
      -746,
      22,
      -22
    };
    Random random = new Random(seed + 2);
    double[] arguments =
        concat(
                DoubleStream.of(edges),
                function.arguments(random, 5_000 / share),
                random.longs(20_000 / share).mapToDouble(Double::longBitsToDouble))
            .toArray();
    int n = Worker.roundUp(arguments.length);
    double[] data = new double[2 * n];
    System.arraycopy(arguments, 0, data, 0, arguments.length);
    new VectorKernels()
        .forward(new Instruction.Elementwise(function.operation, 0, 1, 0, -1, 1, 0, -1), data, n);
    for (int i = 0; i < arguments.length; i++) {
      double scalar = function.ours.applyAsDouble(arguments[i]);
      // Of a NaN only that it is one: which bits it has, no processor promises.
      assertEquals(
          Double.doubleToLongBits(scalar),
          Double.doubleToLongBits(data[n + i]),
          function + "(" + arguments[i] + "), seed " + (seed + 2));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TANH", "RELU", "SIGMOID", "LEAKY_RELU", "GELU", "ABS", "SOFTPLUS"})
  void whatLayersDoHasTheSameBitsInVectorsForwardsAndBackwards(Operation operation) {
    Random random = new Random(seed + 4);
    double[] arguments =
        concat(
                DoubleStream.of(0, -0.0, Double.NaN, INFINITY, -INFINITY, 1e200, -1e200, 1e-300),
                random.doubles(5_000 / share, -30, 30),
                random.longs(5_000 / share).mapToDouble(Double::longBitsToDouble))
            .toArray();
    int n = Worker.roundUp(arguments.length);
    double[] data = Arrays.copyOf(arguments, 2 * n);
    double[] grad = random.doubles(2 * n).toArray();
    double[] vectorData = data.clone();
    double[] vectorGrad = grad.clone();
    var it = new Instruction.Elementwise(operation, 0, 1, 0, -1, 1, 0, -1);
    new ScalarKernels().forward(it, data, n);
    new ScalarKernels().backward(it, data, grad, n);
    new VectorKernels().forward(it, vectorData, n);
    new VectorKernels().backward(it, vectorData, vectorGrad, n);
    assertArrayEquals(data, vectorData, "seed " + (seed + 4));
    assertArrayEquals(grad, vectorGrad, "seed " + (seed + 4));
    for (int i = 0; i < arguments.length; i++) {
      double x = arguments[i];
      double size = Double.isFinite(x) ? Math.max(1, Math.abs(x)) : 1;
      assertEquals(operation.forward(x, 0), data[n + i], 1e-15 * size, operation + " at " + x);
    }
  }

  @Test
  void theDerivativeOfGeluIsThatOfItsTextbook() {
    for (double x : new Random(seed + 5).doubles(10_000, -9, 9).toArray()) {
      assertEquals(Operation.GELU.da(x, 0, 0), Elementary.geluDerivative(x), 2e-14, "at " + x);
    }
    assertEquals(1, Elementary.geluDerivative(1e200));
    assertEquals(0, Elementary.geluDerivative(-1e200));
  }

  @Test
  void theEndsAreExact() {
    assertEquals(0, Elementary.exp(-INFINITY));
    assertEquals(0, Elementary.exp(-746));
    assertEquals(Double.MIN_VALUE, Elementary.exp(-745.13));
    assertEquals(INFINITY, Elementary.exp(709.79));
    assertEquals(INFINITY, Elementary.exp(INFINITY));
    assertEquals(1, Elementary.exp(0));
    assertEquals(1, Elementary.exp(-0.0));
    assertEquals(-INFINITY, Elementary.log(0));
    assertEquals(-INFINITY, Elementary.log(-0.0));
    assertEquals(INFINITY, Elementary.log(INFINITY));
    assertEquals(0.0, Elementary.log(1));
    assertEquals(Double.NaN, Elementary.log(-Double.MIN_VALUE));
    assertEquals(Double.NaN, Elementary.log(-INFINITY));
    assertEquals(1, Elementary.sigmoid(INFINITY));
    assertEquals(0.5, Elementary.sigmoid(0));
    assertEquals(0.5, Elementary.sigmoid(-0.0));
    assertEquals(0.0, Elementary.sigmoid(-INFINITY));
    assertEquals(0.0, Elementary.tanh(0.0));
    assertEquals(-0.0, Elementary.tanh(-0.0));
    assertEquals(Double.MIN_VALUE, Elementary.tanh(Double.MIN_VALUE));
    for (double x : new double[] {20, 22, 50, 1e300, INFINITY}) {
      assertEquals(1, Elementary.tanh(x));
      assertEquals(-1, Elementary.tanh(-x));
    }
    for (Function function : Function.values()) {
      assertEquals(Double.NaN, function.ours.applyAsDouble(Double.NaN), function.name());
    }
  }

  @Test
  void nothingLeavesItsRange() {
    Random random = new Random(seed + 3);
    Function.TANH
        .arguments(random, 100_000 / share)
        .forEach(x -> assertTrue(Math.abs(Elementary.tanh(x)) <= 1, "tanh " + x));
    Function.SIGMOID
        .arguments(random, 100_000 / share)
        .forEach(x -> {
          double y = Elementary.sigmoid(x);
          assertTrue(y >= 0 && y <= 1, "sigmoid " + x);
        });
    Function.EXP
        .arguments(random, 100_000 / share)
        .forEach(x -> assertTrue(Elementary.exp(x) >= 0, "exp " + x));
  }

  private static DoubleStream concat(DoubleStream... streams) {
    return java.util.Arrays.stream(streams).flatMapToDouble(stream -> stream);
  }

  /** Random signs, mantissas, and exponents from {@code low} to {@code high}. */
  private static DoubleStream scaled(Random random, int count, int low, int high) {
    return DoubleStream.generate(
            () -> {
              double x = Math.scalb(random.nextDouble(1, 2), random.nextInt(low, high + 1));
              return random.nextBoolean() ? x : -x;
            })
        .limit(count);
  }
}
