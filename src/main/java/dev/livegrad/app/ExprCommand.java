package dev.livegrad.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.engine.Value;
import dev.livegrad.expression.Expression;
import dev.livegrad.expression.ExpressionException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code livegrad expr}. */
@Command(
    name = "expr",
    description = "Evaluates an expression, runs backward from its end, prints every node.",
    footer = {
      "",
      "Allowed: + - * / ** ^ ( ), numbers, names; abs cos exp gelu leaky_relu log relu sigmoid",
      "sin softplus sqrt tanh, max(a, b), min(a, b), logaddexp(a, b); statements end with ';'",
      "or a new line. Example: livegrad expr 'a=2; b=-3; c=10; L=a*b+c'"
    },
    mixinStandardHelpOptions = true)
final class ExprCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Parameters(paramLabel = "EXPRESSION", description = "What to evaluate.")
  String source;

  @Option(names = "--json", description = "Prints JSON.")
  boolean json;

  @Option(
      names = "--tape",
      description = {
        "Prints what the compiler makes of the expression: the instructions that run it",
        "for all samples at once, forwards and backwards."
      })
  boolean tape;

  @Option(
      names = "--inputs",
      paramLabel = "NAMES",
      split = ",",
      description = {
        "With --tape: the names that each sample gives its own value. The other names of",
        "numbers are parameters. Example: --tape --inputs x 'w=2; b=1; x=3; tanh(w*x+b)'"
      })
  List<String> inputs = List.of();

  @Override
  public Integer call() throws JsonProcessingException {
    Expression expression = evaluate();
    expression.output().backward();
    PrintWriter out = command.commandLine().getOut();
    if (tape) {
      TapeListing.print(expression, inputs, out);
    } else if (json) {
      out.println(new JsonMapper().writeValueAsString(Map.of("nodes", tree(expression))));
    } else {
      table(expression, out);
    }
    out.flush();
    return 0;
  }

  private Expression evaluate() {
    try {
      return Expression.evaluate(source);
    } catch (ExpressionException e) {
      throw new UserError("expr: " + e.getMessage());
    }
  }

  private static List<Map<String, Object>> tree(Expression expression) {
    Map<Value, Integer> ids = ids(expression);
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (Value node : expression.nodes()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("id", ids.get(node));
      tree.put("name", node.name());
      tree.put("op", node.symbol());
      tree.put("data", number(node.data()));
      tree.put("grad", number(node.grad()));
      tree.put("children", node.children().stream().map(ids::get).toList());
      nodes.add(tree);
    }
    return nodes;
  }

  private static void table(Expression expression, PrintWriter out) {
    Map<Value, Integer> ids = ids(expression);
    out.println(
        "  id  name        op          data                    grad                    from");
    for (Value node : expression.nodes()) {
      String children =
          String.join(" ", node.children().stream().map(child -> "" + ids.get(child)).toList());
      out.println(
          "%4d  %-10s  %-10s  %-22s  %-22s  %s"
              .formatted(
                  ids.get(node), node.name(), node.symbol(), node.data(), node.grad(), children)
              .stripTrailing());
    }
  }

  private static Map<Value, Integer> ids(Expression expression) {
    Map<Value, Integer> ids = new HashMap<>();
    for (Value node : expression.nodes()) {
      ids.put(node, ids.size());
    }
    return ids;
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? value : (Object) Double.toString(value);
  }
}
