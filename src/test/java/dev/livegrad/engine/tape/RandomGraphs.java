package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random graphs of every operation there is, with shared nodes and with layers, from a seed. */
final class RandomGraphs {
  private final Random random;
  private final boolean smooth;
  private final List<Value> inputs;
  private final List<Value> parameters;

  private RandomGraphs(long seed, boolean smooth) {
    this.random = new Random(seed);
    this.smooth = smooth;
    this.inputs = leaves(1 + random.nextInt(4));
    this.parameters = leaves(1 + random.nextInt(60));
  }

  /** A graph for one sample. */
  record Sample(Value loss, List<Value> outputs, List<Value> inputs, List<Value> parameters) {}

  static Sample graph(long seed) {
    return new RandomGraphs(seed, false).graph();
  }

  /** A graph without kinks. */
  static Sample smoothGraph(long seed) {
    return new RandomGraphs(seed, true).graph();
  }

  private Sample graph() {
    List<Value> nodes = new ArrayList<>(inputs);
    nodes.addAll(parameters.subList(0, Math.min(4, parameters.size())));
    nodes.add(Value.of(random.nextDouble(-2, 2)));
    nodes.add(Value.of(1));
    int steps = 1 + random.nextInt(30);
    for (int i = 0; i < steps; i++) {
      if (random.nextInt(4) == 0) {
        nodes.addAll(layer(nodes));
      } else {
        nodes.add(operation(nodes));
      }
    }
    Value loss = nodes.getLast();
    for (Value node : nodes.subList(nodes.size() / 2, nodes.size())) {
      loss = loss.plus(node);
    }
    List<Value> outputs = List.of(pick(nodes), nodes.getLast());
    return new Sample(loss, outputs, inputs, parameters);
  }

  /** Sums of products as neurons have them, in a shape that is often, but not always, a block. */
  private List<Value> layer(List<Value> nodes) {
    int fanIn = 1 + random.nextInt(7);
    int fanOut = 1 + random.nextInt(9);
    List<Value> factors = IntStream.range(0, fanIn).mapToObj(_ -> pick(nodes)).toList();
    int gap = random.nextInt(3);
    int next = random.nextInt(parameters.size());
    Operation activation = unary(random.nextInt());
    List<Value> outputs = new ArrayList<>();
    for (int j = 0; j < fanOut; j++) {
      Value sum = random.nextInt(9) > 0 ? parameter(next + fanIn) : null;
      for (int i = 0; i < fanIn; i++) {
        Value weight = parameter(next + i);
        Value product =
            random.nextBoolean() ? weight.times(factors.get(i)) : factors.get(i).times(weight);
        sum = sum == null ? product : sum.plus(product);
      }
      next += fanIn + gap;
      outputs.add(bounded(activation, sum));
    }
    return outputs;
  }

  private Value operation(List<Value> nodes) {
    Operation[] operations = Operation.values();
    Operation operation = operations[random.nextInt(operations.length)];
    Value a = pick(nodes);
    Value b = pick(nodes);
    return switch (operation) {
      case ADD -> a.plus(b);
      case SUBTRACT -> a.minus(b);
      case MULTIPLY -> a.times(b).tanh();
      case DIVIDE -> a.dividedBy(b.power(2).plus(1)).tanh();
      case MAX, MIN -> smooth ? a.tanh() : a.apply(operation, b).tanh();
      default -> operation.operands() == 1 ? bounded(operation, a) : a.apply(operation, b).tanh();
    };
  }

  private Operation unary(int number) {
    List<Operation> unary =
        java.util.Arrays.stream(Operation.values()).filter(o -> o.operands() == 1).toList();
    return unary.get(Math.floorMod(number, unary.size()));
  }

  /** An operation of one operand, kept where it is defined and where differences mean something. */
  private Value bounded(Operation operation, Value a) {
    return switch (operation) {
      case NEGATE -> a.negate();
      case POWER -> random.nextBoolean() ? a.tanh().power(2) : a.sigmoid().power(1.7);
      case EXP -> a.tanh().exp();
      case LOG -> a.power(2).plus(1).log();
      case TANH -> a.tanh();
      case RELU -> smooth ? a.sigmoid() : a.relu();
      case SIGMOID -> a.sigmoid();
      case SQRT -> a.power(2).plus(1).apply(operation);
      case ABS, LEAKY_RELU -> smooth ? a.sigmoid() : a.tanh().apply(operation);
      // One that is new here is tried as it stands.
      default -> a.tanh().apply(operation);
    };
  }

  private Value parameter(int number) {
    return parameters.get(number % parameters.size());
  }

  private Value pick(List<Value> nodes) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private List<Value> leaves(int count) {
    return IntStream.range(0, count).mapToObj(_ -> Value.of(random.nextDouble(-1, 1))).toList();
  }
}
