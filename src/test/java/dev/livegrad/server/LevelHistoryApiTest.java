package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.run.LevelReader;
import dev.livegrad.run.Topic;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody gets who comes late. */
@Timeout(60)
final class LevelHistoryApiTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parameters",
        "predictions",
        "neurons",
        "surface:0,1",
        "surface:2,2,0,3",
        "health",
        "graph:2"
      })
  void eachLevelIsWhatTheLiveOneWasAtThatMoment(String word) throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 40);
      JsonNode past = get(server, word);
      assertEquals(LongStream.range(0, 40).boxed().toList(), steps(past));
      long trajectory = past.get("trajectory").longValue();
      TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
      LevelReader reader = LevelReader.of(trajectory, run.network());
      Topic topic = Topic.parse(word);
      for (JsonNode level : past.get("levels")) {
        String expected = Encoder.encode(reader.read(topic, run.checkpoint()));
        assertEquals(JSON.readTree(expected), level);
        run.step();
      }
    }
  }

  @Test
  void theLiveLevelFollowsThePast() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 70);
      TestViewer viewer = server.viewer();
      JsonNode live =
          viewer.send("{'type':'subscribe','topics':['parameters']}").until("parameters");
      assertEquals(70, live.get("step").longValue());
      JsonNode past = get(server, "parameters");
      assertEquals(LongStream.range(0, 35).map(i -> 2 * i).boxed().toList(), steps(past));
      assertEquals(live.get("trajectory"), past.get("trajectory"));
    }
  }

  @Test
  void whatWasAnsweredBeforeStaysTrueAsTheRunGoesOn() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 50);
      JsonNode before = get(server, "health");
      stepsAreMade(server, 49, 99);
      JsonNode after = get(server, "health");
      assertEquals(LongStream.range(0, 50).map(i -> 2 * i).boxed().toList(), steps(after));
      for (int i = 0; i < 25; i++) {
        assertEquals(before.get("levels").get(2 * i), after.get("levels").get(i));
      }
    }
  }

  @Test
  void anotherTrajectoryHasAPastOfItsOwn() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 5);
      JsonNode before = get(server, "parameters");
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'reset','seed':7}").untilStatus("ready");
      JsonNode fresh = get(server, "parameters");
      assertTrue(fresh.get("trajectory").longValue() > before.get("trajectory").longValue());
      assertEquals(0, fresh.get("levels").size());
      stepsAreMade(server, 3);
      double[] first = new TrainingRun(Specs.fourPoints(), 7).parameters();
      JsonNode now = get(server, "parameters").get("levels");
      assertEquals(3, now.size());
      assertArrayEquals(first, doubles(now.get(0).get("data")));
    }
  }

  @Test
  void aRunThatIsRewoundHasTheSamePast() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 10);
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'setParameter','name':'layer1.neuron1.b','value':0.25,'id':1}");
      viewer.send("{'type':'setLearningRate','value':0.03,'id':2}");
      stepsAreMade(server, 60, 70);
      JsonNode before = get(server, "health").get("levels");
      viewer.send("{'type':'rewind','step':66}");
      viewer.until(m -> pausedAt(66, m));
      JsonNode after = get(server, "health").get("levels");
      assertEquals(33, after.size());
      for (int i = 0; i < after.size(); i++) {
        assertEquals(withoutTrajectory(before.get(i)), withoutTrajectory(after.get(i)));
      }
    }
  }

  @Test
  void whatIsNotThereIsRefusedInOneLine() throws Exception {
    String forms =
        "parameters, optimizer, predictions, neurons, surface:N,N[,N][,N], surfaces:N,N[,N], health, graph:N";
    Map<String, String> wrong =
        Map.of(
            "", "400 topic:  is not allowed; one of " + forms + " is",
            "steps", "400 topic: steps is not allowed; one of " + forms + " is",
            "surface:1", "400 topic: surface:1 is not allowed; one of " + forms + " is",
            "a%0Ab", "400 topic: a?b is not allowed; one of " + forms + " is",
            "surface:0,3", "404 topic: this run has no surface:0,3",
            "graph:4", "404 topic: this run has no graph:4");
    try (TestServer server = new TestServer()) {
      for (Map.Entry<String, String> query : wrong.entrySet()) {
        String answer = server.request("GET /api/past?topic=" + query.getKey(), "");
        String error = JSON.readTree(body(answer)).get("error").textValue();
        assertEquals(query.getValue(), answer.substring(9, 13) + error);
      }
    }
  }

  @Test
  @Tag("thorough")
  void aClassThatAsksAtOnceIsAnswered() throws Exception {
    try (TestServer server = new TestServer();
        ExecutorService pupils = Executors.newVirtualThreadPerTaskExecutor()) {
      stepsAreMade(server, 90);
      JsonNode expected = get(server, "surface:0,1");
      Callable<JsonNode> ask = () -> get(server, "surface:0,2");
      List<JsonNode> answers = new ArrayList<>();
      for (Future<JsonNode> answer : pupils.invokeAll(Collections.nCopies(300, ask))) {
        answers.add(answer.get());
      }
      assertEquals(steps(expected), steps(answers.getFirst()));
      answers.forEach(answer -> assertEquals(answers.getFirst(), answer));
    }
  }

  @Test
  void itComesPackedToWhoeverTakesIt() throws Exception {
    try (TestServer server = new TestServer()) {
      stepsAreMade(server, 20);
      JsonNode plain = get(server, "parameters");
      byte[] answer = bytes(server, "/api/past?topic=parameters");
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n") + 4;
      assertTrue(text.substring(0, head).contains("content-encoding: gzip"), text);
      InputStream packed = new ByteArrayInputStream(answer, head, answer.length - head);
      assertEquals(plain, JSON.readTree(new GZIPInputStream(packed)));
    }
  }

  @Test
  @Tag("thorough")
  void ofLargeLevelsFewerCheckpointsAreToldAndOfVeryLargeOnesNone() throws Exception {
    try (TestServer large = new TestServer(ServerOptions.defaults(), List.of(wide(100)));
        TestServer huge = new TestServer(ServerOptions.defaults(), List.of(wide(300)))) {
      stepsAreMade(large, 33);
      stepsAreMade(huge, 33);
      List<Long> told = steps(get(large, "parameters"));
      assertEquals(List.of(0L, 16L, 32L), told);
      assertEquals(33, steps(get(large, "surface:0,1")).size());
      assertEquals(0, steps(get(huge, "parameters")).size());
    }
  }

  private static RunSetup wide(int neurons) {
    return Specs.of(
        Map.of(
            "name", "wide",
            "data", Map.of("generator", Map.of("name", "moons", "samples", 4)),
            "model", Map.of("layers", List.of(neurons, neurons, 1)),
            "optimizer", Map.of("learningRate", 1e-5)));
  }

  private static void stepsAreMade(TestServer server, int count) throws Exception {
    stepsAreMade(server, count, count);
  }

  /** So many more, up to {@code end}. */
  private static void stepsAreMade(TestServer server, int count, int end) throws Exception {
    TestViewer viewer = server.viewer();
    viewer.send("{'type':'setSpeed','stepsPerSecond':null}");
    viewer.send("{'type':'step','count':%d}".formatted(count)).until(m -> pausedAt(end, m));
  }

  private static boolean pausedAt(long step, JsonNode message) {
    return TestViewer.is(message, "status")
        && message.get("status").textValue().equals("paused")
        && message.get("step").longValue() == step;
  }

  private static List<Long> steps(JsonNode past) {
    List<Long> steps = new ArrayList<>();
    past.get("levels").forEach(level -> steps.add(level.get("step").longValue()));
    return steps;
  }

  private static JsonNode withoutTrajectory(JsonNode level) {
    ObjectNode fields = level.deepCopy();
    fields.remove("trajectory");
    return fields;
  }

  private static JsonNode get(TestServer server, String topic) throws IOException {
    String answer = server.request("GET /api/past?topic=" + topic, "");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    return JSON.readTree(body(answer));
  }

  private static byte[] bytes(TestServer server, String path) throws IOException {
    try (Socket socket = server.connect()) {
      String request =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n"
              .formatted(path, server.port());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return socket.getInputStream().readAllBytes();
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static double[] doubles(JsonNode numbers) {
    double[] doubles = new double[numbers.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = numbers.get(i).doubleValue();
    }
    return doubles;
  }
}
