package dev.livegrad.expression;

import dev.livegrad.engine.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads statements by recursive descent.
 *
 * <pre>
 * program   = { [ statement ] ( ";" | new line ) } [ statement ]
 * statement = [ name "=" ] sum
 * sum       = product { ( "+" | "-" ) product }
 * product   = unary { ( "*" | "/" ) unary }
 * unary     = ( "-" | "+" ) unary | power
 * power     = atom [ ( "**" | "^" ) unary ]        the exponent is made of numbers alone
 * atom      = number | name | function "(" sum [ "," sum ] ")" | "(" sum ")"
 * </pre>
 */
final class ExpressionParser {
  /**
   * The most parentheses and signs inside each other: the parser recurses on the thread's stack.
   */
  private static final int MAX_DEPTH = 200;

  private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern SPACE = Pattern.compile("[ \\t\\r]*");

  private static final Map<String, Operation> FUNCTIONS =
      Arrays.stream(Operation.values())
          .filter(ExpressionParser::isFunction)
          .collect(Collectors.toUnmodifiableMap(Operation::symbol, operation -> operation));

  private static final String FUNCTION_NAMES =
      FUNCTIONS.keySet().stream().sorted().collect(Collectors.joining(", "));

  private final String source;
  private int at;
  private int depth;

  private ExpressionParser(String source) {
    this.source = source;
  }

  /** Whether an operation is written as {@code name(operand)} or with two of them. */
  private static boolean isFunction(Operation operation) {
    return switch (operation) {
      case EXP,
          LOG,
          RELU,
          SIGMOID,
          TANH,
          SQRT,
          SIN,
          COS,
          ABS,
          SOFTPLUS,
          LEAKY_RELU,
          GELU,
          MAX,
          MIN,
          LOG_ADD_EXP ->
          true;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, POWER -> false;
    };
  }

  static List<Syntax.Statement> parse(String source) {
    return new ExpressionParser(source).program();
  }

  private List<Syntax.Statement> program() {
    List<Syntax.Statement> statements = new ArrayList<>();
    while (true) {
      skipSpace();
      if (at == source.length()) {
        return statements;
      }
      if (takes(";") || takes("\n")) {
        continue;
      }
      statements.add(statement());
      skipSpace();
      if (at < source.length() && source.charAt(at) != ';' && source.charAt(at) != '\n') {
        throw unexpected("an operator, ';' or the end");
      }
    }
  }

  private Syntax.Statement statement() {
    int start = at;
    String name = match(NAME);
    if (!name.isEmpty() && takes("=")) {
      if (FUNCTIONS.containsKey(name)) {
        throw error(start, "'" + name + "' is a function and can't be assigned to");
      }
      return new Syntax.Statement(name, sum());
    }
    at = start;
    return new Syntax.Statement("", sum());
  }

  private Syntax sum() {
    Syntax first = product();
    List<Syntax.Link> links = new ArrayList<>();
    while (true) {
      if (takes("+")) {
        links.add(new Syntax.Link(Operation.ADD, product()));
      } else if (takes("-")) {
        links.add(new Syntax.Link(Operation.SUBTRACT, product()));
      } else {
        return chain(first, links);
      }
    }
  }

  private Syntax product() {
    Syntax first = unary();
    List<Syntax.Link> links = new ArrayList<>();
    while (true) {
      if (takes("*")) {
        links.add(new Syntax.Link(Operation.MULTIPLY, unary()));
      } else if (takes("/")) {
        links.add(new Syntax.Link(Operation.DIVIDE, unary()));
      } else {
        return chain(first, links);
      }
    }
  }

  private Syntax unary() {
    skipSpace();
    int start = at;
    if (++depth > MAX_DEPTH) {
      throw error(at, "nests deeper than the %d levels that are allowed".formatted(MAX_DEPTH));
    }
    try {
      if (takes("+")) {
        return unary();
      }
      if (takes("-")) {
        Syntax operand = unary();
        return inner(operand) instanceof Syntax.Literal number
            ? new Syntax.Literal(-number.value(), start, operand.end())
            : new Syntax.Unary(Operation.NEGATE, operand, start, operand.end());
      }
      return power();
    } finally {
      depth--;
    }
  }

  private Syntax power() {
    Syntax base = atom();
    if (!takes("**") && !takes("^")) {
      return base;
    }
    skipSpace();
    int start = at;
    Syntax exponent = unary();
    OptionalDouble value = exponent.constant();
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      throw error(
          start,
          "the exponent '%s' is not allowed; a finite number is"
              .formatted(source.substring(exponent.start(), exponent.end())));
    }
    return new Syntax.Power(base, value.getAsDouble(), base.start(), exponent.end());
  }

  private Syntax atom() {
    skipSpace();
    int start = at;
    String number = match(NUMBER);
    if (!number.isEmpty()) {
      double value = Double.parseDouble(number);
      if (Double.isInfinite(value)) {
        throw error(start, number + " is not allowed; a finite number is");
      }
      return new Syntax.Literal(value, start, at);
    }
    String name = match(NAME);
    if (!name.isEmpty()) {
      Operation function = FUNCTIONS.get(name);
      if (function != null) {
        require("(", "'(' after " + name);
        Syntax operand = sum();
        if (function.operands() == 1) {
          require(")", "')'");
          return new Syntax.Unary(function, operand, start, at);
        }
        require(",", "',' and a second number for " + name);
        Syntax second = sum();
        require(")", "')'");
        return new Syntax.Binary(function, operand, second, start, at);
      }
      if (takes("(")) {
        throw error(start, "'%s' is no function; allowed are %s".formatted(name, FUNCTION_NAMES));
      }
      return new Syntax.Name(name, start, start + name.length());
    }
    if (takes("(")) {
      Syntax inner = sum();
      require(")", "')'");
      return new Syntax.Group(inner, start, at);
    }
    throw unexpected("a number, a name, a function or '('");
  }

  /** What is left without parentheses. */
  private static Syntax inner(Syntax syntax) {
    return syntax instanceof Syntax.Group group ? inner(group.inner()) : syntax;
  }

  private static Syntax chain(Syntax first, List<Syntax.Link> links) {
    return links.isEmpty() ? first : new Syntax.Chain(first, links, first.start());
  }

  /** Takes {@code token}, but not the first star of two for a product. */
  private boolean takes(String token) {
    skipSpace();
    boolean there =
        source.startsWith(token, at) && !(token.equals("*") && source.startsWith("**", at));
    if (there) {
      at += token.length();
    }
    return there;
  }

  private void require(String token, String expected) {
    if (!takes(token)) {
      throw unexpected(expected);
    }
  }

  /** Takes what matches here; the empty string where nothing does. */
  private String match(Pattern pattern) {
    Matcher matcher = pattern.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private void skipSpace() {
    match(SPACE);
  }

  private ExpressionException unexpected(String expected) {
    skipSpace();
    String found =
        at == source.length() || source.charAt(at) == '\n'
            ? "the end"
            : "'" + source.substring(at, source.offsetByCodePoints(at, 1)) + "'";
    return error(at, "found %s; expected %s".formatted(found, expected));
  }

  private ExpressionException error(int position, String message) {
    return ExpressionException.at(source, position, message);
  }
}
