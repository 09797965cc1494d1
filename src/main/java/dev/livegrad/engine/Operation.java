package dev.livegrad.engine;

/**
 * Every operation a graph can hold, with its forward rule and its local derivatives side by side.
 *
 * <p>In each rule {@code a} and {@code b} are the operands' values and {@code out} is the result's.
 * An operation of one operand ignores {@code b}, but for {@link #POWER}, whose exponent it is,
 * {@code n} in its formulas: a constant, so that there is no derivative with respect to it.
 *
 * <p>{@link StrictMath} gives the same bits on every machine, which {@link Math} does not promise.
 */
@SuppressWarnings("ImmutableEnumChecker") // The rules are lambdas that capture nothing.
public enum Operation {
  // The operation itself, then d out / d a, then d out / d b; each as people write it and as a
  // rule.
  ADD("+", 2, "a + b", (a, b) -> a + b, "1", (a, b, out) -> 1, "1", (a, b, out) -> 1),
  SUBTRACT("-", 2, "a - b", (a, b) -> a - b, "1", (a, b, out) -> 1, "-1", (a, b, out) -> -1),
  MULTIPLY("*", 2, "a * b", (a, b) -> a * b, "b", (a, b, out) -> b, "a", (a, b, out) -> a),
  DIVIDE(
      "/",
      2,
      "a / b",
      (a, b) -> a / b,
      "1 / b",
      (a, b, out) -> 1 / b,
      "-out / b",
      (a, b, out) -> -out / b),
  NEGATE("neg", 1, "-a", (a, b) -> -a, "-1", (a, b, out) -> -1),
  POWER(
      "**",
      1,
      "a ** n",
      Operation::power,
      "n * a ** (n - 1)",
      (a, n, out) -> n == 0 ? 0 : n * power(a, n - 1)),
  EXP("exp", 1, "exp(a)", (a, b) -> StrictMath.exp(a), "out", (a, b, out) -> out),
  LOG("log", 1, "log(a)", (a, b) -> StrictMath.log(a), "1 / a", (a, b, out) -> 1 / a),
  TANH("tanh", 1, "tanh(a)", (a, b) -> tanh(a), "1 - out ** 2", (a, b, out) -> 1 - out * out),
  RELU(
      "relu",
      1,
      "max(0, a)",
      (a, b) -> Math.max(0, a),
      "1 if a > 0, else 0",
      (a, b, out) -> a > 0 ? 1 : 0),
  SIGMOID(
      "sigmoid",
      1,
      "1 / (1 + exp(-a))",
      (a, b) -> sigmoid(a),
      "out * (1 - out)",
      (a, b, out) -> out * (1 - out)),
  SQRT("sqrt", 1, "sqrt(a)", (a, b) -> Math.sqrt(a), "1 / (2 * out)", (a, b, out) -> 0.5 / out),
  SIN("sin", 1, "sin(a)", (a, b) -> StrictMath.sin(a), "cos(a)", (a, b, out) -> StrictMath.cos(a)),
  COS(
      "cos",
      1,
      "cos(a)",
      (a, b) -> StrictMath.cos(a),
      "-sin(a)",
      (a, b, out) -> -StrictMath.sin(a)),
  ABS(
      "abs",
      1,
      "abs(a)",
      (a, b) -> Math.abs(a),
      "1 if a > 0, -1 if a < 0, else 0",
      (a, b, out) -> Math.signum(a)),
  /** The smooth ReLU: what remains of {@code log(1 + exp(a))} where {@code exp(a)} overflows. */
  SOFTPLUS(
      "softplus",
      1,
      "log(1 + exp(a))",
      (a, b) -> Math.max(a, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a))),
      "sigmoid(a)",
      (a, b, out) -> sigmoid(a)),
  LEAKY_RELU(
      "leaky_relu",
      1,
      "a if a > 0, else 0.01 * a",
      (a, b) -> a > 0 ? a : 0.01 * a,
      "1 if a > 0, else 0.01",
      (a, b, out) -> a > 0 ? 1 : 0.01),
  /** D. Hendrycks and K. Gimpel, "Gaussian error linear units", 2016, in its form with tanh. */
  GELU(
      "gelu",
      1,
      "a * (1 + tanh(sqrt(2 / pi) * (a + 0.044715 * a ** 3))) / 2",
      (a, b) -> 0.5 * a * (1 + geluTanh(a)),
      "(1 + t + a * (1 - t ** 2) * sqrt(2 / pi) * (1 + 0.134145 * a ** 2)) / 2,"
          + " where t = tanh(sqrt(2 / pi) * (a + 0.044715 * a ** 3))",
      (a, b, out) -> geluDerivative(a)),
  /** Where both are equal, each gets half of the gradient. */
  MAX(
      "max",
      2,
      "max(a, b)",
      Math::max,
      "1 if a > b, 1/2 if a = b, else 0",
      (a, b, out) -> shareOfGreater(a, b),
      "1 if b > a, 1/2 if a = b, else 0",
      (a, b, out) -> shareOfGreater(b, a)),
  /** Where both are equal, each gets half of the gradient. */
  MIN(
      "min",
      2,
      "min(a, b)",
      Math::min,
      "1 if a < b, 1/2 if a = b, else 0",
      (a, b, out) -> shareOfGreater(b, a),
      "1 if b < a, 1/2 if a = b, else 0",
      (a, b, out) -> shareOfGreater(a, b)),
  /** {@code log(exp(a) + exp(b))}, finite and right for operands of any size. */
  LOG_ADD_EXP(
      "logaddexp",
      2,
      "log(exp(a) + exp(b))",
      Operation::logAddExp,
      "sigmoid(a - b)",
      (a, b, out) -> sigmoid(a - b),
      "sigmoid(b - a)",
      (a, b, out) -> sigmoid(b - a));

  /** sqrt(2 / pi). */
  private static final double GELU_SCALE = 0.7978845608028654;

  private static final double GELU_CUBE = 0.044715;

  private final String symbol;
  private final int operands;
  private final String formula;
  private final String daFormula;
  private final String dbFormula;
  private final Rule rule;

  Operation(
      String symbol,
      int operands,
      String formula,
      Forward forward,
      String daFormula,
      Derivative da) {
    this(symbol, operands, formula, forward, daFormula, da, "0", (a, b, out) -> 0);
  }

  Operation(
      String symbol,
      int operands,
      String formula,
      Forward forward,
      String daFormula,
      Derivative da,
      String dbFormula,
      Derivative db) {
    this.symbol = symbol;
    this.operands = operands;
    this.formula = formula;
    this.daFormula = daFormula;
    this.dbFormula = dbFormula;
    this.rule = new Rule(forward, da, db);
  }

  /** How the operation is written: {@code +}, {@code tanh}. */
  public String symbol() {
    return symbol;
  }

  /** The number of operands that are nodes of the graph: 1 or 2. */
  public int operands() {
    return operands;
  }

  /** The three rules, for code that is made for this operation alone. */
  public Rule rule() {
    return rule;
  }

  /** The rule for people, in the notation of expressions: {@code a * b}. */
  public String formula() {
    return formula;
  }

  /** {@link #da} for people: {@code 1 - out ** 2}. */
  public String daFormula() {
    return daFormula;
  }

  /** {@link #db} for people. */
  public String dbFormula() {
    return dbFormula;
  }

  /** The result for the operands {@code a} and {@code b}. */
  public double forward(double a, double b) {
    return rule.forward(a, b);
  }

  /** The derivative of the result with respect to {@code a}. */
  public double da(double a, double b, double out) {
    return rule.da(a, b, out);
  }

  /** The derivative of the result with respect to {@code b}; 0 where {@code b} is no node. */
  public double db(double a, double b, double out) {
    return rule.db(a, b, out);
  }

  /** Squares are by far the most common power, and exactly a product. */
  private static double power(double a, double n) {
    return n == 2 ? a * a : n == 1 ? a : StrictMath.pow(a, n);
  }

  /**
   * {@code (e^2a - 1) / (e^2a + 1)}, as the textbooks write it and to the digits they print, but
   * with {@code expm1}, which loses nothing near 0, and 1 where {@code e^2a} would overflow.
   */
  private static double tanh(double a) {
    if (a > 20) {
      return 1;
    }
    double e = StrictMath.expm1(2 * a);
    return e / (e + 2);
  }

  /** As written, but where {@code e^-a} would overflow and {@code e^a} is what remains. */
  private static double sigmoid(double a) {
    double e = StrictMath.exp(-a);
    return e < Double.POSITIVE_INFINITY ? 1 / (1 + e) : StrictMath.exp(a);
  }

  private static double geluTanh(double a) {
    return tanh(GELU_SCALE * (a + GELU_CUBE * (a * a * a)));
  }

  /** 1 far to the right and 0 far to the left, where a square would overflow. */
  private static double geluDerivative(double a) {
    double t = geluTanh(a);
    double slope = 1 - t * t;
    double moved = slope == 0 ? 0 : a * slope * GELU_SCALE * (1 + 3 * GELU_CUBE * (a * a));
    return 0.5 * (1 + t + moved);
  }

  private static double shareOfGreater(double a, double b) {
    return a > b ? 1 : a == b ? 0.5 : 0;
  }

  private static double logAddExp(double a, double b) {
    // Also where both are the same infinity.
    return a == b
        ? a + StrictMath.log(2)
        : Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
  }

  /**
   * An operation's rules. A record, since the JIT takes a constant record's fields for constants
   * too, and so can make one piece of code of a rule and what is around it.
   */
  public record Rule(Forward forward, Derivative da, Derivative db) {
    /** {@link Operation#forward}. */
    public double forward(double a, double b) {
      return forward.of(a, b);
    }

    /** {@link Operation#da}. */
    public double da(double a, double b, double out) {
      return da.of(a, b, out);
    }

    /** {@link Operation#db}. */
    public double db(double a, double b, double out) {
      return db.of(a, b, out);
    }
  }

  /** An operation itself. */
  @FunctionalInterface
  public interface Forward {
    double of(double a, double b);
  }

  /** An operation's derivative with respect to one operand. */
  @FunctionalInterface
  public interface Derivative {
    double of(double a, double b, double out);
  }
}
