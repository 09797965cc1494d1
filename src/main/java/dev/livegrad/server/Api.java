package dev.livegrad.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.training.DataSpec;
import dev.livegrad.training.Lesson;
import dev.livegrad.training.RunSpec;
import dev.livegrad.training.SpecException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The HTTP API; {@code openapi.json} describes it. */
final class Api {
  static final int MAX_BODY_BYTES = 256 << 10;

  private final TrainingVerticle training;
  private final Collection<Lesson> lessons;
  private final String description = Page.resource("dev/livegrad/openapi.json");

  Api(TrainingVerticle training, Collection<Lesson> lessons) {
    this.training = training;
    this.lessons = lessons;
  }

  void mount(Router router) {
    router.get("/healthz").handler(context -> json(context, 200, Map.of("status", "up")));
    router.get("/api/openapi.json").handler(context -> text(context, 200, description));
    router.get("/api/lessons").handler(this::lessons);
    router.get("/api/run").handler(this::run);
    router
        .put("/api/run")
        .consumes("application/json")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(this::load);
  }

  private void lessons(RoutingContext context) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Lesson lesson : lessons) {
      RunSpec spec = lesson.spec();
      list.add(
          Map.of("name", spec.name(), "description", spec.description(), "spec", spec.toTree()));
    }
    json(context, 200, Map.of("lessons", list));
  }

  private void run(RoutingContext context) {
    training
        .snapshot()
        .onSuccess(snapshot -> json(context, 200, tree(snapshot)))
        .onFailure(context::fail);
  }

  /** Replaces the run by one of the spec in the body. */
  private void load(RoutingContext context) {
    try {
      Object tree = Json.MAPPER.readValue(context.body().asString(), Object.class);
      if (!(tree instanceof Map<?, ?> map)) {
        refuse(context, 400, "a run spec is one JSON object");
        return;
      }
      RunSpec spec = RunSpec.parse(map);
      if (spec.data() instanceof DataSpec.Csv) {
        refuse(context, 400, "data.csv: is not allowed over HTTP; inline and generator are");
        return;
      }
      training
          .load(Lesson.load(spec, Path.of("")), "HTTP")
          .onSuccess(_ -> run(context))
          .onFailure(context::fail);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      refuse(context, 400, notJson(e));
    } catch (SpecException e) {
      refuse(context, 400, e.getMessage());
    }
  }

  private static Map<String, Object> tree(TrainingSession.RunSnapshot snapshot) {
    ServerMessage.Status status = snapshot.status();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("status", status.status().word());
    tree.put("step", status.step());
    tree.put("learningRate", status.learningRate());
    tree.put("stepsPerSecond", status.stepsPerSecond());
    tree.put("message", status.message());
    tree.put("epoch", status.epoch());
    tree.put("seed", snapshot.run().seed());
    tree.put("spec", snapshot.run().spec());
    tree.put("journal", snapshot.journal().stream().map(JournalLines::of).toList());
    tree.put("parameters", parameters(snapshot));
    return tree;
  }

  private static List<Map<String, Object>> parameters(TrainingSession.RunSnapshot snapshot) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    List<String> names = snapshot.run().parameterNames();
    for (int i = 0; i < names.size(); i++) {
      Map<String, Object> parameter = new LinkedHashMap<>();
      parameter.put("name", names.get(i));
      parameter.put("data", number(snapshot.parameters()[i]));
      parameter.put("grad", number(snapshot.gradients()[i]));
      parameters.add(parameter);
    }
    return parameters;
  }

  static Object number(double value) {
    return Double.isFinite(value) ? value : (Object) Double.toString(value);
  }

  static void refuse(RoutingContext context, int status, String error) {
    json(context, status, Map.of("error", error));
  }

  static void json(RoutingContext context, int status, Object tree) {
    text(context, status, write(tree));
  }

  /** One line of JSON. */
  static String write(Object tree) {
    try {
      return Json.MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of this", e);
    }
  }

  static void text(RoutingContext context, int status, String json) {
    body(context, status, Buffer.buffer(json));
  }

  /** Answers with JSON in UTF-8. */
  static void body(RoutingContext context, int status, Buffer json) {
    if (!context.response().ended()) {
      context
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(json);
    }
  }

  /** What somebody sent, so that it fits into an error of one line. */
  static String oneLine(String text) {
    String line = text.replaceAll("\\R|\\p{Cntrl}", "?");
    return line.length() <= 200 ? line : line.substring(0, 197) + "...";
  }

  static String notJson(Exception e) {
    String message = String.valueOf(e.getMessage());
    return "the body is not JSON: " + message.lines().findFirst().orElse("");
  }

  /** Made at the first request, since to make one is a good part of the time that a start takes. */
  static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }
}
