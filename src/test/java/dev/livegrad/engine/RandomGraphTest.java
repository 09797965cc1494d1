package dev.livegrad.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random graphs of every operation, with shared nodes: what holds for all of them. */
class RandomGraphTest {
  private static final double H = 1e-6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void gradientsAgreeWithCentralDifferencesAndRerunsWithTheFirstRun(long seed) {
    Random random = new Random(seed);
    List<Value> leaves = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      leaves.add(Value.of(random.nextDouble(-1, 1)));
    }
    Value output = build(leaves, random);
    Graph graph = Graph.of(output);
    double first = output.data();
    graph.forward();
    assertEquals(first, output.data(), "the same bits, seed " + seed);
    output.backward();
    for (Value leaf : leaves) {
      double grad = leaf.grad();
      double x = leaf.data();
      leaf.setData(x + H);
      graph.forward();
      double above = output.data();
      leaf.setData(x - H);
      graph.forward();
      double below = output.data();
      leaf.setData(x);
      double expected = (above - below) / (2 * H);
      assertEquals(expected, grad, 1e-6 * Math.max(1, Math.abs(expected)), "seed " + seed);
    }
  }

  /** Bounded at every node, so that the differences are well conditioned. */
  private static Value build(List<Value> leaves, Random random) {
    List<Value> nodes = new ArrayList<>(leaves);
    for (int i = 0; i < 40; i++) {
      Value a = nodes.get(random.nextInt(nodes.size()));
      Value b = nodes.get(random.nextInt(nodes.size()));
      nodes.add(
          switch (random.nextInt(11)) {
            case 0 -> a.plus(b).tanh();
            case 1 -> a.minus(b).tanh();
            case 2 -> a.times(b).tanh();
            case 3 -> a.dividedBy(b.power(2).plus(1)).tanh();
            case 4 -> a.negate();
            case 5 -> a.power(3).tanh();
            case 6 -> a.exp().tanh();
            case 7 -> a.power(2).plus(1).log().tanh();
            case 8 -> a.tanh();
            case 9 -> a.plus(3).relu().tanh();
            default -> a.sigmoid();
          });
    }
    Value sum = Value.of(0);
    for (Value node : nodes) {
      sum = sum.plus(node);
    }
    return sum;
  }
}
