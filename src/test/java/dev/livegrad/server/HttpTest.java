package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SPEC =
      """
      {"name": "mine", "seed": 3,
       "data": {"inline": {"inputs": [[1.0], [-1.0]], "targets": [1.0, -1.0]}},
       "model": {"layers": [2, 1], "hidden": "tanh", "output": "tanh"},
       "optimizer": {"learningRate": 0.1}}
      """;

  private static final String TABLE = "x1,x2,label\n0.5,1,-1\n2,0.1,1\n";

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
  void everyAnswerTellsTheBrowserToBeStrict() throws Exception {
    for (String path : List.of("/", "/healthz", "/api/run", "/nothing", "/webjars/nothing.js")) {
      String head = head(server.request("GET " + path, ""));
      assertTrue(head.contains("\r\nx-content-type-options: nosniff"), path + " " + head);
      assertTrue(head.contains("\r\nreferrer-policy: no-referrer"), path);
      assertTrue(head.contains("\r\ncross-origin-opener-policy: same-origin"), path);
      String policy = head.substring(head.indexOf("content-security-policy: "));
      assertTrue(policy.contains("frame-ancestors 'none'"), path);
      assertFalse(policy.lines().findFirst().orElseThrow().contains("unsafe"), path);
    }
  }

  @Test
  void aForeignHostOrOriginIsRefusedOnEveryRoute() throws Exception {
    for (String path : List.of("/", "/healthz", "/api/run", "/api/lessons", "/nothing")) {
      String answer =
          server.raw("GET " + path + " HTTP/1.1\nHost: evil.example\nConnection: close", "");
      assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
      assertStatus(403, server.request("GET " + path, "", "Origin: http://evil.example"));
    }
    assertTrue(server.raw("GET / HTTP/1.0", "").startsWith("HTTP/1.0 403 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.hidden",
        "/.git/config",
        "/views/.hidden.js",
        "/../pom.xml",
        "/..%2f..%2fpom.xml",
        "/%2e%2e/%2e%2e/pom.xml",
        "/webjars/../../dev/livegrad/server/ws/RunHub.class",
        "/webjars/..%2f..%2f..%2fdev/livegrad/server/ws/RunHub.class",
        "/..%5cpom.xml",
        "/META-INF/MANIFEST.MF",
        "/dev/livegrad/openapi.json",
        "/nothing",
        "/webjars/"
      })
  void whatIsNotThePagesIsNotThere(String path) throws Exception {
    String answer = server.request("GET " + path, "");
    assertTrue(
        answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "), path + answer);
    assertTrue(answer.contains("{\"error\":"), answer);
  }

  @Test
  void thePageAndItsChartLibraryAreServed() throws Exception {
    String page = server.request("GET /", "");
    assertStatus(200, page);
    assertTrue(head(page).contains("content-type: text/html"), page);
    String script = server.request("GET /webjars/chart.js/4.5.1/dist/chart.js", "");
    assertStatus(200, script);
    assertTrue(head(script).contains("content-type: text/javascript"), head(script));
  }

  @Test
  void whatAPageNeedsIsKeptByTheBrowserUntilTheNextStart() throws Exception {
    for (String page : List.of("/", "/index.html", "/new.html", "/runs.html")) {
      String answer = server.request("GET " + page, "");
      assertTrue(head(answer).contains("cache-control: no-cache"), head(answer));
      List<String> files =
          Pattern.compile("(?:href|src)=\"([^\"]+\\.(?:css|js|svg))\"")
              .matcher(body(answer))
              .results()
              .map(it -> it.group(1))
              .toList();
      assertTrue(files.size() > 5, page);
      for (String file : files) {
        String kept = server.request("GET /" + file, "");
        assertStatus(200, kept);
        assertTrue(head(kept).contains("immutable, max-age=31536000"), file + head(kept));
      }
    }
    String earlier = server.request("GET /files-earlier1/shell/main.js", "");
    assertStatus(200, earlier);
    assertTrue(head(earlier).contains("cache-control: no-cache"), head(earlier));
    assertStatus(404, server.request("GET /files-earlier1/api/runs", ""));
    assertStatus(404, server.request("GET /files-earlier1/files-earlier1/shell/main.js", ""));
  }

  @Test
  void aMethodThatIsNotAllowedIsRefusedInJson() throws Exception {
    for (String request :
        List.of("POST /api/run", "DELETE /api/run", "POST /healthz", "PUT /api/lessons")) {
      assertStatus(405, server.request(request, ""));
    }
  }

  @Test
  void whatIsAllowedIsToldWithTheRefusal() throws Exception {
    assertAllowed("GET, HEAD, PUT", "POST /api/run");
    assertAllowed("GET, HEAD", "POST /healthz");
    assertAllowed("POST", "PUT /api/expression");
    assertAllowed("GET, HEAD", "DELETE /index.html");
  }

  private static void assertAllowed(String methods, String request) throws Exception {
    String answer = server.request(request, "");
    assertStatus(405, answer);
    assertTrue(answer.contains("\r\nallow: " + methods + "\r\n"), answer);
  }

  @Test
  void aHeadIsAnsweredAsAGetWithoutItsBody() throws Exception {
    for (String path : List.of("/", "/healthz", "/api/run", "/api/lessons", "/api/past?topic=x")) {
      String get = server.request("GET " + path, "");
      String head = server.request("HEAD " + path, "");
      assertEquals(get.lines().findFirst(), head.lines().findFirst(), path);
      assertEquals("", body(head), path);
    }
  }

  @Test
  void twoHostsAreRefusedThoughOneIsGood() throws Exception {
    assertStatus(400, server.request("GET /", "", "Host: evil.example"));
  }

  @Test
  void bodiesThatDontEndMakeRoomForThoseThatDo() throws Exception {
    List<Socket> unfinished = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Socket socket = server.connect();
      unfinished.add(socket);
      String head =
          "POST /api/expression HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: 262144\r\n\r\n{"
              .formatted(server.port());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }
    assertStatus(200, post("/api/expression", "{\"expression\": \"a=2\"}"));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (answered(unfinished) < 150 - 128 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertTrue(answered(unfinished) >= 150 - 128);
    assertTrue(answered(unfinished) < 150);
    for (Socket socket : unfinished) {
      socket.close();
    }
  }

  private static int answered(List<Socket> sockets) throws IOException {
    int answered = 0;
    for (Socket socket : sockets) {
      answered += socket.getInputStream().available() > 0 ? 1 : 0;
    }
    return answered;
  }

  @Test
  void aRunIsReplacedByASpec() throws Exception {
    String answer = put(SPEC);
    assertStatus(200, answer);
    JsonNode run = JSON.readTree(body(answer));
    assertEquals("mine", run.get("spec").get("name").textValue());
    assertEquals("ready", run.get("status").textValue());
    assertEquals(3, run.get("seed").longValue());
    assertEquals(7, run.get("parameters").size());
    assertEquals("layer1.neuron1.w0", run.get("parameters").get(0).get("name").textValue());
    TestViewer viewer = server.viewer();
    assertEquals("mine", viewer.next().get("spec").get("name").textValue());
  }

  @Test
  void aSpecThatIsWrongIsRefusedInOneLineAndTheRunStays() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "",
            "",
            "[]",
            "",
            "{\"name\": 3}",
            "",
            SPEC + "{}",
            "",
            SPEC.replace("\"seed\"", "\"sead\""),
            "sead",
            SPEC.replace("0.1", "1e999"),
            "optimizer.learningRate",
            SPEC.replace("0.1", "\"0.1\""),
            "optimizer.learningRate",
            SPEC.replace("[2, 1]", "[2, 2]"),
            "model.layers[1]",
            SPEC.replace("\"seed\": 3", "\"seed\": 3, \"seed\": 4"),
            "",
            SPEC.replaceAll(
                "\"inline\": .*}",
                "\"csv\": {\"file\": \"/etc/passwd\", \"inputs\": [\"a\"], \"targets\": [\"b\"]}}"),
            "data.csv");
    long trajectory = trajectory();
    for (Map.Entry<String, String> spec : wrong.entrySet()) {
      String answer = put(spec.getKey());
      assertStatus(400, answer);
      String error = JSON.readTree(body(answer)).get("error").textValue();
      assertEquals(1, error.lines().count(), error);
      assertTrue(error.startsWith(spec.getValue()), error);
    }
    assertEquals(trajectory, trajectory());
  }

  private static long trajectory() throws Exception {
    return JSON.readTree(body(server.request("GET /api/run", ""))).get("trajectory").longValue();
  }

  @Test
  void aBodyThatIsNotJsonOrTooLargeIsRefused() throws Exception {
    assertStatus(415, server.request("PUT /api/run", SPEC, "Content-Type: text/plain"));
    assertStatus(415, server.request("PUT /api/run", SPEC));
    assertStatus(413, put(" ".repeat(300_000)));
    assertStatus(400, put("[".repeat(100_000)));
  }

  @Test
  void headersAndAddressesAreBounded() throws Exception {
    String answer = server.request("GET /" + "a".repeat(5_000), "");
    assertTrue(answer.startsWith("HTTP/1.0 414 "), answer);
    assertEquals("{\"error\":\"the address has more than 4 KiB\"}", body(answer));
    answer = server.request("GET /", "", "X-Long: " + "a".repeat(20_000));
    assertStatus(431, answer);
    assertEquals("{\"error\":\"the headers have more than 16 KiB\"}", body(answer));
    answer = server.raw("POST /api/runs HTTP/1.1\nHost: a\nContent-Length: -5", "");
    assertStatus(400, answer);
    assertEquals("{\"error\":\"the request can't be understood\"}", body(answer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "3\r\nabcd\r\n", "2\r\n{}\r\n-1\r\n", "\r\n\r\n"})
  void aBodyWhoseChunksAreBrokenIsRefused(String body) throws Exception {
    for (String to : List.of("PUT /api/run", "POST /api/runs", "POST /api/expression")) {
      String answer =
          server.raw(
              "%s HTTP/1.1\nHost: 127.0.0.1:%d\nContent-Type: application/json\nTransfer-Encoding: chunked"
                  .formatted(to, server.port()),
              body);
      assertStatus(400, answer);
      assertTrue(body(answer).startsWith("{\"error\":\"the body can't be understood"), answer);
    }
  }

  @Test
  void aQueryThatCantBeReadIsRefused() throws Exception {
    for (String path :
        List.of(
            "/api/past?topic=%",
            "/api/past?topic=surface:" + "1,".repeat(1_900) + "1",
            "/api/past?topic=%zz",
            "/api/graph?sample=%zz",
            "/api/graph/walk?sample=%zz")) {
      assertStatus(400, server.request("GET " + path, ""));
    }
  }

  @Test
  void clearTextHttp2IsNotSpoken() throws Exception {
    String answer =
        server.request("GET /healthz", "", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__");
    assertStatus(200, answer);
  }

  @Test
  void everyRouteOfTheDescriptionAnswersAsDescribedAndNoneIsMissing() throws Exception {
    JsonNode described = JSON.readTree(body(server.request("GET /api/openapi.json", "")));
    var routes = new TreeSet<String>();
    for (var path : described.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        if (!method.equals("PARAMETERS")) {
          routes.add(method + " " + path.getKey());
          assertAnswersAsDescribed(described, method, path.getKey(), operation.getValue());
        }
      }
    }
    assertEquals(server.apiRoutes(), routes);
  }

  private static void assertAnswersAsDescribed(
      JsonNode described, String method, String path, JsonNode operation) throws Exception {
    String status =
        operation
            .get("responses")
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(it -> it.startsWith("2"))
            .findFirst()
            .orElseThrow();
    String answer = ask(method, path, operation);
    assertStatus(Integer.parseInt(status), answer);
    JsonNode response = resolve(described, operation.get("responses").get(status));
    if (!response.has("content")) {
      assertEquals("", body(answer), path);
      return;
    }
    Map.Entry<String, JsonNode> content = response.get("content").properties().iterator().next();
    assertTrue(head(answer).contains("content-type: " + content.getKey()), answer);
    if (content.getKey().equals("application/json")) {
      assertFits(resolve(described, content.getValue().get("schema")), answer, method + " " + path);
    }
  }

  private static void assertFits(JsonNode schema, String answer, String request) throws Exception {
    JsonNode body = JSON.readTree(body(answer));
    for (JsonNode required : schema.path("required")) {
      assertTrue(body.has(required.textValue()), request + " has " + required);
    }
    boolean whole = schema.path("additionalProperties").isBoolean();
    if (whole || request.equals("PUT /api/run") || request.equals("GET /api/runs/{id}")) {
      body.fieldNames()
          .forEachRemaining(
              name -> assertTrue(schema.get("properties").has(name), name + " is described"));
    }
  }

  /** Asks as in the description's example, of a run that is there for it. */
  private static String ask(String method, String path, JsonNode operation) throws Exception {
    String place = method + " " + path + query(operation);
    if (path.startsWith("/api/datasets/{id}")) {
      String kept = server.request("POST /api/datasets", TABLE, "Content-Type: text/csv");
      place = place.replace("{id}", JSON.readTree(body(kept)).get("id").textValue());
    } else if (path.contains("{id}")) {
      String made = body(post("/api/runs", SPEC));
      place = place.replace("{id}", JSON.readTree(made).get("id").textValue());
    }
    var content = operation.at("/requestBody/content").properties().iterator();
    if (!content.hasNext()) {
      return server.request(place, "");
    }
    var body = content.next();
    JsonNode example = body.getValue().path("example");
    String sent =
        example.isMissingNode()
            ? SPEC
            : example.isTextual() ? example.textValue() : example.toString();
    return server.request(place, sent, "Content-Type: " + body.getKey());
  }

  /** The parameters that must be there, as in the description's example. */
  private static String query(JsonNode operation) {
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("required").asBoolean()) {
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parameter.get("name").textValue())
            .append('=')
            .append(parameter.get("example").textValue());
      }
    }
    return query.toString();
  }

  private static String put(String body) throws Exception {
    return server.request("PUT /api/run", body, "Content-Type: application/json");
  }

  private static String post(String path, String body) throws Exception {
    return server.request("POST " + path, body, "Content-Type: application/json");
  }

  private static JsonNode resolve(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
  }

  private static String head(String answer) {
    return answer
        .substring(0, answer.indexOf("\r\n\r\n") + 2)
        .toLowerCase(Locale.ROOT)
        .replace("'SELF'", "'self'");
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    if (status >= 400) {
      assertTrue(answer.contains("{\"error\":"), answer);
    }
  }
}
