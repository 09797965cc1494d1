package dev.livegrad.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.Predictions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossGraphTest {
  private final RunSetup setup = Specs.fourPoints();
  private final LossGraph graph = new LossGraph(setup);
  private final List<GraphNode> nodes = graph.structure().nodes();

  @Test
  void everyParameterInputAndTargetIsALeafAndTheLossIsTheLast() {
    TrainingRun run = new TrainingRun(setup, 42);
    List<String> leaves =
        nodes.stream().filter(node -> node.op().isEmpty()).map(GraphNode::name).toList();
    assertEquals(41 + 3 + 1, leaves.size());
    assertTrue(leaves.containsAll(run.parameterNames()));
    assertTrue(leaves.containsAll(setup.data().inputNames()));
    assertTrue(leaves.contains("target"));
    assertEquals("loss", nodes.getLast().name());
    assertEquals("**2", nodes.getLast().op());
  }

  @Test
  void aNodeBelongsToTheNeuronWhoseParametersItIsMadeFrom() {
    for (GraphNode node : nodes) {
      String expected =
          switch (node.name()) {
            case "x1", "x2", "x3" -> "";
            case "target", "loss" -> "loss";
            case "output" -> "layer3.neuron1";
            default ->
                node.name().startsWith("layer")
                    ? ComputationGraph.around(node.name())
                    : node.group();
          };
      assertEquals(expected, node.group(), node.toString());
    }
    // A neuron of n inputs: n weights, a bias, n products, n sums, one tanh.
    assertEquals(11, size("layer1.neuron4"));
    assertEquals(14, size("layer2.neuron1"));
    assertEquals(3, size("loss"));
  }

  private long size(String group) {
    return nodes.stream().filter(node -> node.group().equals(group)).count();
  }

  @Test
  void theSamplesGradientsAddUpToTheRuns() {
    TrainingRun run = new TrainingRun(setup, 42);
    for (int step = 0; step < 20; step++) {
      double[] parameters = run.parameters();
      double[] sum = new double[parameters.length];
      double loss = 0;
      for (int sample = 0; sample < graph.samples(); sample++) {
        graph.run(parameters, sample);
        double[] data = graph.data();
        double[] grad = graph.grad();
        loss += data[data.length - 1];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += grad[id(run.parameterNames().get(i))];
        }
      }
      assertEquals(run.step().loss(), loss, 1e-12 * loss);
      assertArrayEquals(run.gradients(), sum, 1e-12);
    }
  }

  @Test
  void theOutputIsThePrediction() {
    TrainingRun run = new TrainingRun(setup, 42);
    double[][] predictions = Predictions.of(run, 4);
    for (int sample : IntStream.range(0, 4).toArray()) {
      graph.run(run.parameters(), sample);
      assertEquals(predictions[sample][0], graph.data()[id("output")], 1e-12);
    }
  }

  private int id(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow().id();
  }

  @Test
  void aHingeLossAndSeveralOutputsAreGroupedToo() {
    LossGraph two =
        new LossGraph(
            Specs.of(
                Map.of(
                    "name", "two",
                    "data",
                        Map.of(
                            "inline",
                            Map.of(
                                "inputs",
                                List.of(List.of(1.0)),
                                "targets",
                                List.of(List.of(1.0, -1.0)))),
                    "model", Map.of("layers", List.of(2, 2), "hidden", "relu", "output", "linear"),
                    "loss", Map.of("name", "hinge"),
                    "optimizer", Map.of("learningRate", 0.1))));
    List<GraphNode> hinge =
        two.structure().nodes().stream().filter(node -> node.group().equals("loss")).toList();
    // For each output its target, a one, a product, a difference and a ReLU; then their sum.
    assertEquals(11, hinge.size());
    assertEquals(
        List.of("layer1", "layer1.neuron1", "layer2", "layer2.neuron1", "layer1.neuron2").size(),
        two.structure().groups().stream()
            .filter(group -> !group.equals("loss") && !group.equals("layer2.neuron2"))
            .count());
  }

  @Test
  void aGraphTooLargeToSendIsRefusedInWords() {
    RunSetup large =
        Specs.of(
            Map.of(
                "name", "large",
                "data", Map.of("generator", Map.of("name", "moons", "samples", 10)),
                "model", Map.of("layers", List.of(64, 64, 1)),
                "optimizer", Map.of("learningRate", 0.1)));
    GraphException refusal = assertThrows(GraphException.class, () -> new LossGraph(large));
    assertTrue(
        refusal.getMessage().endsWith("one of at most 5000 can be shown"), refusal.getMessage());
  }
}
