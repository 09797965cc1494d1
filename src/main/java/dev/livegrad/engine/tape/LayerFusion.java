package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.AffineSums.Sum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts sums of the same factors together: the neurons of a layer become one product of a matrix.
 *
 * <p>The weights of a block lie evenly among the parameters, so that it needs no list of them: each
 * sum's own one after the other, and every sum's as far from the last one's. Sums of which that
 * isn't true go into blocks of their own, or stay single operations.
 */
final class LayerFusion {
  private LayerFusion() {}

  /** Sums of the same factors, in order. */
  record Block(List<Sum> sums) {
    List<Integer> factors() {
      return sums.getFirst().factors();
    }

    int weight0() {
      return sums.getFirst().weights().getFirst();
    }

    int weightStride() {
      return sums.size() == 1 ? 0 : sums.get(1).weights().getFirst() - weight0();
    }

    int bias0() {
      return sums.getFirst().bias();
    }

    int biasStride() {
      return sums.size() == 1 ? 0 : sums.get(1).bias() - bias0();
    }

    private boolean takes(Sum sum) {
      int weights = sum.weights().getFirst() - sums.getLast().weights().getFirst();
      int biases = sum.bias() - sums.getLast().bias();
      boolean biased = sum.bias() >= 0;
      return biased == bias0() >= 0
          && (sums.size() == 1
              // Further apart than a sum is long: no two sums may share a weight or a bias.
              ? weights >= factors().size() && (!biased || biases > 0)
              : weights == weightStride() && biases == biasStride());
    }
  }

  /** The blocks, those first whose first sum ends first. */
  static List<Block> fuse(List<Sum> sums) {
    List<Block> blocks = new ArrayList<>();
    Map<List<Integer>, Block> open = new HashMap<>();
    for (Sum sum : sums) {
      if (!consecutive(sum.weights())) {
        continue;
      }
      Block block = open.get(sum.factors());
      if (block != null && block.takes(sum)) {
        block.sums().add(sum);
      } else {
        Block begun = new Block(new ArrayList<>(List.of(sum)));
        open.put(sum.factors(), begun);
        blocks.add(begun);
      }
    }
    return blocks;
  }

  private static boolean consecutive(List<Integer> weights) {
    for (int i = 1; i < weights.size(); i++) {
      if (weights.get(i) != weights.getFirst() + i) {
        return false;
      }
    }
    return true;
  }
}
