package dev.livegrad.server;

import static dev.livegrad.server.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.run.RunOptions;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RunsApiTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String YAML =
      """
      name: mine
      seed: 3
      data: {inline: {inputs: [[1.0], [-1.0]], targets: [1.0, -1.0]}}
      model: {layers: [2, 1], hidden: tanh, output: tanh}
      optimizer: {learningRate: 0.1}
      """;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRunsCurveIsToldAsTheMessageStepsHasIt() throws Exception {
    String made = server.request("POST /api/runs", YAML, "Content-Type: application/yaml");
    JsonNode none = series(json(made).get("id").textValue());
    assertEquals(0, none.get("offset").longValue());
    assertEquals(0, none.get("step").size());
    TestViewer viewer = server.viewer();
    viewer.send("{\"type\":\"step\",\"count\":3}");
    viewer.untilStatus("paused");
    viewer.drop();
    JsonNode steps = series(json(server.request("GET /api/run", "")).get("id").textValue());
    assertEquals(3, steps.get("offset").longValue());
    assertEquals(3, steps.get("loss").size());
    // Kept a moment later.
    JsonNode curve;
    do {
      curve = list("?curve=2").findParents("curve").getLast().get("curve");
    } while (curve.size() < 2);
    assertEquals(0, curve.get(0).get(0).intValue());
    assertEquals(steps.get("loss").get(0), curve.get(0).get(1));
    assertEquals(2, curve.get(1).get(0).intValue());
    assertEquals(steps.get("loss").get(2), curve.get(1).get(1));
    assertStatus(404, server.request("GET /api/runs/none/series", ""));
  }

  @Test
  void aPartOfACurveIsToldStepByStepHoweverCoarselyItIsKept() throws Exception {
    String made = server.request("POST /api/runs", YAML, "Content-Type: application/yaml");
    String id = json(made).get("id").textValue();
    TestViewer viewer = server.viewer(id);
    viewer.send("{\"type\":\"setSpeed\",\"stepsPerSecond\":null}");
    viewer.send("{\"type\":\"step\",\"count\":50}").untilStatus("paused");
    viewer.send("{\"type\":\"setLearningRate\",\"value\":0.025}");
    viewer.send("{\"type\":\"subscribe\",\"topics\":[\"steps\"]}");
    viewer.send("{\"type\":\"step\",\"count\":39950}").untilOffset(40_000);
    viewer.drop();
    String path = "GET /api/runs/%s/series".formatted(id);
    JsonNode whole = json(server.request(path, ""));
    assertEquals(40_000, whole.get("offset").intValue());
    assertTrue(whole.get("step").size() < 20_000, "it is kept coarsely");
    int entry = whole.get("step").size() / 2;
    int from = whole.get("step").get(entry).intValue() - 50;
    String query = "?from=%d&to=%d".formatted(from, from + 99);
    JsonNode part = json(server.request(path + query, ""));
    assertEquals(100, part.get("step").size());
    assertEquals(from + 100, part.get("offset").intValue());
    for (int i = 0; i < 100; i++) {
      assertEquals(from + i, part.get("from").get(i).intValue());
      assertEquals(from + i, part.get("step").get(i).intValue());
      assertEquals(from + i < 50 ? 0.1 : 0.025, part.get("learningRate").get(i).doubleValue());
    }
    for (String column : List.of("loss", "seconds")) {
      assertEquals(
          whole.get(column).get(entry).doubleValue(),
          part.get(column).get(50).doubleValue(),
          column.equals("loss") ? 0 : 1e-3);
    }
    assertEquals(0, json(server.request(path + "?from=40000", "")).get("step").size());
    JsonNode beginning = json(server.request(path + "?to=9", ""));
    assertEquals(whole.get("loss").get(9), beginning.get("loss").get(9));
    String refused = server.request(path + "?from=5&to=4", "");
    assertStatus(400, refused);
    assertEquals(
        "to: 4 is not allowed; a whole number from 5 to 9007199254740991 is",
        json(refused).get("error").textValue());
    assertStatus(400, server.request(path + "?from=x", ""));
  }

  @Test
  void aRunThatBeganAnewTellsWhatItWasBefore() throws Exception {
    assertTrue(json(server.request("GET /api/run", "")).get("earlier").isNull());
    TestViewer viewer = server.viewer();
    viewer.send("{\"type\":\"step\",\"count\":3}").untilStatus("paused");
    viewer.send("{\"type\":\"reset\"}").untilStatus("ready");
    viewer.drop();
    JsonNode now = json(server.request("GET /api/run", ""));
    assertEquals(now.get("id").textValue() + "-1", now.get("earlier").textValue());
    String path = "/api/runs/" + now.get("earlier").textValue();
    assertEquals(3, json(server.request("GET " + path, "")).get("step").intValue());
    assertStatus(204, server.request("DELETE " + path, ""));
    assertTrue(json(server.request("GET /api/run", "")).get("earlier").isNull());
  }

  private static JsonNode series(String id) throws Exception {
    return json(server.request("GET /api/runs/%s/series".formatted(id), ""));
  }

  @Test
  void aRunIsMadeListedReadAndDeleted() throws Exception {
    String answer = server.request("POST /api/runs", YAML, "Content-Type: application/yaml");
    assertStatus(201, answer);
    String id = json(answer).get("id").textValue();
    assertTrue(answer.contains("\r\nlocation: /api/runs/" + id + "\r\n"), answer);

    JsonNode listed = list("").get(0);
    assertEquals(id, listed.get("id").textValue());
    assertEquals("mine", listed.get("name").textValue());
    assertEquals("ready", listed.get("status").textValue());
    assertEquals(0, listed.get("step").longValue());
    assertTrue(listed.get("loss").isNull());
    assertEquals("HTTP", listed.get("by").textValue());
    assertTrue(listed.get("createdAt").textValue().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));

    JsonNode run = json(server.request("GET /api/runs/" + id, ""));
    assertEquals("mine", run.get("spec").get("name").textValue());
    assertEquals(3, run.get("seed").longValue());
    assertTrue(run.get("journal").isArray());

    assertStatus(204, server.request("DELETE /api/runs/" + id, ""));
    assertStatus(404, server.request("GET /api/runs/" + id, ""));
    assertStatus(404, server.request("DELETE /api/runs/" + id, ""));
    assertFalse(list("").toString().contains(id));
  }

  @Test
  void theListTellsWhoMadeARunAndItsFiguresAndIsSortedByThem() throws Exception {
    String moons =
        "{name: %s, data: {generator: {name: moons}%s}, model: {layers: [1]}, optimizer: {learningRate: 0.1}}";
    String tested = makeOnPage(moons.formatted("tested", ", split: {test: 0.3}"));
    String plane =
        "{name: plane, data: {generator: {name: plane}}, model: {layers: [1]}, optimizer: {learningRate: 0.01}}";
    String numbers = makeOnPage(plane);
    makeOnPage(moons.formatted("untrained", ""));
    for (String id : List.of(tested, numbers)) {
      TestViewer viewer = server.viewer(id);
      viewer.send("{\"type\":\"step\",\"count\":3}").untilStatus("paused");
      viewer.drop();
    }
    JsonNode series = series(tested);
    JsonNode best = list("?sort=testAccuracy&limit=1").get(0);
    assertEquals(tested, best.get("id").textValue());
    assertEquals("the page", best.get("by").textValue());
    for (String figure : List.of("loss", "accuracy", "testLoss", "testAccuracy")) {
      assertEquals(series.get(figure).get(2), best.get(figure), figure);
      assertTrue(best.get(figure).isNumber(), figure);
    }
    JsonNode run = list("?name=plane").get(0);
    assertTrue(run.get("loss").isNumber());
    for (String figure : List.of("accuracy", "testLoss", "testAccuracy")) {
      assertTrue(run.get(figure).isNull(), figure);
    }
    assertError(
        400,
        "sort: best is not allowed; one of created, updated, name, step, loss, accuracy, testLoss,"
            + " testAccuracy is",
        server.request("GET /api/runs?sort=best", ""));
  }

  /** Makes a run as the page does; gives its id. */
  private static String makeOnPage(String spec) throws Exception {
    String origin = "Origin: http://127.0.0.1:" + server.port();
    String type = "Content-Type: application/yaml";
    return json(server.request("POST /api/runs", spec, type, origin)).get("id").textValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/yaml", "application/x-yaml; charset=utf-8", "TEXT/YAML"})
  void yamlIsReadByWhateverNameItHas(String type) throws Exception {
    assertStatus(201, server.request("POST /api/runs", YAML, "Content-Type: " + type));
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() throws Exception {
    String answer = server.request("POST /api/runs", YAML, "Content-Type: text/plain");
    assertError(415, "Content-Type: the body must be application/json or application/yaml", answer);
    assertStatus(415, server.request("POST /api/runs", YAML));
  }

  @Test
  void aSpecThatIsWrongNamesItsFieldAndMakesNoRun() throws Exception {
    int before = list("").size();
    Map<String, String> wrong =
        Map.of(
            YAML.replace("[2, 1]", "[0, 1]"),
            "model.layers[0]: 0 is not allowed",
            YAML.replace("seed", "sead"),
            "sead: unknown field",
            YAML.replaceAll("inline: .*}", "csv: {file: /etc/passwd, inputs: [a], targets: [b]}}"),
            "data.csv: is not allowed over HTTP",
            "a: [1",
            "the body is not YAML: line 1",
            "- 1",
            "a run spec is one object",
            "",
            "a run spec is one object",
            "a: &a [*a]",
            "the body is not YAML: ");
    for (var spec : wrong.entrySet()) {
      assertError(
          400,
          spec.getValue(),
          server.request("POST /api/runs", spec.getKey(), "Content-Type: text/yaml"));
    }
    assertEquals(before, list("").size());
  }

  @Test
  void aRunThatIsDamagedIsListedAsSuchAndCanBeRenamedAndDeleted(@TempDir Path folder)
      throws Exception {
    String sound;
    String purple;
    String nonsense;
    try (TestServer server = inFolder(folder)) {
      sound = json(server.request("GET /api/run", "")).get("id").textValue();
      purple = made(server);
      nonsense = made(server);
      await(server.stop());
    }
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("livegrad.db"));
        Statement change = file.createStatement()) {
      change.execute("update run set status = 'purple' where id = '%s'".formatted(purple));
      change.execute(
          "update run set setup = 'none', checksum = null where id = '%s'".formatted(nonsense));
    }
    try (TestServer server = inFolder(folder)) {
      JsonNode list = json(server.request("GET /api/runs?curve=9", "")).get("runs");
      assertEquals(Set.of(purple, nonsense, sound), Set.copyOf(ids(list)));
      for (JsonNode run : list) {
        boolean isPurple = run.get("id").textValue().equals(purple);
        assertEquals(
            isPurple ? "its status can't be read: \"purple\"" : null,
            run.get("unreadable").textValue());
        assertEquals(isPurple, run.get("status").isNull());
        assertFalse(run.get("name").isNull());
      }
      for (String id : List.of(purple, nonsense)) {
        assertError(503, "run %s: its ".formatted(id), server.request("GET /api/runs/" + id, ""));
        assertThrows(ExecutionException.class, () -> server.viewer(id));
        assertStatus(200, server.request("GET /api/runs?after=" + id, ""));
        String named =
            server.request(
                "PATCH /api/runs/" + id, "{\"name\": \"it\"}", "Content-Type: application/json");
        assertEquals("it", json(named).get("name").textValue());
        assertStatus(204, server.request("DELETE /api/runs/" + id, ""));
        assertStatus(404, server.request("DELETE /api/runs/" + id, ""));
      }
      assertEquals(List.of(sound), ids(json(server.request("GET /api/runs", "")).get("runs")));
    }
  }

  private static TestServer inFolder(Path folder) throws Exception {
    return new TestServer(
        ServerOptions.defaults(),
        List.of(Specs.fourPoints()),
        SqlRunStore.in(folder, InstantSource.system()));
  }

  @Test
  void theListGoesOnBehindARun() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.addFirst(make());
    }
    JsonNode first = list("?limit=2");
    assertEquals(ids.subList(0, 2), ids(first));
    assertEquals(ids.get(2), list("?limit=1&after=" + ids.get(1)).get(0).get("id").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=x", "limit=", "limit=%zz"})
  void aLimitThatIsNoneIsRefused(String query) throws Exception {
    assertStatus(400, server.request("GET /api/runs?" + query, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nothing", "..", "a%2Fb", "%00", "A", "x'%20or%201=1", "%F0%9F%99%82", "a%0Ab"})
  void anIdThatIsNoneIsNotFound(String id) throws Exception {
    for (String method : List.of("GET", "DELETE")) {
      String answer = server.request(method + " /api/runs/" + id, "");
      assertTrue(answer.matches("(?s)HTTP/1.1 40[045] .*\\{\"error\":.*"), answer);
    }
    String answer = patch(id, "{\"name\": \"a\"}");
    assertTrue(answer.matches("(?s)HTTP/1.1 40[045] .*\\{\"error\":.*"), answer);
    assertTrue(server.request("GET /api/runs?after=" + id, "").startsWith("HTTP/1.1 404 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "\"quoted\" 'and' \\ back",
        "<script>alert(1)</script>",
        "👩‍🔬 émoji",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 می‌خواهم é",
        "שלום עולם",
        "../../etc/passwd",
        "%00 %0a"
      })
  void aNameCanHaveAnyCharacters(String name) throws Exception {
    String id = make();
    String answer = patch(id, JSON.writeValueAsString(Map.of("name", name)));
    assertStatus(200, answer);
    assertEquals(name, json(answer).get("name").textValue());
    assertEquals(name, run(id).get("name").textValue());
  }

  @Test
  void aNameHasOneLineAndAtMostAHundredCharacters() throws Exception {
    String id = make();
    String emoji = "😀".repeat(100);
    assertStatus(200, patch(id, JSON.writeValueAsString(Map.of("name", emoji))));
    for (Object name :
        List.of(
            "",
            " ",
            "a\nb",
            "a\u0000b",
            "\u2028",
            "\u007f",
            emoji + "x",
            3,
            List.of("a"),
            "\u200b",
            "\u200d",
            "a\ufeff",
            "a\u202eb",
            "\u2067",
            "\u3164",
            "\u2800 \u0301")) {
      assertError(400, "name: ", patch(id, JSON.writeValueAsString(Map.of("name", name))));
      Map<String, Object> spec = new HashMap<>(Specs.fourPoints().spec().toTree());
      spec.put("name", name);
      assertError(400, "name: ", post("/api/runs", JSON.writeValueAsString(spec)));
    }
    assertError(400, "name: ", patch(id, "{\"name\": \"\\ud800\"}"));
    assertError(400, "name: is missing", patch(id, "{}"));
    assertError(400, "step: unknown field", patch(id, "{\"name\": \"a\", \"step\": 3}"));
    assertError(400, "what is to be changed is one JSON object", patch(id, "[]"));
    assertEquals(emoji, run(id).get("name").textValue());
  }

  @Test
  void theRunThatAllSeeCantBeDeleted() throws Exception {
    String id = json(server.request("GET /api/run", "")).get("id").textValue();
    assertError(409, "this is the run that all see", server.request("DELETE /api/runs/" + id, ""));
    assertStatus(200, server.request("GET /api/runs/" + id, ""));
  }

  @Test
  void ofTwoWhoDeleteTheSameRunOneIsToldThatItIsGone() throws Exception {
    for (int i = 0; i < 20; i++) {
      String id = make();
      List<CompletableFuture<String>> asked = new ArrayList<>();
      for (String method : List.of("DELETE", "GET", "DELETE", "GET")) {
        asked.add(CompletableFuture.supplyAsync(() -> server.quietly(method + " /api/runs/" + id)));
      }
      List<String> statuses = asked.stream().map(it -> status(it.join())).toList();
      assertEquals(1, statuses.stream().filter("204"::equals).count(), statuses.toString());
      assertTrue(List.of("204", "200", "404").containsAll(statuses), statuses.toString());
      assertStatus(404, server.request("GET /api/runs/" + id, ""));
    }
  }

  @Test
  void whoWatchesARunThatIsDeletedWhileItTrainsIsToldSo() throws Exception {
    String id = make();
    TestViewer watching = server.viewer(id).send("{'type': 'subscribe', 'topics': ['steps']}");
    watching.send("{'type': 'start'}").untilStatus("running");
    assertStatus(204, server.request("DELETE /api/runs/" + id, ""));
    assertEquals(4410, watching.closeCode());
    assertThrows(ExecutionException.class, () -> server.viewer(id));
    assertStatus(404, server.request("GET /api/runs/" + id, ""));
  }

  @Test
  void whoeverOpensARunWhileItIsDeletedSeesItOrNothing() throws Exception {
    for (int i = 0; i < 10; i++) {
      String id = make();
      var deleted = CompletableFuture.supplyAsync(() -> server.quietly("DELETE /api/runs/" + id));
      List<TestViewer> viewers = new ArrayList<>();
      try {
        while (true) {
          viewers.add(server.viewer(id));
        }
      } catch (ExecutionException e) {
        assertStatus(204, deleted.join());
      }
      for (TestViewer viewer : viewers) {
        assertEquals(4410, viewer.closeCode());
      }
    }
  }

  @Test
  void aRunBranchesAtAStepWithAnotherRate() throws Exception {
    String id = make();
    patch(id, "{\"name\": \"renamed\"}");
    TestViewer viewer = server.viewer(id);
    viewer
        .send("{'type': 'setSpeed', 'stepsPerSecond': null}")
        .send("{'type': 'step', 'count': 40}");
    viewer.untilStatus("paused");
    String steps = "{\"step\": 30, \"learningRate\": 0.01}";
    String answer = post("/api/runs/" + id + "/branch", steps);
    assertStatus(201, answer);
    JsonNode branch = run(json(answer).get("id").textValue());
    assertEquals(30, branch.get("step").longValue());
    assertEquals("renamed, from step 30", branch.get("name").textValue());
    String again = post("/api/runs/" + branch.get("id").textValue() + "/branch", "{\"step\": 20}");
    JsonNode second = run(json(again).get("id").textValue());
    assertEquals("renamed, from step 20", second.get("name").textValue());
    assertEquals(0.01, branch.get("learningRate").doubleValue());
    JsonNode last = branch.get("journal").get(branch.get("journal").size() - 1);
    assertEquals("setLearningRate", last.get("command").textValue());
    assertEquals(30, last.get("step").longValue());
    assertEquals(40, run(id).get("step").longValue());

    String path = "/api/runs/" + id + "/branch";
    assertError(400, "step: 41 is not allowed", post(path, "{\"step\": 41}"));
    assertError(400, "step: is missing", post(path, "{}"));
    assertError(400, "step: 1.5 is not allowed; a whole number", post(path, "{\"step\": 1.5}"));
    assertError(
        400,
        "step: 30.0 is not allowed; a whole number from 0 to 1000000000000, without point and"
            + " exponent, is",
        post(path, "{\"step\": 3e1}"));
    assertError(400, "learningRate: -1 is not", post(path, "{\"step\": 1, \"learningRate\": -1}"));
    assertStatus(404, post("/api/runs/nothing/branch", "{\"step\": 1}"));
  }

  @Test
  void aFileIsCalledAfterItsRun() throws Exception {
    String id = make();
    Map<String, String> names =
        Map.of(
            "a b",
            "filename=\"a b-steps.csv\"; filename*=UTF-8''a%20b-steps.csv",
            "../\"x\"\\é",
            "filename=\"__x___-steps.csv\"; filename*=UTF-8''__x__%C3%A9-steps.csv",
            "...",
            "filename=\"" + id + "-steps.csv\"",
            "😀".repeat(100),
            "filename=\"" + "_".repeat(37));
    for (var name : names.entrySet()) {
      assertStatus(200, patch(id, JSON.writeValueAsString(Map.of("name", name.getKey()))));
      String answer = server.request("GET /api/runs/" + id + "/steps.csv", "");
      assertTrue(
          answer.contains("content-disposition: attachment; " + name.getValue()),
          name.getKey() + answer);
      assertTrue(answer.endsWith("\r\n\r\nstep,loss,accuracy,learningRate\n"), answer);
    }
  }

  @Test
  void aTableIsKeptOnceAndGivenBack() throws Exception {
    String table = "\uFEFFx1, \"x,2\" ,label\n1,2,a\n\n3,4,\"b\n\"\n";
    String first = server.request("POST /api/datasets", table, "Content-Type: text/csv");
    assertStatus(201, first);
    JsonNode kept = json(first);
    assertEquals("[\"x1\",\"x,2\",\"label\"]", kept.get("columns").toString());
    assertEquals(2, kept.get("rows").intValue());
    String second =
        server.request("POST /api/datasets", table, "Content-Type: text/csv; charset=UTF-8");
    assertEquals(kept, json(second));
    String back = server.request("GET /api/datasets/" + kept.get("id").textValue(), "");
    assertTrue(back.endsWith("\r\n\r\n" + table), back);
    assertStatus(404, server.request("GET /api/datasets/" + "0".repeat(64), ""));
    assertStatus(404, server.request("GET /api/datasets/x", ""));
  }

  @Test
  void aSpecIsLookedAtBeforeThereIsARunOfIt() throws Exception {
    String spec =
        """
        name: circles
        data:
          generator: {name: circles, samples: 10, noise: 0}
          features: [x1, x1**2]
          split: {test: 0.3, seed: 1}
        model: {layers: [3, 1]}
        optimizer: {learningRate: 0.1}
        """;
    String answer =
        server.request("POST /api/specs/preview", spec, "Content-Type: application/yaml");
    assertStatus(200, answer);
    JsonNode preview = json(answer);
    assertEquals("[\"x1\",\"x1**2\"]", preview.get("inputNames").toString());
    assertEquals("[\"x1\",\"x2\"]", preview.get("columns").toString());
    assertEquals("[\"0\",\"1\"]", preview.get("classes").toString());
    assertEquals(3 * 3 + 4, preview.get("parameters").intValue());
    assertEquals(10, preview.get("samples").intValue());
    assertEquals(3, preview.get("testSamples").intValue());
    assertEquals("[0.0,1.0]", sorted(preview.at("/points/targets"), 4, 6));
    assertEquals(10, preview.at("/points/inputs").size());
    String again =
        server.request(
            "POST /api/specs/preview",
            preview.get("yaml").textValue(),
            "Content-Type: application/yaml");
    assertEquals(preview, json(again), "the text is the same spec");
    assertError(
        400,
        "model.layers[1]: 2 is not allowed",
        server.request(
            "POST /api/specs/preview",
            spec.replace("[3, 1]", "[3, 2]"),
            "Content-Type: application/yaml"));
    String python =
        server.request("POST /api/specs/python", spec, "Content-Type: application/yaml");
    assertStatus(200, python);
    assertTrue(python.contains("class Value"), python);
  }

  private static String sorted(JsonNode numbers, int from, int to) {
    double[] values = new double[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).doubleValue();
    }
    Arrays.sort(values);
    return Arrays.toString(Arrays.copyOfRange(values, from, to)).replace(" ", "");
  }

  @Test
  void aRunIsCommandedAsAViewerDoesAndSaysWhyItRefuses() throws Exception {
    String id = make();
    String place = "POST /api/runs/" + id + "/commands";
    String type = "Content-Type: application/json";
    JsonNode accepted =
        json(server.request(place, "{\"type\":\"setLearningRate\",\"value\":0.25}", type));
    assertEquals("{\"step\":0,\"note\":null}", accepted.toString());
    JsonNode run = json(server.request("GET /api/runs/" + id, ""));
    assertEquals(0.25, run.get("learningRate").doubleValue());
    assertEquals("HTTP", run.at("/journal/0/by").textValue());
    String python = server.request("GET /api/runs/" + id + "/train.py", "");
    assertStatus(200, python);
    assertTrue(python.contains("learning_rate = lambda step: 0.25"), python);
    assertError(
        400,
        "setLearningRate.value: -1",
        server.request(place, "{\"type\":\"setLearningRate\",\"value\":-1}", type));
    assertError(
        400,
        "type: is none of a command",
        server.request(place, "{\"type\":\"subscribe\",\"topics\":[\"steps\"]}", type));
    assertError(
        409,
        "rewind.step: 5 is not allowed",
        server.request(place, "{\"type\":\"rewind\",\"step\":5}", type));
    assertStatus(404, server.request("POST /api/runs/none/commands", "{\"type\":\"start\"}", type));
  }

  @Test
  void aTableIsSummedUpHoweverItIsWritten() throws Exception {
    String table = "size;kind\n1,5;oak\nNA;elm\n-2;oak\n";
    JsonNode kept = json(server.request("POST /api/datasets", table, "Content-Type: text/csv"));
    assertEquals(";", kept.get("delimiter").textValue());
    assertEquals(",", kept.get("decimal").textValue());
    assertEquals(
        "{\"name\":\"size\",\"numbers\":2,\"texts\":0,\"missing\":1,\"least\":-2.0,\"greatest\":1.5,\"different\":[\"-2\",\"1,5\"]}",
        kept.at("/described/0").toString());
    assertEquals("[\"elm\",\"oak\"]", kept.at("/described/1/different").toString());
    assertEquals(
        "[[\"1,5\",\"oak\"],[\"NA\",\"elm\"],[\"-2\",\"oak\"]]", kept.get("first").toString());
    String id = kept.get("id").textValue();
    assertEquals(kept, json(server.request("GET /api/datasets/" + id + "/summary", "")));
    assertStatus(404, server.request("GET /api/datasets/x/summary", ""));
  }

  @Test
  void aTableThatIsNoneIsRefusedWithItsLine() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "",
            "the table: is empty",
            "a,b\n",
            "the table: has no rows",
            "a,b\n1,2\n1\n",
            "the table: line 3: has 1 cell; allowed are 2",
            "a,".repeat(10_000) + "a\n",
            "the table: line 1: has 10001 columns; allowed are 10000",
            "a\n\"1\n",
            "the table: line 2: a quote begins that nothing ends",
            "a\n" + "1\n".repeat(100_001),
            "the table: has more than the 100000 rows");
    for (var table : wrong.entrySet()) {
      String answer =
          server.request("POST /api/datasets", table.getKey(), "Content-Type: text/csv");
      assertError(400, table.getValue(), answer);
    }
    assertStatus(415, server.request("POST /api/datasets", "a\n1\n", "Content-Type: text/html"));
  }

  @Test
  void eachBodyIsAsLargeAsItsRouteAllows() throws Exception {
    String large = "a\n" + ("1".repeat(1_000) + "\n").repeat(1_000);
    assertStatus(201, server.request("POST /api/datasets", large, "Content-Type: text/csv"));
    assertError(413, "the body has more than 256 KiB", post("/api/runs", large));
    String id = make();
    assertError(413, "the body has more than 256 KiB", patch(id, large));
    String tooLarge = "a\n" + ("1".repeat(999) + "\n").repeat(8_389);
    String answer = server.request("POST /api/datasets", tooLarge, "Content-Type: text/csv");
    assertError(413, "the body has more than 8 MiB", answer);
  }

  @Test
  void asManyRunsAreKeptAndTrainAsAreAllowed() throws Exception {
    ServerOptions few =
        new ServerOptions("127.0.0.1", 0, List.of(), 500, 3, 1, false, new RunOptions(1_000, 30));
    try (TestServer server = new TestServer(few, List.of(Specs.endless()))) {
      String first = made(server);
      String second = made(server);
      String refused = server.request("POST /api/runs", YAML, "Content-Type: text/yaml");
      assertError(409, "there are 3 runs, as many as are allowed", refused);
      assertStatus(204, server.request("DELETE /api/runs/" + second, ""));
      made(server);

      TestViewer training = server.viewer().send("{'type': 'start'}");
      training.untilStatus("running");
      TestViewer other = server.viewer(first);
      for (String command : List.of("start", "step")) {
        JsonNode answer = other.send("{'type': '" + command + "'}").until("rejected");
        assertEquals(
            command + ": 1 run trains, as many as are allowed at once; pause one to go on here",
            answer.get("reason").textValue());
      }
      training.send("{'type': 'reset'}").untilStatus("ready");
      other.send("{'type': 'step'}").until("accepted");
      other.untilStatus("paused");
      other.send("{'type': 'start'}").untilStatus("running");
      assertStatus(204, server.request("DELETE /api/runs/" + first, ""));
      training.send("{'type': 'start'}").untilStatus("running");
    }
  }

  @Test
  void aRunIsNotReplacedWhileAHundredCommandsWaitForAnotherThatIsBuilt() throws Exception {
    RunSetup wide =
        Specs.ofYaml(
            """
            name: wide
            data: {generator: {name: moons, samples: 10}}
            model: {layers: [490, 490, 1]}
            optimizer: {learningRate: 0.1}
            """);
    try (TestServer server =
        new TestServer(ServerOptions.defaults(), List.of(Specs.endless(), wide))) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type': 'load', 'lesson': 'wide'}");
      // What she says next means the run that is being built.
      for (int i = 0; i < 101; i++) {
        viewer.send("{'type': 'pause'}");
      }
      String reason = "a run is being built, and 100 commands wait for it; try again in a moment";
      assertEquals("pause: " + reason, viewer.until("rejected").get("reason").textValue());
      String spec =
          """
          {"name": "small", "data": {"inline": {"inputs": [[1]], "targets": [1]}},
           "model": {"layers": [1]}, "optimizer": {"learningRate": 0.1}}\
          """;
      String answer = server.request("PUT /api/run", spec, "Content-Type: application/json");
      assertError(409, "load: " + reason, answer);
    }
  }

  @Test
  void asManyFilesAreMadeAgainAtATimeAsAreAllowed() throws Exception {
    ServerOptions fast =
        new ServerOptions(
            "127.0.0.1", 0, List.of(), 500, 3, 1, false, new RunOptions(1_000_000, 30));
    try (TestServer server = new TestServer(fast, List.of(Specs.endless()))) {
      String id = json(server.request("GET /api/run", "")).get("id").textValue();
      String path = "/api/runs/" + id + "/steps.csv";
      // More than the network holds for those who don't read.
      server.viewer().send("{'type': 'step', 'count': 400000}").untilStatus("paused");
      try (Socket first = server.connect();
          Socket second = server.connect()) {
        for (Socket reader : List.of(first, second)) {
          String head =
              "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(path, server.port());
          reader.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          assertEquals(
              "HTTP/1.1 200",
              new String(reader.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }
        String refused = server.request("GET " + path, "");
        assertError(503, "too many ask for files; try again in a moment", refused);
        assertTrue(refused.contains("retry-after: 5"), refused);
        // What is only written down waits for nobody.
        assertStatus(200, server.request("GET /api/runs/" + id + "/spec.yaml", ""));
      }
    }
  }

  private static String made(TestServer server) throws Exception {
    String answer = server.request("POST /api/runs", YAML, "Content-Type: application/yaml");
    assertStatus(201, answer);
    return json(answer).get("id").textValue();
  }

  private static String post(String path, String body) throws Exception {
    return server.request("POST " + path, body, "Content-Type: application/json");
  }

  private static String make() throws Exception {
    return made(server);
  }

  private static String patch(String id, String body) throws Exception {
    return server.request("PATCH /api/runs/" + id, body, "Content-Type: application/json");
  }

  private static JsonNode run(String id) throws Exception {
    return json(server.request("GET /api/runs/" + id, ""));
  }

  private static JsonNode list(String query) throws Exception {
    return json(server.request("GET /api/runs" + query, "")).get("runs");
  }

  private static List<String> ids(JsonNode runs) {
    List<String> ids = new ArrayList<>();
    runs.forEach(run -> ids.add(run.get("id").textValue()));
    return ids;
  }

  private static JsonNode json(String answer) throws Exception {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private static String status(String answer) {
    return answer.substring(9, 12);
  }

  private static void assertError(int status, String error, String answer) throws Exception {
    assertStatus(status, answer);
    String told = json(answer).get("error").textValue();
    assertTrue(told.startsWith(error), told);
    assertEquals(1, told.lines().count(), told);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    if (status >= 400) {
      assertTrue(answer.contains("{\"error\":"), answer);
    }
  }
}
