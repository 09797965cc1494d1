package dev.livegrad.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.engine.Value;
import dev.livegrad.expression.Expression;
import dev.livegrad.training.Specs;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DrawingTest {
  private final ComputationGraph network = new LossGraph(Specs.fourPoints()).structure();

  @Test
  void everyNodeHasItsBoxInTheFrameOfItsNeuron() {
    Drawing drawing = Drawing.of(network);
    assertEquals(network.nodes().size(), drawing.boxes().size());
    for (GraphNode node : network.nodes()) {
      Drawing.Box box = drawing.boxes().get(node.id());
      assertEquals(Integer.toString(node.id()), box.id());
      assertEquals(node.group(), box.frame());
    }
    int operands = network.nodes().stream().mapToInt(node -> node.children().size()).sum();
    assertEquals(operands, drawing.links().size());
  }

  @Test
  void aCollapsedNeuronIsOneBoxLinkedToWhatItUsesAndWhatUsesIt() {
    Drawing drawing = Drawing.of(network, Set.of("layer2.neuron1"));
    assertTrue(drawing.frames().contains(new Drawing.Frame("layer2", "")));
    assertTrue(drawing.frames().stream().noneMatch(frame -> frame.id().equals("layer2.neuron1")));
    Set<String> layer1 =
        network.nodes().stream()
            .filter(node -> node.op().equals("tanh") && node.group().startsWith("layer1"))
            .map(node -> Integer.toString(node.id()))
            .collect(Collectors.toSet());
    assertEquals(4, layer1.size());
    assertEquals(
        layer1,
        drawing.links().stream()
            .filter(link -> link.to().equals("layer2.neuron1"))
            .map(Drawing.Link::from)
            .collect(Collectors.toSet()));
    assertEquals(
        1, drawing.links().stream().filter(link -> link.from().equals("layer2.neuron1")).count());
  }

  @Test
  void collapsedLayersAreAChainFromTheInputsToTheLoss() {
    Drawing drawing = Drawing.of(network, network.outer());
    assertEquals(
        Set.of("0", "1", "2", "layer1", "layer2", "layer3", "loss").size(), drawing.boxes().size());
    assertTrue(drawing.links().contains(new Drawing.Link("layer1", "layer2", 0)));
    assertTrue(drawing.links().contains(new Drawing.Link("layer2", "layer3", 0)));
    assertTrue(drawing.links().contains(new Drawing.Link("layer3", "loss", 0)));
    assertEquals(List.of(), drawing.frames());
  }

  @Test
  void aNodeThatIsUsedTwiceHasTwoLinks() {
    Value a = Value.of(3);
    Drawing drawing = Drawing.of(ComputationGraph.of(a.times(a)));
    assertEquals(
        List.of(new Drawing.Link("0", "1", 0), new Drawing.Link("0", "1", 1)), drawing.links());
  }

  @Test
  void anUnknownGroupIsRefusedByName() {
    GraphException refusal =
        assertThrows(GraphException.class, () -> Drawing.of(network, Set.of("layer9")));
    assertTrue(refusal.getMessage().startsWith("collapsed: there is no group layer9; there are "));
  }

  @Test
  void moreBoxesThanCanBeLookedAtAreRefusedAndCollapsedOnesAreChosen() {
    String sum = "x=1; s=x" + "; s=s*x+x".repeat(1_001);
    ComputationGraph graph = ComputationGraph.of(Expression.evaluate(sum).output());
    assertThrows(GraphException.class, () -> Drawing.of(graph));
    assertEquals(network.inner(), network.collapsedTo(30));
    assertEquals(network.outer(), network.collapsedTo(7));
    assertEquals(Set.of(), network.collapsedTo(1_000));
  }
}
