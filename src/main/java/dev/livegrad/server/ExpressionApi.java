package dev.livegrad.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.livegrad.engine.ExpressionException;
import dev.livegrad.graph.ComputationGraph;
import dev.livegrad.graph.Drawing;
import dev.livegrad.graph.Layouts;
import dev.livegrad.graph.Placement;
import dev.livegrad.lab.LabException;
import dev.livegrad.lab.Specimen;
import dev.livegrad.training.SpecException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/expression} and {@code /api/expression/graph}: what the expression lab asks.
 * Nothing is kept between requests, but for layouts.
 *
 * <p>Two threads compute the answers, one of them the layouts, which take longer; so neither
 * training nor the sockets wait for them. How much a connection may ask, and how many requests may
 * wait, is bounded. Belongs to one event loop.
 */
final class ExpressionApi {
  private static final int BURST = 100;
  private static final int REQUESTS_PER_SECOND = 50;

  private final Map<HttpConnection, TokenBucket> buckets = new WeakHashMap<>();
  private final Layouts layouts = new Layouts();
  private final LongSupplier nanoTime;
  private final Desk lab;
  private final Desk graphs;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  ExpressionApi(Vertx vertx, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lab =
        new Desk(
            vertx.createSharedWorkerExecutor("livegrad-lab", 1),
            500,
            question -> ExpressionQuestion.parse(question).answer());
    this.graphs =
        new Desk(vertx.createSharedWorkerExecutor("livegrad-lab-graphs", 1), 100, this::graph);
  }

  void mount(Router router) {
    mount(router, "/api/expression", lab);
    mount(router, "/api/expression/graph", graphs);
  }

  private void mount(Router router, String path, Desk desk) {
    router
        .post(path)
        .consumes("application/json")
        .handler(BodyHandler.create(false).setBodyLimit(Api.MAX_BODY_BYTES))
        .handler(this::admit)
        .handler(desk::answer);
  }

  private void admit(RoutingContext context) {
    long now = nanoTime.getAsLong();
    TokenBucket bucket =
        buckets.computeIfAbsent(
            context.request().connection(), _ -> new TokenBucket(BURST, REQUESTS_PER_SECOND, now));
    if (bucket.take(now)) {
      context.next();
    } else {
      Api.refuse(
          context,
          429,
          "too many requests on one connection; %d a second are allowed"
              .formatted(REQUESTS_PER_SECOND));
    }
  }

  /** The structure of an expression's graph, and where everything of it is drawn. */
  private Map<String, Object> graph(Map<?, ?> question) {
    Specimen specimen = Specimen.of(ExpressionQuestion.parse(question).expression());
    ComputationGraph graph = ComputationGraph.of(specimen.values(), _ -> "");
    Placement placement = layouts.of(Drawing.of(graph));
    return Map.of("nodes", graph.toTree(), "layout", placement.toTree());
  }

  /** What a question, as a tree, is answered with. */
  @FunctionalInterface
  private interface Answerer {
    Map<String, Object> answer(Map<?, ?> question);
  }

  /** What is sent back: 200, or 400 with what was wrong. */
  private record Reply(int status, String json) {}

  /** Where questions of one kind wait for their thread, one behind the other. */
  private static final class Desk {
    private final WorkerExecutor worker;
    private final int maxWaiting;
    private final Answerer answerer;
    private int waiting;

    Desk(WorkerExecutor worker, int maxWaiting, Answerer answerer) {
      this.worker = worker;
      this.maxWaiting = maxWaiting;
      this.answerer = answerer;
    }

    void answer(RoutingContext context) {
      if (waiting >= maxWaiting) {
        Api.refuse(context, 503, "the lab is busy: %d requests are waiting".formatted(waiting));
        return;
      }
      waiting++;
      String body = context.body().asString();
      worker
          .executeBlocking(() -> reply(body, answerer), false)
          .onComplete(_ -> waiting--)
          .onSuccess(reply -> Api.text(context, reply.status(), reply.json()))
          .onFailure(context::fail);
    }
  }

  private static Reply reply(@Nullable String body, Answerer answerer)
      throws JsonProcessingException {
    try {
      Object tree = Api.Json.MAPPER.readValue(body == null ? "" : body, Object.class);
      if (!(tree instanceof Map<?, ?> map)) {
        return refuse("a question is one JSON object", null);
      }
      return new Reply(200, Api.Json.MAPPER.writeValueAsString(answerer.answer(map)));
    } catch (ExpressionException e) {
      return refuse(String.valueOf(e.getMessage()), e.position());
    } catch (LabException | SpecException e) {
      return refuse(String.valueOf(e.getMessage()), null);
    } catch (JsonProcessingException e) {
      return refuse(Api.notJson(e), null);
    }
  }

  private static Reply refuse(String error, @Nullable Integer position)
      throws JsonProcessingException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("error", error);
    if (position != null) {
      tree.put("position", position);
    }
    return new Reply(400, Api.Json.MAPPER.writeValueAsString(tree));
  }
}
