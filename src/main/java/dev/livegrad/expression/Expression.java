package dev.livegrad.expression;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Statements such as {@code a=2; b=-3; L=a*b+1} made into a graph.
 *
 * @param nodes all of them, children before parents
 * @param places where in the text each of them is written
 * @param output the last statement's
 */
public record Expression(List<Value> nodes, List<Place> places, Value output) {
  /** As long as a text may be, in characters. */
  public static final int MAX_LENGTH = 10_000;

  public Expression {
    nodes = List.copyOf(nodes);
    places = List.copyOf(places);
  }

  /**
   * A part of the text.
   *
   * @param start of its first character, from 0
   * @param end behind its last
   */
  public record Place(int start, int end) {}

  /**
   * Reads and evaluates {@code source}. What is allowed in it stands at {@link ExpressionParser}.
   *
   * @throws ExpressionException if it can't be read, or a node has no finite value; the message
   *     names the place or the node
   */
  public static Expression evaluate(String source) {
    if (source.length() > MAX_LENGTH) {
      throw new ExpressionException(
          "the expression has %d characters; allowed are %d".formatted(source.length(), MAX_LENGTH),
          MAX_LENGTH);
    }
    List<Syntax.Statement> statements = ExpressionParser.parse(source);
    if (statements.isEmpty()) {
      throw new ExpressionException("the expression is empty; expected is a statement as L=a*b", 0);
    }
    return new Evaluator(source).evaluate(statements);
  }

  private static final class Evaluator {
    private final String source;
    private final List<Value> nodes = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
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
      return new Expression(nodes, places, output);
    }

    /**
     * The node for {@code syntax}, called {@code name} unless it is an older node's second name.
     */
    private Value evaluate(Syntax syntax, String name) {
      return switch (syntax) {
        case Syntax.Name(String known, int start, int _) -> lookUp(known, start);
        case Syntax.Literal number ->
            add(() -> Value.of(number.value()), number, number.end(), name);
        case Syntax.Group group -> evaluate(group.inner(), name);
        case Syntax.Unary unary -> {
          Value operand = evaluate(unary.operand(), "");
          yield add(() -> operand.apply(unary.operation()), unary, unary.end(), name);
        }
        case Syntax.Binary binary -> {
          Value first = evaluate(binary.first(), "");
          Value second = evaluate(binary.second(), "");
          yield add(() -> first.apply(binary.operation(), second), binary, binary.end(), name);
        }
        case Syntax.Power power -> {
          Value base = evaluate(power.base(), "");
          yield add(() -> base.power(power.exponent()), power, power.end(), name);
        }
        case Syntax.Chain chain -> {
          Value value = evaluate(chain.first(), "");
          for (Syntax.Link link : chain.links()) {
            Value left = value;
            Value right = evaluate(link.operand(), "");
            int end = link.operand().end();
            String called = end == chain.end() ? name : "";
            value = add(() -> left.apply(link.operation(), right), chain, end, called);
          }
          yield value;
        }
      };
    }

    private Value lookUp(String name, int start) {
      Value value = names.get(name);
      if (value == null) {
        throw ExpressionException.at(
            source,
            start,
            "'%s' has no value yet; assign it before, as %s=2".formatted(name, name));
      }
      return value;
    }

    private Value add(Supplier<Value> node, Syntax syntax, int end, String name) {
      String text = source.substring(syntax.start(), end);
      String described = name.isEmpty() ? text : name + " = " + text;
      try {
        Value value = node.get();
        if (!Double.isFinite(value.data())) {
          throw new ExpressionException(
              "%s is %s; allowed is a finite value".formatted(described, value.data()),
              syntax.start());
        }
        nodes.add(value.named(name));
        places.add(new Place(syntax.start(), end));
        return value;
      } catch (ArithmeticException e) {
        throw new ExpressionException(described + ": " + e.getMessage(), syntax.start());
      }
    }
  }
}
