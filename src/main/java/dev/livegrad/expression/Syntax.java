package dev.livegrad.expression;

import dev.livegrad.engine.Operation;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The parts of a parsed expression; {@code start} and {@code end} are where each stands in the
 * text.
 */
sealed interface Syntax {
  int start();

  int end();

  record Literal(double value, int start, int end) implements Syntax {}

  record Name(String name, int start, int end) implements Syntax {}

  /** A function or a unary minus. */
  record Unary(Operation operation, Syntax operand, int start, int end) implements Syntax {}

  /** A function of two. */
  record Binary(Operation operation, Syntax first, Syntax second, int start, int end)
      implements Syntax {}

  /** Operands in a row, taken together from the left; flat, since a row may be long. */
  record Chain(Syntax first, List<Link> links, int start) implements Syntax {
    public Chain {
      links = List.copyOf(links);
    }

    @Override
    public int end() {
      return links.getLast().operand().end();
    }
  }

  /** An operator and what stands to its right. */
  record Link(Operation operation, Syntax operand) {}

  /** What stands in parentheses, with them. */
  record Group(Syntax inner, int start, int end) implements Syntax {}

  record Power(Syntax base, double exponent, int start, int end) implements Syntax {}

  /** {@code name = value}, or a value alone, whose name is empty. */
  record Statement(String name, Syntax value) {}

  /** What it is worth, if it is made of numbers alone. */
  default OptionalDouble constant() {
    return switch (this) {
      case Literal number -> OptionalDouble.of(number.value());
      case Name _ -> OptionalDouble.empty();
      case Group group -> group.inner().constant();
      case Unary unary -> apply(unary.operation(), unary.operand().constant(), 0);
      case Power power -> apply(Operation.POWER, power.base().constant(), power.exponent());
      case Binary binary -> {
        OptionalDouble second = binary.second().constant();
        yield second.isEmpty()
            ? second
            : apply(binary.operation(), binary.first().constant(), second.getAsDouble());
      }
      case Chain chain -> {
        OptionalDouble value = chain.first().constant();
        for (Link link : chain.links()) {
          OptionalDouble right = link.operand().constant();
          value = right.isEmpty() ? right : apply(link.operation(), value, right.getAsDouble());
        }
        yield value;
      }
    };
  }

  private static OptionalDouble apply(Operation operation, OptionalDouble a, double b) {
    return a.isEmpty() ? a : OptionalDouble.of(operation.forward(a.getAsDouble(), b));
  }
}
