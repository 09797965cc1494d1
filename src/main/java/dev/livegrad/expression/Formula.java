package dev.livegrad.expression;

import dev.livegrad.engine.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * One expression over numbers that are given by name, as {@code x1*x2} or {@code sin(x1)}.
 * Immutable and thread-safe.
 */
public final class Formula {
  /** As long as one may be, in characters. */
  public static final int MAX_LENGTH = 200;

  private final Syntax syntax;
  private final List<String> names;

  private Formula(Syntax syntax, List<String> names) {
    this.syntax = syntax;
    this.names = names;
  }

  /**
   * Reads a formula.
   *
   * @param names that may stand in it
   * @throws ExpressionException if it can't be read, or has another name; the message says where
   */
  public static Formula parse(String source, List<String> names) {
    if (source.length() > MAX_LENGTH) {
      throw new ExpressionException(
          "has %d characters; allowed are %d".formatted(source.length(), MAX_LENGTH), MAX_LENGTH);
    }
    List<Syntax.Statement> statements = ExpressionParser.parse(source);
    if (statements.size() != 1 || !statements.getFirst().name().isEmpty()) {
      throw new ExpressionException("is not one expression, as x1*x2", 0);
    }
    Syntax syntax = statements.getFirst().value();
    for (Syntax.Name name : namesIn(syntax)) {
      if (!names.contains(name.name())) {
        throw ExpressionException.at(
            source,
            name.start(),
            "there is no input '%s'; allowed are %s".formatted(name.name(), told(names)));
      }
    }
    return new Formula(syntax, List.copyOf(names));
  }

  private static String told(List<String> names) {
    int most = 10;
    String told = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? "%s and %d more".formatted(told, names.size() - most) : told;
  }

  /**
   * The value, which may be no finite number.
   *
   * @param values one for each of the names
   */
  public double at(double[] values) {
    return at(syntax, values);
  }

  private double at(Syntax part, double[] values) {
    return switch (part) {
      case Syntax.Literal number -> number.value();
      case Syntax.Name name -> values[names.indexOf(name.name())];
      case Syntax.Group group -> at(group.inner(), values);
      case Syntax.Unary unary -> unary.operation().forward(at(unary.operand(), values), 0);
      case Syntax.Binary binary ->
          binary.operation().forward(at(binary.first(), values), at(binary.second(), values));
      case Syntax.Power power ->
          Operation.POWER.forward(at(power.base(), values), power.exponent());
      case Syntax.Chain chain -> {
        double value = at(chain.first(), values);
        for (Syntax.Link link : chain.links()) {
          value = link.operation().forward(value, at(link.operand(), values));
        }
        yield value;
      }
    };
  }

  private static List<Syntax.Name> namesIn(Syntax part) {
    List<Syntax.Name> found = new ArrayList<>();
    switch (part) {
      case Syntax.Literal _ -> {}
      case Syntax.Name name -> found.add(name);
      case Syntax.Group group -> found.addAll(namesIn(group.inner()));
      case Syntax.Unary unary -> found.addAll(namesIn(unary.operand()));
      case Syntax.Binary binary -> {
        found.addAll(namesIn(binary.first()));
        found.addAll(namesIn(binary.second()));
      }
      case Syntax.Power power -> found.addAll(namesIn(power.base()));
      case Syntax.Chain chain -> {
        found.addAll(namesIn(chain.first()));
        chain.links().forEach(link -> found.addAll(namesIn(link.operand())));
      }
    }
    return found;
  }
}
