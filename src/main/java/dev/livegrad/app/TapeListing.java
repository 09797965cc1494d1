package dev.livegrad.app;

import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.Tape;
import dev.livegrad.expression.Expression;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code livegrad expr --tape} prints. */
final class TapeListing {
  private TapeListing() {}

  /**
   * Compiles an expression and prints its tape.
   *
   * @param inputNames the named numbers that differ from sample to sample; the others are
   *     parameters
   * @throws UserError for a name that no number has
   */
  static void print(Expression expression, List<String> inputNames, PrintWriter out) {
    Map<String, Value> parameters = new LinkedHashMap<>();
    for (Value node : expression.nodes()) {
      if (node.operation() == null && !node.name().isEmpty()) {
        parameters.put(node.name(), node);
      }
    }
    List<String> names = List.copyOf(parameters.keySet());
    List<Value> inputs = new ArrayList<>();
    for (String name : inputNames) {
      Value input = parameters.remove(name);
      if (input == null) {
        throw new UserError(
            "--inputs: %s is not allowed; %s"
                .formatted(
                    name,
                    names.isEmpty()
                        ? "the expression gives no number a name"
                        : "one of " + String.join(", ", names) + " is, once"));
      }
      inputs.add(input);
    }
    Tape tape =
        Tape.compile(expression.output(), List.of(), inputs, List.copyOf(parameters.values()));
    out.printf("%d nodes became %d instructions%n", expression.nodes().size(), tape.size());
    tape.describe(inputNames, List.copyOf(parameters.keySet())).forEach(out::println);
  }
}
