package dev.livegrad.server;

import dev.livegrad.protocol.Decoder;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunHandle;
import dev.livegrad.server.http.ExpressionApi;
import dev.livegrad.server.http.GraphApi;
import dev.livegrad.server.http.Json;
import dev.livegrad.server.http.LevelHistoryApi;
import dev.livegrad.server.http.OriginCheck;
import dev.livegrad.server.http.RunApi;
import dev.livegrad.server.http.StaticPages;
import dev.livegrad.server.ws.RunHub;
import dev.livegrad.server.ws.WebSocketRoute;
import dev.livegrad.training.RunSetup;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** HTTP and WebSockets, on one event loop. */
final class WebVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(WebVerticle.class.getName());

  private static final int MAX_MESSAGE_BYTES = 64 << 10;
  private static final int IDLE_SECONDS = 90;
  private static final int WRITE_IDLE_SECONDS = 30;
  private static final long LIVENESS_MILLIS = 15_000;
  private static final long AUDIENCE_MILLIS = 500;

  /** As long as there is one run, which uses the other processors for its shards. */
  private static final int TRAINING_THREADS = 1;

  private final ServerOptions options;
  private final Map<String, RunSetup> lessons;
  private final String version;
  private final LongSupplier connectionClock;
  private final StaticPages pages = new StaticPages();
  private final TrainingVerticle training = new TrainingVerticle(TRAINING_THREADS);

  /** Numbers that differ within one server, and from those of a server started earlier. */
  private final AtomicLong trajectories = new AtomicLong(System.currentTimeMillis());

  private @Nullable RunHub hub;
  private @Nullable Router router;
  private @Nullable HttpServer server;
  private @Nullable OriginCheck originCheck;

  /**
   * @param lessons what viewers can load, by name; the first one's run is there at the start
   * @param connectionClock by which connections are held to be alive, as {@link System#nanoTime}
   */
  WebVerticle(
      ServerOptions options,
      Map<String, RunSetup> lessons,
      String version,
      LongSupplier connectionClock) {
    this.options = options;
    this.lessons = lessons;
    this.version = version;
    this.connectionClock = connectionClock;
  }

  @Override
  public Future<?> start() {
    DeploymentOptions workers =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("livegrad-training")
            .setWorkerPoolSize(TRAINING_THREADS);
    // As this verticle's child, training is there before the first viewer and stops before the
    // last.
    return vertx
        .deployVerticle(training, workers)
        .compose(_ ->
            vertx
                .createHttpServer(httpOptions())
                .requestHandler(route(open()))
                .listen(options.port(), options.host()))
        .onSuccess(listening -> {
          server = listening;
          originCheck =
              OriginCheck.of(
                  options.host(), listening.actualPort(), options.hosts(), options.origins());
        });
  }

  @Override
  public Future<?> stop() {
    if (hub != null) {
      hub.closeAll();
    }
    return server == null ? Future.succeededFuture() : server.shutdown(1, TimeUnit.SECONDS);
  }

  /** Looks after the connections now, and not only every few seconds. */
  Future<Void> checkLiveness() {
    return Future.future(done ->
        context.runOnContext(_ -> {
          Objects.requireNonNull(hub).checkLiveness();
          done.complete();
        }));
  }

  int actualPort() {
    return server == null ? -1 : server.actualPort();
  }

  /** The routes; there once it is deployed. */
  @Nullable Router router() {
    return router;
  }

  /** Opens the run and the hub that tells of it. */
  private RunHandle open() {
    RunHandle run =
        RunHandle.open(
            lessons.values().iterator().next(),
            options.runs(),
            training.timeShare(),
            System::nanoTime,
            trajectories::getAndIncrement,
            task -> context.runOnContext(_ -> task.run()),
            this::accept);
    RunHub opened = new RunHub(context, run, new Decoder(lessons::get), version, connectionClock);
    vertx.setPeriodic(LIVENESS_MILLIS, _ -> opened.checkLiveness());
    vertx.setPeriodic(AUDIENCE_MILLIS, _ -> opened.tellAudience());
    hub = opened;
    return run;
  }

  /** On the event loop, so behind {@link #open}. */
  private void accept(RunEvent event) {
    if (hub != null) {
      hub.accept(event);
    }
  }

  /** Vert.x's own defaults would inflate compressed messages without bound, and upgrade to h2c. */
  private static HttpServerOptions httpOptions() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setCompressionSupported(true)
        .setDecompressionSupported(false)
        .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
        .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
        .setWebSocketSubProtocols(List.of(WebSocketRoute.SUBPROTOCOL))
        .setIdleTimeout(IDLE_SECONDS)
        // A close frame waits behind all else; for whoever reads nothing, only this ends the
        // socket.
        .setWriteIdleTimeout(WRITE_IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(16 << 10)
        .setMaxInitialLineLength(4 << 10);
  }

  private Router route(RunHandle run) {
    Router routes = Router.router(vertx);
    routes.route().handler(this::check);
    new WebSocketRoute(Objects.requireNonNull(hub), options.maxViewers()).mount(routes);
    new RunApi(run, lessons.values()).mount(routes);
    new GraphApi(vertx, run).mount(routes);
    new LevelHistoryApi(vertx, run).mount(routes);
    new ExpressionApi(vertx, System::nanoTime).mount(routes);
    pages.mount(routes);
    Map<Integer, String> errors =
        Map.of(
            400, "the request can't be understood",
            404, "there is nothing here",
            405, "this method is not allowed here",
            413, "the body has more than 256 KiB",
            415, "the body must be application/json");
    errors.forEach((status, text) ->
        routes.errorHandler(status, context -> Json.refuse(context, status, text)));
    routes.errorHandler(500, WebVerticle::failed);
    router = routes;
    return routes;
  }

  private static void failed(RoutingContext context) {
    if (context.response().closed()) {
      // Whoever asked has left in the middle of the answer, which is no fault of ours.
      return;
    }
    LOG.log(System.Logger.Level.ERROR, context.request().uri(), context.failure());
    Json.refuse(context, 500, "the server failed; see its log");
  }

  private void check(RoutingContext context) {
    pages.secure(context.response());
    String refusal = originCheck == null ? "starting" : originCheck.refusal(context.request());
    if (refusal == null) {
      context.next();
    } else {
      Json.refuse(context, 403, refusal);
    }
  }
}
