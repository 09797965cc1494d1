package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the sums {@code b + w0 * x0 + w1 * x1 + ...} in a program: one parameter in each product,
 * at most one parameter by itself, and nobody else who wants a part of the sum.
 */
final class AffineSums {
  private final Program program;
  private final int[] uses;

  /** For each node the number of lone parameters in the sum that ends there; -1 for no such sum. */
  private final int[] biases;

  private AffineSums(Program program) {
    this.program = program;
    this.uses = program.uses();
    this.biases = new int[program.size()];
  }

  /**
   * One such sum.
   *
   * @param root the node that it ends in
   * @param bias the parameter by itself; -1 where there is none
   * @param weights the parameters of the products, in order
   * @param factors what each is multiplied with: nodes, all different
   * @param parts the nodes that the sum is made of, the root not included
   */
  record Sum(
      int root, int bias, List<Integer> weights, List<Integer> factors, List<Integer> parts) {}

  /** All sums, those first that end first. */
  static List<Sum> find(Program program) {
    return new AffineSums(program).find();
  }

  private List<Sum> find() {
    boolean[] inner = new boolean[program.size()];
    for (int id = 0; id < biases.length; id++) {
      biases[id] = biasesOf(id);
      if (biases[id] >= 0 && isPartialSum(left(id))) {
        inner[left(id)] = true;
      }
    }
    List<Sum> sums = new ArrayList<>();
    for (int id = 0; id < biases.length; id++) {
      if (biases[id] >= 0 && !inner[id]) {
        Sum sum = collect(id);
        Set<Integer> different = new HashSet<>(sum.factors());
        if (!different.isEmpty() && different.size() == sum.factors().size()) {
          sums.add(sum);
        }
      }
    }
    return sums;
  }

  private int biasesOf(int id) {
    if (!(program.node(id) instanceof Node.Apply(var operation, int a, int b, _))
        || operation != Operation.ADD
        || !isTerm(b)
        || (!isPartialSum(a) && !isTerm(a))) {
      return -1;
    }
    int count = (isPartialSum(a) ? biases[a] : lone(a)) + lone(b);
    return count > 1 ? -1 : count;
  }

  private boolean isPartialSum(int id) {
    return biases[id] >= 0 && uses[id] == 1 && program.node(id) instanceof Node.Apply;
  }

  private boolean isTerm(int id) {
    return program.node(id) instanceof Node.Parameter || isProduct(id);
  }

  private boolean isProduct(int id) {
    return uses[id] == 1
        && program.node(id) instanceof Node.Apply(var operation, int a, int b, _)
        && operation == Operation.MULTIPLY
        && (isWeight(a, b) || isWeight(b, a));
  }

  private boolean isWeight(int id, int factor) {
    return program.node(id) instanceof Node.Parameter
        && (program.node(factor) instanceof Node.Input
            || program.node(factor) instanceof Node.Apply);
  }

  private int lone(int id) {
    return program.node(id) instanceof Node.Parameter ? 1 : 0;
  }

  private int left(int id) {
    return ((Node.Apply) program.node(id)).a();
  }

  private Sum collect(int root) {
    List<Integer> terms = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    int id = root;
    while (true) {
      Node.Apply add = (Node.Apply) program.node(id);
      terms.add(add.b());
      if (!isPartialSum(add.a())) {
        terms.add(add.a());
        break;
      }
      id = add.a();
      parts.add(id);
    }
    Collections.reverse(terms);
    int bias = -1;
    List<Integer> weights = new ArrayList<>();
    List<Integer> factors = new ArrayList<>();
    for (int term : terms) {
      switch (program.node(term)) {
        case Node.Parameter(int index) -> bias = index;
        case Node.Apply(_, int a, int b, _) -> {
          parts.add(term);
          boolean weightFirst = isWeight(a, b);
          weights.add(((Node.Parameter) program.node(weightFirst ? a : b)).index());
          factors.add(weightFirst ? b : a);
        }
        case Node.Constant _, Node.Input _ -> throw new AssertionError(term);
      }
    }
    return new Sum(root, bias, weights, factors, parts);
  }
}
