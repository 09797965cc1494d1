package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The graph of a sample's loss, as a viewer gets it. */
@Timeout(60)
final class GraphTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double ROUNDING = 1e-12;

  @Test
  void theAnswerHasEveryNodeItsPlaceAndTheEnginesNumbers() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 3);
      JsonNode answer = get(server, "/api/graph?sample=2&collapsed=");
      LossGraph graph = graphAfter(3, 2);
      assertEquals(3, answer.get("step").longValue());
      assertEquals(4, answer.get("samples").intValue());
      assertArrayEquals(graph.data(), doubles(answer.get("data")));
      assertArrayEquals(graph.grad(), doubles(answer.get("grad")));
      assertEquals(JSON.valueToTree(graph.structure().nodes()), answer.get("nodes"));
      Set<String> placed = new HashSet<>();
      answer.get("layout").get("boxes").forEach(box -> placed.add(box.get("id").textValue()));
      assertEquals(120, placed.size());
      assertTrue(placed.contains("0") && placed.contains("119"));
    }
  }

  @Test
  void groupsAreCollapsedAsAskedFor() throws Exception {
    try (TestServer server = new TestServer()) {
      Map<String, Integer> boxes =
          Map.of("layers", 3 + 3 + 1, "neurons", 3 + 9 + 1, "layer1", 120 - 44 + 1, "", 120);
      for (Map.Entry<String, Integer> expected : boxes.entrySet()) {
        JsonNode answer = get(server, "/api/graph?collapsed=" + expected.getKey());
        assertEquals(expected.getValue(), answer.get("layout").get("boxes").size());
      }
      JsonNode unasked = get(server, "/api/graph");
      assertEquals(13, unasked.get("layout").get("boxes").size(), "what can be read at a glance");
    }
  }

  @Test
  void whatIsNotThereIsRefusedInOneLine() throws Exception {
    try (TestServer server = new TestServer()) {
      Map<String, String> wrong =
          Map.of(
              "sample=4", "sample: 4 is not allowed; a whole number from 0 to 3 is",
              "sample=-1", "sample: -1 is not allowed; a whole number from 0 to 3 is",
              "sample=a%0Ab", "sample: a?b is not allowed; a whole number from 0 to 3 is",
              "sample=99999999999",
                  "sample: 99999999999 is not allowed; a whole number from 0 to 3 is",
              "collapsed=layer1,layer7", "collapsed: there is no group layer7; there are ");
      for (Map.Entry<String, String> query : wrong.entrySet()) {
        String answer = server.request("GET /api/graph?" + query.getKey(), "");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        String error = body(answer).get("error").textValue();
        assertTrue(error.startsWith(query.getValue()), error);
        assertEquals(1, error.lines().count());
      }
    }
  }

  @Test
  void theWalkEndsAtTheGradientsAndItsTrainingStepIsTheNextOne() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 5);
      JsonNode walk = get(server, "/api/graph/walk?sample=1");
      LossGraph graph = graphAfter(5, 1);
      double[] grad = new double[graph.grad().length];
      grad[grad.length - 1] = 1;
      for (JsonNode step : walk.get("steps")) {
        assertEquals(graph.grad()[step.get("node").intValue()], step.get("grad").doubleValue());
        for (JsonNode share : step.get("shares")) {
          assertEquals(grad[share.get("child").intValue()], share.get("before").doubleValue());
          grad[share.get("child").intValue()] = share.get("after").doubleValue();
        }
      }
      assertArrayEquals(graph.grad(), grad);

      TrainingRun run = runAfter(5);
      JsonNode training = walk.get("training");
      assertEquals(run.step().loss(), training.get("lossBefore").doubleValue(), ROUNDING);
      assertEquals(0.1, training.get("learningRate").doubleValue());
      for (int i = 0; i < 41; i++) {
        JsonNode parameter = training.get("parameters").get(i);
        assertEquals(run.parameterNames().get(i), parameter.get("name").textValue());
        assertEquals(run.gradients()[i], parameter.get("grad").doubleValue(), ROUNDING);
        assertEquals(run.parameters()[i], parameter.get("updated").doubleValue(), ROUNDING);
      }
      assertEquals(run.step().loss(), training.get("lossAfter").doubleValue(), ROUNDING);
    }
  }

  @Test
  void theWalkOfAnEarlierStepBeginsWithTheParametersOfThatTime() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 5);
      JsonNode walk = get(server, "/api/graph/walk?sample=1&step=2");
      assertEquals(2, walk.get("step").longValue());
      assertArrayEquals(graphAfter(2, 1).grad(), doubles(walk.get("grad")));
      TrainingRun run = runAfter(2);
      JsonNode training = walk.get("training");
      assertEquals(run.step().loss(), training.get("lossBefore").doubleValue(), ROUNDING);
      assertEquals(run.step().loss(), training.get("lossAfter").doubleValue(), ROUNDING);

      String refusal = server.request("GET /api/graph/walk?step=6", "");
      assertTrue(refusal.startsWith("HTTP/1.1 400 "), refusal);
      assertEquals(
          "step: 6 is not allowed; a whole number from 0 to 5 is",
          body(refusal).get("error").textValue());
    }
  }

  @Test
  void aWatchedSamplesNodesArriveWithEachPause() throws Exception {
    try (TestServer server = new TestServer()) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'subscribe','topics':['graph:3']}");
      assertEquals(0, viewer.until("graph").get("step").longValue());
      viewer.send("{'type':'setSpeed','stepsPerSecond':null}").send("{'type':'step','count':7}");
      JsonNode level =
          viewer.until(m -> TestViewer.is(m, "graph") && m.get("step").longValue() == 7);
      assertEquals(3, level.get("sample").intValue());
      assertArrayEquals(graphAfter(7, 3).data(), doubles(level.get("data")));
      assertArrayEquals(graphAfter(7, 3).grad(), doubles(level.get("grad")));
    }
  }

  @Test
  void aNetworkTooLargeToBeShownSaysSo() throws Exception {
    var large =
        Specs.of(
            Map.of(
                "name", "large",
                "data", Map.of("generator", Map.of("name", "moons", "samples", 10)),
                "model", Map.of("layers", List.of(64, 64, 1)),
                "optimizer", Map.of("learningRate", 0.1)));
    try (TestServer server = new TestServer(ServerOptions.defaults(), List.of(large))) {
      JsonNode answer = get(server, "/api/graph");
      assertEquals(0, answer.get("nodes").size());
      assertEquals(
          "the graph of this run has more than 5,000 nodes, which is as many as can be shown",
          answer.get("note").textValue());
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'subscribe','topics':['graph:0']}").send("{'type':'step'}");
      viewer.send("{'type':'pause','id':9}");
      for (JsonNode m = viewer.next(); m.path("id").asInt() != 9; m = viewer.next()) {
        assertFalse(TestViewer.is(m, "graph"), "there is none to send");
      }
    }
  }

  @Test
  void ofMoreBoxesThanCanBeDrawnSomeAreCollapsed() throws Exception {
    var wide =
        Specs.of(
            Map.of(
                "name", "wide",
                "data", Map.of("generator", Map.of("name", "moons", "samples", 10)),
                "model", Map.of("layers", List.of(32, 32, 1)),
                "optimizer", Map.of("learningRate", 0.1)));
    try (TestServer server = new TestServer(ServerOptions.defaults(), List.of(wide))) {
      JsonNode answer = get(server, "/api/graph?collapsed=");
      assertTrue(answer.get("nodes").size() > 3_000);
      assertEquals(2 + 3 + 1, answer.get("layout").get("boxes").size());
      assertTrue(answer.get("note").textValue().contains("too many to draw"));
    }
  }

  private static void stepsAreMade(TestServer server, int count) throws Exception {
    TestViewer viewer = server.viewer();
    viewer.send("{'type':'setSpeed','stepsPerSecond':null}");
    viewer.send("{'type':'step','count':%d}".formatted(count)).untilStatus("paused");
  }

  private static TrainingRun runAfter(int steps) {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    for (int i = 0; i < steps; i++) {
      run.step();
    }
    return run;
  }

  private static LossGraph graphAfter(int steps, int sample) {
    LossGraph graph = new LossGraph(Specs.fourPoints());
    graph.run(runAfter(steps).parameters(), sample);
    return graph;
  }

  private static JsonNode get(TestServer server, String path) throws Exception {
    String answer = server.request("GET " + path, "");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    return body(answer);
  }

  private static JsonNode body(String answer) throws Exception {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private static double[] doubles(JsonNode numbers) {
    double[] doubles = new double[numbers.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = numbers.get(i).doubleValue();
    }
    return doubles;
  }
}
