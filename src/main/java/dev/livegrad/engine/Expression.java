package dev.livegrad.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements such as {@code a=2; b=-3; L=a*b+1} made into a graph.
 *
 * @param nodes all of them, children before parents
 * @param output the last statement's
 */
public record Expression(List<Value> nodes, Value output) {
  /** As long as a text may be, in characters. */
  public static final int MAX_LENGTH = 10_000;

  public Expression {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads and evaluates {@code source}. What is allowed in it stands at {@link ExpressionParser}.
   *
   * @throws ExpressionException if it can't be read, or a node has no finite value; the message names
   *     the place or the node
   */
  public static Expression evaluate(String source) {
    if (source.length() > MAX_LENGTH) {
      throw new ExpressionException(
          "the expression has %d characters; allowed are %d"
              .formatted(source.length(), MAX_LENGTH));
    }
    List<Syntax.Statement> statements = ExpressionParser.parse(source);
    if (statements.isEmpty()) {
      throw new ExpressionException("the expression is empty; expected is a statement as L=a*b");
    }
    return new Evaluator(source).evaluate(statements);
  }

  private static final class Evaluator {
    private final String source;
    private final List<Value> nodes = new ArrayList<>();
    private final Map<String, Value> names = new HashMap<>();

    Evaluator(String source) {
      this.source = source;
    }

    Expression evaluate(List<Syntax.Statement> statements) {
      Value output = Value.of(0);
      for (Syntax.Statement statement : statements) {
        output = evaluate(statement.value(), statement.name());
        if (!statement.name().isEmpty()) {
          names.put(statement.name(), output);
        }
      }
      return new Expression(nodes, output);
    }

    /** The node for {@code syntax}, called {@code name} unless it is an older node's second name. */
    private Value evaluate(Syntax syntax, String name) {
      if (syntax instanceof Syntax.Name(String known, int start, int _)) {
        Value value = names.get(known);
        if (value == null) {
          throw new ExpressionException(
              "column %d: '%s' has no value yet; assign it before, as %s=2"
                  .formatted(start + 1, known, known));
        }
        return value;
      }
      Value value = build(syntax, name);
      if (!Double.isFinite(value.data())) {
        throw new ExpressionException(
            "%s is %s; allowed is a finite value".formatted(text(syntax, name), value.data()));
      }
      nodes.add(value.named(name));
      return value;
    }

    private Value build(Syntax syntax, String name) {
      try {
        return switch (syntax) {
          case Syntax.Number number -> Value.of(number.value());
          case Syntax.Name _ -> throw new AssertionError("names are looked up, not built");
          case Syntax.Unary unary -> evaluate(unary.operand(), "").apply(unary.operation());
          case Syntax.Power power -> evaluate(power.base(), "").power(power.exponent());
          case Syntax.Binary binary ->
              evaluate(binary.left(), "")
                  .apply(binary.operation(), evaluate(binary.right(), ""));
        };
      } catch (ArithmeticException e) {
        throw new ExpressionException(text(syntax, name) + ": " + e.getMessage());
      }
    }

    private String text(Syntax syntax, String name) {
      String text = source.substring(syntax.start(), syntax.end());
      return name.isEmpty() ? text : name + " = " + text;
    }
  }
}
