package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;

/** The leaves of a graph that a test draws up, and the program of what it makes of them. */
final class Sketch {
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> parameters = new ArrayList<>();

  /** The next input; the numbers are such that no operation is refused. */
  Value input() {
    inputs.add(Value.of(0.5 + inputs.size()));
    return inputs.getLast();
  }

  /** The next parameter. */
  Value parameter() {
    parameters.add(Value.of(0.25 + parameters.size()));
    return parameters.getLast();
  }

  List<Value> parameters(int count) {
    List<Value> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(parameter());
    }
    return next;
  }

  Program program(Value... roots) {
    return GraphReader.read(List.of(roots), inputs, parameters);
  }

  /** The tape of {@code roots}, of which no pass has made anything simpler. */
  Tape tape(Value... roots) {
    return InstructionSelection.select(program(roots), inputs.size(), parameters.size());
  }

  Tape compiled(Value loss, Value... outputs) {
    return Tape.compile(loss, List.of(outputs), inputs, parameters);
  }

  /** {@code bias + weights[0] * factors[0] + ...}, without a bias where that is null. */
  static Value sum(Value bias, List<Value> weights, List<Value> factors) {
    Value sum = bias;
    for (int i = 0; i < weights.size(); i++) {
      Value product = weights.get(i).times(factors.get(i));
      sum = sum == null ? product : sum.plus(product);
    }
    return sum;
  }

  /** How often a program applies an operation. */
  static long count(Program program, Operation operation) {
    return program.nodes().stream()
        .filter(node -> node instanceof Node.Apply apply && apply.operation() == operation)
        .count();
  }

  /** What a root is. */
  static Node root(Program program, int root) {
    return program.node(program.roots().get(root));
  }
}
