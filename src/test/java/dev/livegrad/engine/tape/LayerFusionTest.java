package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Sketch.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.LayerFusion.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerFusionTest {
  private final Sketch sketch = new Sketch();
  private final List<Value> x = List.of(sketch.input(), sketch.input());
  private final List<Value> p = sketch.parameters(20);

  @Test
  void theNeuronsOfALayerAreOneBlock() {
    Block block = only(neuron(0, 2, x), neuron(3, 5, x), neuron(6, 8, x));
    assertEquals(3, block.sums().size());
    assertEquals(0, block.weight0());
    assertEquals(3, block.weightStride());
    assertEquals(2, block.bias0());
    assertEquals(3, block.biasStride());
  }

  @Test
  void biasesMayStandApartFromTheWeightsAndSumsApartFromEachOther() {
    Block block = only(neuron(0, 12, x), neuron(4, 13, x), neuron(8, 14, x));
    assertEquals(4, block.weightStride());
    assertEquals(1, block.biasStride());
  }

  @Test
  void sumsWithoutBiasesAreABlockToo() {
    Block block = only(neuron(0, -1, x), neuron(2, -1, x));
    assertEquals(-1, block.bias0());
    assertEquals(2, block.weightStride());
  }

  @Test
  void aSingleSumIsABlock() {
    Block block = only(neuron(4, 1, x));
    assertEquals(4, block.weight0());
    assertEquals(0, block.weightStride());
  }

  @Test
  void weightsThatDoNotFollowEachOtherMakeNone() {
    assertEquals(List.of(), sizes(sum(p.get(9), List.of(p.get(0), p.get(2)), x)));
    assertEquals(List.of(), sizes(sum(p.get(9), List.of(p.get(1), p.get(0)), x)));
    assertEquals(List.of(), sizes(sum(p.get(9), List.of(p.get(1), p.get(1)), x)));
  }

  @Test
  void rowsThatLieUnevenlyBeginAnotherBlock() {
    assertEquals(List.of(2, 1), sizes(neuron(0, 2, x), neuron(3, 5, x), neuron(7, 9, x)));
    assertEquals(List.of(2, 1), sizes(neuron(0, 15, x), neuron(3, 16, x), neuron(6, 18, x)));
    assertEquals(
        List.of(2, 2),
        sizes(neuron(0, 2, x), neuron(3, 5, x), neuron(9, 11, x), neuron(12, 14, x)));
  }

  @Test
  void sumsThatShareAWeightOrABiasOrRunBackwardsAreApart() {
    assertEquals(List.of(1, 1), sizes(neuron(0, 9, x), neuron(1, 10, x)));
    assertEquals(List.of(1, 1), sizes(neuron(0, 9, x), neuron(0, 10, x)));
    assertEquals(List.of(1, 1), sizes(neuron(0, 9, x), neuron(2, 9, x)));
    assertEquals(List.of(1, 1), sizes(neuron(3, 9, x), neuron(0, 10, x)));
    assertEquals(List.of(1, 1), sizes(neuron(0, 10, x), neuron(3, 9, x)));
  }

  @Test
  void sumsOfOtherFactorsOrInAnotherOrderAreApart() {
    assertEquals(List.of(1, 1), sizes(neuron(0, 2, x), neuron(3, 5, x.reversed())));
    assertEquals(List.of(1, 1), sizes(neuron(0, 2, x), neuron(3, 4, x.subList(0, 1))));
    assertEquals(List.of(1, 1), sizes(neuron(0, 2, x), neuron(3, -1, x)));
    assertEquals(List.of(1, 1), sizes(neuron(0, -1, x), neuron(2, 4, x)));
  }

  /** A sum of {@code factors} whose weights begin at {@code weight}. */
  private Value neuron(int weight, int bias, List<Value> factors) {
    List<Value> weights = p.subList(weight, weight + factors.size());
    return sum(bias < 0 ? null : p.get(bias), weights, factors);
  }

  private List<Block> blocks(Value... roots) {
    return LayerFusion.fuse(AffineSums.find(sketch.program(roots)));
  }

  private List<Integer> sizes(Value... roots) {
    return blocks(roots).stream().map(block -> block.sums().size()).toList();
  }

  private Block only(Value... roots) {
    List<Block> blocks = blocks(roots);
    assertEquals(List.of(roots.length), sizes(roots));
    return blocks.getFirst();
  }
}
