package dev.livegrad.server.http;

import dev.livegrad.expression.EvaluatedExpression;
import dev.livegrad.expression.ExpressionException;
import dev.livegrad.graph.ComputationGraph;
import dev.livegrad.graph.Drawing;
import dev.livegrad.graph.Layouts;
import dev.livegrad.graph.Placement;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.run.DutyCycle;
import dev.livegrad.training.spec.SpecException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/expression} and {@code /api/expression/graph}: what the expression lab asks.
 * Nothing is kept between requests, but for layouts.
 *
 * <p>Two threads compute the answers, one of them the layouts, which take longer; so neither
 * training nor the sockets wait for them, and share what time there is for both. How much a
 * connection may ask, how many questions may wait and how much of the time is spent on them is
 * bounded. Belongs to one event loop.
 */
public final class ExpressionApi {
  /** The header by which somebody's newer question replaces his older one on any connection. */
  static final String VIEWER = "Livegrad-Viewer";

  private static final int BURST = 100;
  private static final int REQUESTS_PER_SECOND = 50;
  private static final int MAX_WAITING = 300;
  private static final int MAX_GRAPHS_WAITING = 100;
  private static final String RETRY_SECONDS = "1";

  private final Map<HttpConnection, TokenBucket> buckets = new WeakHashMap<>();
  private final Layouts layouts = new Layouts();
  private final Bodies bodies;
  private final LongSupplier nanoTime;
  private final FairQueue lab;
  private final FairQueue graphs;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public ExpressionApi(Vertx vertx, Bodies bodies, LongSupplier nanoTime) {
    this.bodies = bodies;
    this.nanoTime = nanoTime;
    DutyCycle cycle = FairQueue.cycle(nanoTime);
    this.lab =
        new FairQueue(
            MAX_WAITING,
            body -> reply(body, ExpressionQuestion::answer),
            new WorkerThread(vertx, "livegrad-lab"),
            cycle,
            nanoTime);
    this.graphs =
        new FairQueue(
            MAX_GRAPHS_WAITING,
            body -> reply(body, this::graph),
            new WorkerThread(vertx, "livegrad-lab-graphs"),
            cycle,
            nanoTime);
  }

  public void mount(Router router) {
    mount(router, "/api/expression", lab);
    mount(router, "/api/expression/graph", graphs);
  }

  private void mount(Router router, String path, FairQueue queue) {
    bodies
        .read(router.post(path), MediaType.JSON)
        .handler(this::admit)
        .handler(context -> queue.ask(viewer(context), Waiting.of(context)));
  }

  private void admit(RoutingContext context) {
    long now = nanoTime.getAsLong();
    TokenBucket bucket =
        buckets.computeIfAbsent(
            context.request().connection(), _ -> new TokenBucket(BURST, REQUESTS_PER_SECOND, now));
    if (bucket.take(now)) {
      context.next();
    } else {
      send(
          context,
          FairQueue.Reply.error(
              429,
              "too many requests on one connection; %d a second are allowed"
                  .formatted(REQUESTS_PER_SECOND)));
    }
  }

  private static Object viewer(RoutingContext context) {
    String named = context.request().getHeader(VIEWER);
    return named == null ? context.request().connection() : named;
  }

  private static void send(RoutingContext context, FairQueue.Reply reply) {
    if (reply.status() == 429 || reply.status() == 503) {
      Json.header(context, HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    Json.sendText(context, reply.status(), reply.json());
  }

  /** The structure of an expression's graph, and where everything of it is drawn. */
  private Map<String, Object> graph(ExpressionQuestion question) {
    EvaluatedExpression evaluated = EvaluatedExpression.of(question.expression());
    ComputationGraph graph = ComputationGraph.of(evaluated.values(), _ -> "");
    Placement placement = layouts.of(Drawing.of(graph));
    return Map.of("nodes", graph.nodes(), "layout", placement);
  }

  /** 200 with what is answered, or 400 with what was wrong. */
  private static FairQueue.Reply reply(
      String body, Function<ExpressionQuestion, Map<String, Object>> answerer) {
    try {
      Map<?, ?> tree = Json.object(body, "a question");
      return new FairQueue.Reply(
          200, Encoder.write(answerer.apply(ExpressionQuestion.parse(tree))));
    } catch (ExpressionException e) {
      return refuse(e.getMessage(), e.position());
    } catch (SpecException e) {
      return refuse(e.getMessage(), null);
    }
  }

  private static FairQueue.Reply refuse(String error, @Nullable Integer position) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("error", error);
    if (position != null) {
      tree.put("position", position);
    }
    return new FairQueue.Reply(400, Encoder.write(tree));
  }

  /** A request that waits for its answer. */
  private record Waiting(RoutingContext context, String question) implements FairQueue.Request {
    static Waiting of(RoutingContext context) {
      String body = context.body().asString();
      return new Waiting(context, body == null ? "" : body);
    }

    @Override
    public boolean gone() {
      return context.response().closed();
    }

    @Override
    public void answer(FairQueue.Reply reply) {
      send(context, reply);
    }

    @Override
    public void fail(Throwable cause) {
      context.fail(cause);
    }
  }

  /** A thread of a queue's own. */
  private record WorkerThread(Vertx vertx, WorkerExecutor worker) implements FairQueue.Worker {
    WorkerThread(Vertx vertx, String name) {
      this(vertx, vertx.createSharedWorkerExecutor(name, 1));
    }

    @Override
    public <T> void work(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
      worker.executeBlocking(work::get, false).onSuccess(done::accept).onFailure(failed::accept);
    }

    @Override
    public long workedNanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void later(long nanos, Runnable task) {
      vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), _ -> task.run());
    }
  }
}
