package dev.livegrad.expression;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finite differences of an expression's output with respect to any node, computed ones too. Uses
 * the operations' forward rules alone, so that it is an independent check of the backward ones.
 */
final class FiniteDifferences {
  private static final int NONE = -1;

  private final @Nullable Operation[] operations;
  private final int[] first;
  private final int[] second;
  private final double[] exponents;
  private final double[] data;
  private final int output;

  private final double[] moved;
  private final boolean[] touched;
  private double greatest;
  private boolean kink;

  FiniteDifferences(Expression expression) {
    List<Value> nodes = expression.nodes();
    int size = nodes.size();
    this.operations = new Operation[size];
    this.first = new int[size];
    this.second = new int[size];
    this.exponents = new double[size];
    this.data = new double[size];
    this.moved = new double[size];
    this.touched = new boolean[size];
    Map<Value, Integer> places = new HashMap<>();
    for (int i = 0; i < size; i++) {
      Value node = nodes.get(i);
      List<Value> children = node.children();
      places.put(node, i);
      operations[i] = node.operation();
      first[i] = children.isEmpty() ? NONE : place(places, children.getFirst());
      second[i] = children.size() < 2 ? NONE : place(places, children.getLast());
      exponents[i] = node.exponent();
      data[i] = node.data();
    }
    this.output = place(places, expression.output());
  }

  private static int place(Map<Value, Integer> places, Value node) {
    return Objects.requireNonNull(places.get(node));
  }

  /** The central difference at a node, compared with {@code grad}. */
  CentralDifference compare(int node, double grad) {
    double x = data[node];
    double h = CentralDifference.stepSize(x);
    greatest = Math.abs(x);
    kink = false;
    double above = output(node, x + h);
    double below = output(node, x - h);
    // What was really gone, since x + h is rounded too.
    double width = (x + h) - (x - h);
    return CentralDifference.of(h, (above - below) / width, grad, greatest, kink);
  }

  private double output(int node, double value) {
    System.arraycopy(data, 0, moved, 0, data.length);
    Arrays.fill(touched, false);
    moved[node] = value;
    touched[node] = true;
    for (int i = node + 1; i <= output; i++) {
      Operation operation = operations[i];
      if (operation != null && (isTouched(first[i]) || isTouched(second[i]))) {
        double a = moved[first[i]];
        moved[i] = operation.forward(a, second[i] == NONE ? exponents[i] : moved[second[i]]);
        touched[i] = true;
        greatest = Math.max(greatest, Math.abs(moved[i]));
        kink |= hasKink(operation) && sideOfKink(i, moved) != sideOfKink(i, data);
      }
    }
    return moved[output];
  }

  private static boolean hasKink(Operation operation) {
    return switch (operation) {
      case RELU, LEAKY_RELU, ABS, MAX, MIN -> true;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          POWER,
          EXP,
          LOG,
          TANH,
          SIGMOID,
          SQRT,
          SIN,
          COS,
          SOFTPLUS,
          GELU,
          LOG_ADD_EXP ->
          false;
    };
  }

  /** Whether a node's first operand is above its second, or above 0 where that is the only one. */
  private boolean sideOfKink(int node, double[] numbers) {
    return numbers[first[node]] > (second[node] == NONE ? 0 : numbers[second[node]]);
  }

  private boolean isTouched(int node) {
    return node != NONE && touched[node];
  }
}
