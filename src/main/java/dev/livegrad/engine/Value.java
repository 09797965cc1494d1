package dev.livegrad.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number that remembers how it was made, so that it can tell how much each of its ingredients
 * matters to it.
 *
 * <pre>{@code
 * Value a = Value.of(2).named("a");
 * Value b = Value.of(-3).named("b");
 * Value l = a.times(b).plus(10).named("L");
 * l.backward(); // a.grad() is now dL/da = -3, b.grad() is dL/db = 2
 * }</pre>
 *
 * <p>What each operation computes, forwards and backwards, stands in {@link Operation}; the order
 * in which a whole graph is run stands in {@link Graph}. A graph belongs to one thread at a time.
 *
 * <p>After <a href="https://github.com/karpathy/micrograd">micrograd</a>.
 */
public final class Value {
  /** Null for a leaf: a parameter, an input or a constant. */
  final @Nullable Operation operation;

  final @Nullable Value a;
  final @Nullable Value b;
  private final double exponent;
  private String name = "";

  private double data;
  private double grad;

  /** Set while a {@link Graph} is being recorded, and on no other occasion. */
  boolean recorded;

  private Value(
      double data,
      @Nullable Operation operation,
      @Nullable Value a,
      @Nullable Value b,
      double exponent) {
    this.data = data;
    this.operation = operation;
    this.a = a;
    this.b = b;
    this.exponent = exponent;
  }

  /** A leaf. */
  public static Value of(double data) {
    return new Value(data, null, null, null, 0);
  }

  /** Gives the node a name, which messages and pictures use. */
  public Value named(String name) {
    this.name = name;
    return this;
  }

  // Arithmetic, with a constant on either side.

  public Value plus(Value that) {
    return apply(Operation.ADD, that);
  }

  public Value plus(double constant) {
    return plus(of(constant));
  }

  public static Value plus(double constant, Value that) {
    return of(constant).plus(that);
  }

  public Value minus(Value that) {
    return apply(Operation.SUBTRACT, that);
  }

  public Value minus(double constant) {
    return minus(of(constant));
  }

  public static Value minus(double constant, Value that) {
    return of(constant).minus(that);
  }

  public Value times(Value that) {
    return apply(Operation.MULTIPLY, that);
  }

  public Value times(double constant) {
    return times(of(constant));
  }

  public static Value times(double constant, Value that) {
    return of(constant).times(that);
  }

  /**
   * The quotient.
   *
   * @throws ArithmeticException if {@code that} is 0; the message names both nodes
   */
  public Value dividedBy(Value that) {
    return apply(Operation.DIVIDE, that);
  }

  public Value dividedBy(double constant) {
    return dividedBy(of(constant));
  }

  public static Value dividedBy(double constant, Value that) {
    return of(constant).dividedBy(that);
  }

  public Value negate() {
    return apply(Operation.NEGATE);
  }

  /**
   * This node to a constant power.
   *
   * @throws ArithmeticException for 0 to a negative power or a negative number to a fractional one
   */
  public Value power(double exponent) {
    Domain.checkPower(this, exponent);
    double result = Operation.POWER.forward(data, exponent);
    return new Value(result, Operation.POWER, this, null, exponent);
  }

  public Value exp() {
    return apply(Operation.EXP);
  }

  /**
   * The natural logarithm.
   *
   * @throws ArithmeticException if this is not positive
   */
  public Value log() {
    return apply(Operation.LOG);
  }

  public Value tanh() {
    return apply(Operation.TANH);
  }

  public Value relu() {
    return apply(Operation.RELU);
  }

  public Value sigmoid() {
    return apply(Operation.SIGMOID);
  }

  /**
   * This node through an operation of one operand, other than {@link Operation#POWER}.
   *
   * @throws IllegalArgumentException for another operation
   * @throws ArithmeticException where the operation has no value; the message names the node
   */
  public Value apply(Operation operation) {
    if (operation.operands() != 1 || operation == Operation.POWER) {
      throw new IllegalArgumentException(operation + " needs more than " + describe());
    }
    Domain.check(operation, this);
    return new Value(operation.forward(data, 0), operation, this, null, 0);
  }

  /**
   * This node and another through an operation of two operands.
   *
   * @throws IllegalArgumentException for another operation
   * @throws ArithmeticException where the operation has no value; the message names the nodes
   */
  public Value apply(Operation operation, Value that) {
    if (operation.operands() != 2) {
      throw new IllegalArgumentException(
          "%s of %s has no place for %s".formatted(operation, describe(), that.describe()));
    }
    Domain.check(operation, this, that);
    return new Value(operation.forward(data, that.data), operation, this, that, 0);
  }

  /**
   * Adds to the {@code grad} of every leaf the derivative of this node with respect to it, and sets
   * the {@code grad} of every node in between. Leaves add up over calls, until {@link #zeroGrad}.
   */
  public void backward() {
    Graph.of(this).backward(1);
  }

  public double data() {
    return data;
  }

  /** Gives a leaf another value. Nodes made from it keep theirs until their graph runs forwards. */
  public void setData(double data) {
    if (operation != null) {
      throw new IllegalStateException(describe() + " is computed; only a leaf can be set");
    }
    this.data = data;
  }

  public double grad() {
    return grad;
  }

  public void zeroGrad() {
    grad = 0;
  }

  /** The name given by {@link #named}, or the empty string. */
  public String name() {
    return name;
  }

  /** How the node was made, as written: {@code +}, {@code tanh}, {@code **2}; empty for a leaf. */
  public String symbol() {
    if (operation == null) {
      return "";
    }
    return operation == Operation.POWER
        ? operation.symbol() + Numbers.plain(exponent)
        : operation.symbol();
  }

  /** How {@code data} is computed, as people write it: {@code a * b}; empty for a leaf. */
  public String formula() {
    return operation == null ? "" : filledIn(operation.formula());
  }

  /**
   * {@link #localDerivative} as people write it: {@code 1 - out ** 2}.
   *
   * @param place from 0, as in {@link #children}
   * @throws IllegalArgumentException if there is no such child
   */
  public String localFormula(int place) {
    if (operation == null || place < 0 || place >= operation.operands()) {
      throw noChild(place);
    }
    return filledIn(place == 0 ? operation.daFormula() : operation.dbFormula());
  }

  private String filledIn(String formula) {
    return operation == Operation.POWER
        ? formula.replace("n", Numbers.plain(exponent).replaceFirst("^(-.*)", "($1)"))
        : formula;
  }

  private IllegalArgumentException noChild(int place) {
    return new IllegalArgumentException(describe() + " has no child " + place);
  }

  /** How the node was made; null for a leaf. */
  public @Nullable Operation operation() {
    return operation;
  }

  /** The exponent of a {@link Operation#POWER}; 0 otherwise. */
  public double exponent() {
    return exponent;
  }

  /**
   * The nodes it was made from, in order: none, one or two. The same node may stand there twice.
   */
  public List<Value> children() {
    List<Value> children = new ArrayList<>(2);
    if (a != null) {
      children.add(a);
    }
    if (b != null) {
      children.add(b);
    }
    return children;
  }

  /** The name, or how the node was made; for messages. */
  public String describe() {
    if (!name.isEmpty()) {
      return name;
    }
    if (a == null || operation == null) {
      return Numbers.plain(data);
    }
    if (b != null) {
      return Character.isLetter(symbol().charAt(0))
          ? "%s(%s, %s)".formatted(symbol(), a.shortly(), b.shortly())
          : a.shortly() + " " + symbol() + " " + b.shortly();
    }
    return operation == Operation.POWER
        ? a.shortly() + symbol()
        : symbol() + "(" + a.shortly() + ")";
  }

  private String shortly() {
    return name.isEmpty() && operation != null ? "(..)" : describe();
  }

  /** Recomputes {@code data} from the children's. */
  void forward() {
    if (operation != null && a != null) {
      data = operation.forward(a.data, second());
    }
  }

  /**
   * How fast this node grows with the child at {@code place}, its other one held still.
   *
   * @param place from 0, as in {@link #children}; a node that stands there twice has two
   *     derivatives
   * @throws IllegalArgumentException if there is no such child
   */
  public double localDerivative(int place) {
    if (operation != null && a != null && place == 0) {
      return operation.da(a.data, second(), data);
    }
    if (operation != null && a != null && b != null && place == 1) {
      return operation.db(a.data, b.data, data);
    }
    throw noChild(place);
  }

  /** Adds this node's share to its children's {@code grad}: the chain rule, one link of it. */
  void backwardOneLink() {
    if (a != null) {
      a.grad += localDerivative(0) * grad;
    }
    if (b != null) {
      b.grad += localDerivative(1) * grad;
    }
  }

  void setGrad(double grad) {
    this.grad = grad;
  }

  private double second() {
    return b == null ? exponent : b.data;
  }

  @Override
  public String toString() {
    return describe() + " = " + data + ", grad " + grad;
  }
}
