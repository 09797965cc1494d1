package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.engine.Value;
import dev.livegrad.expression.Expression;
import dev.livegrad.server.http.Bodies;
import dev.livegrad.server.http.ExpressionApi;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/expression}: its numbers are the engine's, its errors are for people. */
@Timeout(60)
final class ExpressionApiTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=2; b=-3; c=10; f=-2; L=(a*b+c)*f",
        "x1=2; x2=0; w1=-3; w2=1; b=6.8813735870195432; o=tanh(x1*w1+x2*w2+b)",
        "x=3; y=3*x**2-4*x+5",
        "a=2; b=-3; c=4; f=relu(a*b+c)",
      })
  void everyNodeHasTheEnginesNumbers(String text) throws Exception {
    JsonNode answer = ask("{'expression': '%s'}".formatted(text));
    Expression expression = Expression.evaluate(text);
    expression.output().backward();
    assertEquals(expression.nodes().size(), answer.get("nodes").size());
    for (int i = 0; i < expression.nodes().size(); i++) {
      Value value = expression.nodes().get(i);
      JsonNode node = answer.get("nodes").get(i);
      assertEquals(i, node.get("id").intValue());
      assertEquals(value.name(), node.get("name").textValue());
      assertEquals(value.symbol(), node.get("op").textValue());
      assertEquals(value.data(), node.get("data").doubleValue());
      assertEquals(value.grad(), node.get("grad").doubleValue());
      assertEquals("agrees", node.get("verdict").textValue());
      assertEquals(
          node.get("difference").doubleValue() - value.grad(), node.get("error").doubleValue());
    }
    assertEquals(expression.nodes().indexOf(expression.output()), answer.get("output").intValue());
    assertEquals(2, answer.size(), "nothing that was not asked for");
  }

  @Test
  void aCurveAContourAndADescentAreTheEngines() throws Exception {
    JsonNode answer =
        ask(
            """
            {'expression': 'x=1; y=2; z=x**2+y**2',
             'curve': {'leaf': 0, 'from': -1, 'to': 1, 'points': 3},
             'contour': {'x': {'leaf': 0, 'from': 0, 'to': 2, 'points': 3},
                         'y': {'leaf': 1, 'from': 0, 'to': 1, 'points': 2}},
             'descent': {'leaves': [0, 1], 'learningRate': 0.25, 'steps': 1}}
            """);
    assertEquals("[5.0,4.0,5.0]", answer.get("curve").toString());
    assertEquals("[[0.0,1.0,4.0],[1.0,2.0,5.0]]", answer.get("contour").toString());
    assertEquals(
        "{\"values\":[[1.0,2.0],[0.5,1.0]],\"outputs\":[5.0,1.25],"
            + "\"gradients\":[[2.0,4.0],[1.0,2.0]],\"course\":\"falling\",\"curvature\":2.0}",
        answer.get("descent").toString());
  }

  @Test
  void numbersThatJsonCannotCarryAreWords() throws Exception {
    JsonNode answer =
        ask(
            """
            {'expression': 'x=0.000001; log(x)',
             'curve': {'leaf': 0, 'from': -1, 'to': 1, 'points': 3}}
            """);
    assertEquals("[\"NaN\",\"-Infinity\",0.0]", answer.get("curve").toString());
    assertEquals("NaN", answer.get("nodes").get(0).get("difference").textValue());
    assertEquals("outside", answer.get("nodes").get(0).get("verdict").textValue());
  }

  @Test
  void whatIsWrongInTheTextIsToldWithItsPlace() throws Exception {
    JsonNode unread = refused("{'expression': 'a=2; a*('}");
    assertEquals(
        "column 9: found the end; expected a number, a name, a function or '('",
        unread.get("error").textValue());
    assertEquals(8, unread.get("position").intValue());
    JsonNode outside = refused("{'expression': 'a=0; b=log(a)'}");
    assertEquals(
        "b = log(a): a = 0 has no logarithm; a positive number has",
        outside.get("error").textValue());
    assertEquals(7, outside.get("position").intValue());
    assertTrue(refused("{'expression': ''}").get("error").textValue().contains("is empty"));
  }

  @Test
  void whatIsWrongInTheQuestionIsToldWithItsPath() throws Exception {
    String axis = "{'leaf': 0, 'from': -1, 'to': 1, 'points': 3}";
    Map<String, String> wrong =
        Map.of(
            "",
            "the body is not JSON",
            "[]",
            "a question is one JSON object",
            "{}",
            "expression: is missing",
            "{'expression': 3}",
            "expression: a text is allowed",
            "{'expression': 'a=1', 'curves': 3}",
            "curves: unknown field",
            "{'expression': 'a=1', 'curve': %s}".formatted(axis.replace("3", "402")),
            "curve.points: 402 is not allowed",
            "{'expression': 'a=1', 'curve': %s}".formatted(axis.replace("-1", "1")),
            "curve.from: 1.0 is not allowed; a number below curve.to",
            "{'expression': 'a=1', 'curve': %s}".formatted(axis.replace("0", "7")),
            "leaf: 7 is not allowed; one of 0 a is",
            "{'expression': 'a=1', 'contour': {'x': %s, 'y': %s}}"
                .formatted(axis, axis.replace("3", "65")),
            "contour.y.points: 65 is not allowed",
            "{'expression': 'a=1', 'descent': {'leaves': [], 'learningRate': 1, 'steps': 1}}",
            "descent.leaves: 0 are not allowed");
    for (Map.Entry<String, String> question : wrong.entrySet()) {
      String error = refused(question.getKey()).get("error").textValue();
      assertTrue(error.startsWith(question.getValue()), error);
      assertEquals(1, error.lines().count(), error);
    }
    String error =
        refused(
                "{'expression': 'a=1', 'descent': {'leaves': [0], 'learningRate': 1, 'steps': 501}}")
            .get("error")
            .textValue();
    assertEquals("descent.steps: 501 is not allowed; a whole number from 1 to 500 is", error);
  }

  @Test
  void aLongTextIsRefused() throws Exception {
    assertTrue(
        refused("{'expression': '%s'}".formatted("1+".repeat(6000) + "1"))
            .get("error")
            .textValue()
            .contains("allowed are 10000"));
    assertTrue(
        refused("{'expression': '%s'}".formatted("1+".repeat(300) + "1"))
            .get("error")
            .textValue()
            .contains("the lab takes 400"));
  }

  @Test
  void theGraphHasABoxForEachNodeAndALinkToEachOperand() throws Exception {
    JsonNode nodes = ask("{'expression': 'x=2; y=3; z=(x+y)*x'}").get("nodes");
    HttpResponse<String> response = post("/graph", "{'expression': 'x=2; y=3; z=(x+y)*x'}");
    assertEquals(200, response.statusCode(), response.body());
    JsonNode graph = JSON.readTree(response.body());
    for (JsonNode node : nodes) {
      JsonNode drawn = graph.get("nodes").get(node.get("id").intValue());
      assertEquals(node.get("name"), drawn.get("name"));
      assertEquals(node.get("children"), drawn.get("children"));
    }
    assertEquals(4, graph.get("layout").get("boxes").size());
    assertEquals(4, graph.get("layout").get("links").size());
    assertEquals(400, post("/graph", "{'expression': 'x='}").statusCode());
  }

  /** While no time passes, so that no more may be asked than at once. */
  @Test
  void whoAsksTooOftenOnOneConnectionIsRefusedAndOthersAreNot() throws Exception {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new ExpressionApi(vertx, new Bodies(vertx), () -> 0).mount(router);
    int port =
        TestServer.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
            .actualPort();
    try (HttpClient first = client();
        HttpClient second = client()) {
      for (int i = 0; i < 100; i++) {
        assertEquals(200, post(first, port, "", "{'expression': 'a=1'}").statusCode());
      }
      HttpResponse<String> refusal = post(first, port, "/graph", "{'expression': 'a=1'}");
      assertEquals(429, refusal.statusCode());
      assertEquals("1", refusal.headers().firstValue("Retry-After").orElse(""));
      assertEquals(
          "too many requests on one connection; 50 a second are allowed",
          JSON.readTree(refusal.body()).get("error").textValue());
      assertEquals(200, post(second, port, "", "{'expression': 'a=1'}").statusCode());
    } finally {
      TestServer.await(vertx.close());
    }
  }

  private static JsonNode ask(String question) throws Exception {
    HttpResponse<String> response = post("", question);
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  private static JsonNode refused(String question) throws Exception {
    HttpResponse<String> response = post("", question);
    assertEquals(400, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> post(String path, String question) throws Exception {
    return post(HTTP, server.port(), path, question);
  }

  /** Single quotes stand for double ones. */
  private static HttpResponse<String> post(
      HttpClient client, int port, String path, String question) throws Exception {
    String address = "http://127.0.0.1:%d/api/expression%s".formatted(port, path);
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question.replace('\'', '"')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** One after the other, its requests take one connection. */
  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
