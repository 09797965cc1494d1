package dev.livegrad.server;

import dev.livegrad.training.Lesson;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP and WebSockets, on one event loop. */
final class WebVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(WebVerticle.class.getName());

  static final String SUBPROTOCOL = "livegrad.v1";
  private static final int MAX_MESSAGE_BYTES = 64 << 10;
  private static final int IDLE_SECONDS = 90;
  private static final int WRITE_IDLE_SECONDS = 30;
  private static final long TEND_MILLIS = 15_000;
  private static final long AUDIENCE_MILLIS = 500;

  private final ServerOptions options;
  private final TrainingVerticle training;
  private final Map<String, Lesson> lessons;
  private final String version;
  private final Page page = new Page();

  private @Nullable Hub hub;
  private @Nullable HttpServer server;
  private @Nullable Gate gate;

  WebVerticle(
      ServerOptions options,
      TrainingVerticle training,
      Map<String, Lesson> lessons,
      String version) {
    this.options = options;
    this.training = training;
    this.lessons = lessons;
    this.version = version;
  }

  @Override
  public Future<?> start() {
    Hub created = new Hub(context, training, lessons, version);
    hub = created;
    vertx.setPeriodic(TEND_MILLIS, _ -> created.tend());
    vertx.setPeriodic(AUDIENCE_MILLIS, _ -> created.tellAudience());
    DeploymentOptions worker =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("livegrad-training")
            .setWorkerPoolSize(1);
    // As this verticle's child, training is there before the first viewer and stops before the
    // last.
    return vertx
        .deployVerticle(training, worker)
        .compose(_ ->
            vertx
                .createHttpServer(httpOptions())
                .requestHandler(router(created))
                .listen(options.port(), options.host()))
        .onSuccess(listening -> {
          server = listening;
          gate = Gate.of(options, listening.actualPort());
        });
  }

  @Override
  public Future<?> stop() {
    if (hub != null) {
      hub.closeAll();
    }
    return server == null ? Future.succeededFuture() : server.shutdown(1, TimeUnit.SECONDS);
  }

  /** Hands an update from the training thread to the hub. */
  void accept(Update update) {
    context.runOnContext(_ -> {
      if (hub != null) {
        hub.accept(update);
      }
    });
  }

  int actualPort() {
    return server == null ? -1 : server.actualPort();
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
        .setWebSocketSubProtocols(List.of(SUBPROTOCOL))
        .setIdleTimeout(IDLE_SECONDS)
        // A close frame waits behind all else; for whoever reads nothing, only this ends the
        // socket.
        .setWriteIdleTimeout(WRITE_IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(16 << 10)
        .setMaxInitialLineLength(4 << 10);
  }

  private Router router(Hub hub) {
    Router router = Router.router(vertx);
    router.route().handler(this::check);
    router.get("/ws").handler(context -> upgrade(context, hub));
    new Api(training, lessons.values()).mount(router);
    new GraphApi(vertx, training).mount(router);
    new PastApi(vertx, training).mount(router);
    new ExpressionApi(vertx, System::nanoTime).mount(router);
    page.mount(router);
    Map<Integer, String> errors =
        Map.of(
            400, "the request can't be understood",
            404, "there is nothing here",
            405, "this method is not allowed here",
            413, "the body has more than 256 KiB",
            415, "the body must be application/json");
    errors.forEach((status, text) ->
        router.errorHandler(status, context -> Api.refuse(context, status, text)));
    router.errorHandler(500, WebVerticle::failed);
    return router;
  }

  private static void failed(RoutingContext context) {
    LOG.log(System.Logger.Level.ERROR, context.request().uri(), context.failure());
    Api.refuse(context, 500, "the server failed; see its log");
  }

  private void check(RoutingContext context) {
    page.secure(context.response());
    String refusal = gate == null ? "starting" : gate.refusal(context.request());
    if (refusal == null) {
      context.next();
    } else {
      Api.refuse(context, 403, refusal);
    }
  }

  private void upgrade(RoutingContext context, Hub hub) {
    String offered = context.request().getHeader("Sec-WebSocket-Protocol");
    if (!"websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
      Api.refuse(context, 400, "/ws takes WebSockets only");
    } else if (offered == null
        || List.of(offered.split("\\s*,\\s*")).stream().noneMatch(SUBPROTOCOL::equals)) {
      Api.refuse(
          context, 400, "Sec-WebSocket-Protocol: is not allowed so; %s is".formatted(SUBPROTOCOL));
    } else if (hub.viewers() >= options.maxViewers()) {
      Api.refuse(
          context, 503, "there are %d viewers, as many as are allowed".formatted(hub.viewers()));
    } else {
      context
          .request()
          .toWebSocket()
          .onSuccess(hub::open)
          .onFailure(_ -> Api.refuse(context, 400, "the WebSocket handshake can't be understood"));
    }
  }
}
