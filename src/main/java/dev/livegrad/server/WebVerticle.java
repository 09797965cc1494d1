package dev.livegrad.server;

import dev.livegrad.protocol.Decoder;
import dev.livegrad.run.Command;
import dev.livegrad.run.RunEnvironment;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Runs;
import dev.livegrad.run.StoreException;
import dev.livegrad.run.TrainingSlots;
import dev.livegrad.server.http.AnswerDeadline;
import dev.livegrad.server.http.BadHead;
import dev.livegrad.server.http.Bodies;
import dev.livegrad.server.http.CommandsApi;
import dev.livegrad.server.http.Connections;
import dev.livegrad.server.http.DatasetsApi;
import dev.livegrad.server.http.ExpressionApi;
import dev.livegrad.server.http.GraphApi;
import dev.livegrad.server.http.Json;
import dev.livegrad.server.http.LevelHistoryApi;
import dev.livegrad.server.http.OriginCheck;
import dev.livegrad.server.http.RatesApi;
import dev.livegrad.server.http.RequestedRun;
import dev.livegrad.server.http.RunApi;
import dev.livegrad.server.http.RunFilesApi;
import dev.livegrad.server.http.RunsApi;
import dev.livegrad.server.http.SeriesApi;
import dev.livegrad.server.http.SpecBodies;
import dev.livegrad.server.http.SpecsApi;
import dev.livegrad.server.http.StaticPages;
import dev.livegrad.server.ws.RunHubs;
import dev.livegrad.server.ws.WebSocketRoute;
import dev.livegrad.training.RunSetup;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** HTTP and WebSockets, on one event loop. */
final class WebVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(WebVerticle.class.getName());

  private static final int CLOSING_SECONDS = 5;

  /** A browser opens up to six connections for files and questions, for a short time each. */
  private static final int CONNECTIONS_A_VIEWER = 4;

  private static final int MIN_CONNECTIONS = 100;
  private static final int IDLE_SECONDS = 90;
  private static final long LIVENESS_MILLIS = 15_000;
  private static final long AUDIENCE_MILLIS = 500;

  private static final long PARKING_MILLIS = 5_000;

  private static final int TRAINING_THREADS = Runtime.getRuntime().availableProcessors();

  /** Several, so that a small run doesn't wait for a large one, which takes seconds to build. */
  private static final int BUILDING_THREADS = 4;

  private static final int ID_LENGTH = 8;

  /** Without i, l, o, 0 and 1, which are easily taken for each other. */
  private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  /** What is said where Vert.x refuses a request. */
  private static final Map<Integer, String> ERRORS =
      Map.of(
          400, "the request can't be understood",
          404, "there is nothing here");

  private final ServerOptions options;
  private final Map<String, RunSetup> lessons;
  private final String version;
  private final RunStore store;
  private final LongSupplier connectionClock;
  private final long answerMillis;
  private final SecureRandom random = new SecureRandom();
  private final StaticPages pages = new StaticPages(Long.toString(System.currentTimeMillis(), 36));
  private final Connections connections;
  private final TrainingVerticle training = new TrainingVerticle(TRAINING_THREADS);

  /**
   * The number of the next trajectory. Begins with the time, so that a viewer who comes back after
   * a restart never takes another trajectory for his, also where the server kept nothing.
   */
  private final AtomicLong trajectories = new AtomicLong(System.currentTimeMillis());

  private @Nullable Runs runs;
  private @Nullable RunHubs hubs;
  private @Nullable SpecBodies specs;
  private @Nullable Decoder decoder;
  private @Nullable Router router;
  private @Nullable HttpServer server;
  private @Nullable OriginCheck originCheck;
  private boolean isStopping;

  /** Why nothing can be kept; null where it can. */
  private RunStore.@Nullable Trouble trouble;

  /**
   * @param lessons what viewers can load, by name; the first one's run is there at the start
   * @param connectionClock by which connections are held to be alive, as {@link System#nanoTime}
   * @param answerMillis how long an answer may take to begin, in milliseconds
   */
  WebVerticle(
      ServerOptions options,
      Map<String, RunSetup> lessons,
      String version,
      RunStore store,
      LongSupplier connectionClock,
      long answerMillis) {
    this.options = options;
    this.lessons = lessons;
    this.version = version;
    this.store = store;
    this.connectionClock = connectionClock;
    this.answerMillis = answerMillis;
    this.connections =
        new Connections(MIN_CONNECTIONS + CONNECTIONS_A_VIEWER * options.maxViewers());
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
        .compose(_ -> vertx.executeBlocking(store::lastTrajectory))
        .compose(last -> openRuns(Objects.requireNonNull(last)))
        .compose(_ ->
            vertx
                .createHttpServer(httpOptions())
                .connectionHandler(connections::opened)
                .requestHandler(route())
                .invalidRequestHandler(BadHead::refuse)
                .listen(options.port(), options.host()))
        .onSuccess(listening -> {
          server = listening;
          originCheck = OriginCheck.of(options.host(), options.publicUrls());
          var _ =
              Objects.requireNonNull(runs)
                  .resume(lessons.values().iterator().next(), WebVerticle::notOpened);
        });
  }

  private static void notOpened(String id, Throwable failure) {
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    if (cause instanceof StoreException) {
      LOG.log(System.Logger.Level.WARNING, cause.getMessage());
    } else {
      LOG.log(System.Logger.Level.ERROR, "run %s can't be opened".formatted(id), failure);
    }
  }

  @Override
  public Future<?> stop() {
    isStopping = true;
    if (hubs != null) {
      hubs.closeAll();
    }
    Future<Void> kept =
        runs == null ? Future.succeededFuture() : Future.fromCompletionStage(runs.close());
    Future<Void> closed =
        server == null ? Future.succeededFuture() : server.shutdown(1, TimeUnit.SECONDS);
    return Future.join(kept, closed);
  }

  /** Looks after the connections now, and not only every few seconds. */
  Future<Void> checkLiveness() {
    return Future.future(done ->
        context.runOnContext(_ -> {
          Objects.requireNonNull(hubs).checkLiveness();
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

  /** Lets runs be opened, and all see one of them. */
  private Future<Void> openRuns(long lastTrajectory) {
    trajectories.accumulateAndGet(lastTrajectory + 1, Math::max);
    RunEnvironment environment =
        new RunEnvironment(
            options.runs(),
            store,
            training.timeShare(),
            new TrainingSlots(options.maxTraining()),
            System::nanoTime,
            trajectories::getAndIncrement,
            builder(),
            task -> context.runOnContext(_ -> task.run()));
    SpecBodies specs = new SpecBodies(vertx, store);
    Command.Sources sources = new Command.Sources(lessons::get, specs::setup);
    Decoder decoder = new Decoder(sources);
    this.specs = specs;
    this.decoder = decoder;
    RunHubs hubs = new RunHubs(context, decoder, version, connectionClock);
    Runs runs = new Runs(environment, options.maxRuns(), this::newId, hubs);
    store.onTrouble(it ->
        context.runOnContext(_ -> {
          trouble = it;
          hubs.tellTrouble(it);
        }));
    this.hubs = hubs;
    this.runs = runs;
    vertx.setPeriodic(LIVENESS_MILLIS, _ -> hubs.checkLiveness());
    vertx.setPeriodic(AUDIENCE_MILLIS, _ -> hubs.tellAudience());
    vertx.setPeriodic(PARKING_MILLIS, _ -> runs.park(hubs::isWatched));
    RunSetup first = lessons.values().iterator().next();
    return Future.fromCompletionStage(runs.share(first, options.newRun()), context);
  }

  private String newId() {
    return random
        .ints(ID_LENGTH, 0, ID_LETTERS.length())
        .mapToObj(i -> ID_LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  /** Threads that build runs: neither the training nor those who watch wait for them. */
  private Executor builder() {
    WorkerExecutor builder = vertx.createSharedWorkerExecutor("livegrad-builder", BUILDING_THREADS);
    return task -> {
      var _ =
          builder.executeBlocking(
              () -> {
                task.run();
                return null;
              },
              false);
    };
  }

  /** Vert.x's own defaults would inflate compressed messages without bound, and upgrade to h2c. */
  private static HttpServerOptions httpOptions() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setCompressionSupported(true)
        .setDecompressionSupported(false)
        .setMaxWebSocketFrameSize(WebSocketRoute.MAX_MESSAGE_BYTES)
        .setMaxWebSocketMessageSize(WebSocketRoute.MAX_MESSAGE_BYTES)
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        .setWebSocketSubProtocols(List.of(WebSocketRoute.SUBPROTOCOL))
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(BadHead.MAX_HEADER_BYTES)
        .setMaxInitialLineLength(BadHead.MAX_LINE_BYTES);
  }

  private Router route() {
    Runs runs = Objects.requireNonNull(this.runs);
    RequestedRun requested = new RequestedRun(runs, context);
    SpecBodies specs = Objects.requireNonNull(this.specs);
    Bodies bodies = new Bodies(vertx);
    AnswerDeadline deadline =
        new AnswerDeadline(vertx, answerMillis, () -> trouble == null ? null : trouble.why());
    Router routes = Router.router(vertx);
    routes.route().handler(context -> check(context, bodies, deadline));
    new WebSocketRoute(Objects.requireNonNull(hubs), requested, options.maxViewers(), connections)
        .mount(routes);
    new RunApi(specs, requested, bodies, lessons.values()).mount(routes);
    new RunsApi(specs, context, runs, requested, bodies).mount(routes);
    new RunFilesApi(vertx, runs, requested, System::nanoTime).mount(routes);
    new DatasetsApi(vertx, store, bodies).mount(routes);
    new SpecsApi(specs, bodies).mount(routes);
    new CommandsApi(specs, requested, bodies, Objects.requireNonNull(decoder)).mount(routes);
    new RatesApi(vertx, requested).mount(routes);
    new GraphApi(vertx, requested).mount(routes);
    new LevelHistoryApi(vertx, requested).mount(routes);
    new SeriesApi(vertx, requested, System::nanoTime).mount(routes);
    new ExpressionApi(vertx, bodies, System::nanoTime).mount(routes);
    pages.mount(routes);
    ERRORS.forEach((status, text) ->
        routes.errorHandler(status, context -> Json.refuse(context, status, text)));
    routes.errorHandler(405, context -> refuseMethod(context, routes.getRoutes()));
    routes.route().last().failureHandler(this::failed);
    router = routes;
    return routes;
  }

  private static void refuseMethod(RoutingContext context, List<Route> routes) {
    String path = context.normalizedPath();
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      if (route.isExactPath() && route.methods() != null && isAt(path, route.getPath())) {
        route.methods().forEach(method -> allowed.add(method.name()));
      }
    }
    if (allowed.isEmpty() || allowed.contains("GET")) {
      allowed.addAll(Set.of("GET", "HEAD"));
    }
    context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
    Json.refuse(
        context, 405, "this method is not allowed here; allowed: " + String.join(", ", allowed));
  }

  /** Whether it is a path of this pattern, as {@code /api/runs/:id}. */
  private static boolean isAt(String path, @Nullable String pattern) {
    return pattern != null
        && Pattern.matches(pattern.replace(".", "\\.").replaceAll(":\\w+", "[^/]+"), path);
  }

  private void failed(RoutingContext context) {
    if (context.failure() instanceof HttpClosedException || context.response().closed()) {
      // Whoever asked has left in the middle of it, which is no fault of ours.
      return;
    }
    if (isStopping) {
      // Runs and threads are gone one after the other, and whoever asks now meets any of that.
      Json.refuse(context, 503, "the server is stopping");
      return;
    }
    String refusal = ERRORS.get(context.statusCode());
    if (context.failure() instanceof HttpException e && e.getPayload() != null) {
      Json.refuse(context, e.getStatusCode(), e.getPayload());
    } else if (refusal != null) {
      Json.refuse(context, context.statusCode(), refusal);
    } else {
      HttpServerRequest request = context.request();
      LOG.log(
          System.Logger.Level.ERROR,
          "%s %s failed; the run of those who name none is %s"
              .formatted(request.method(), request.uri(), Objects.requireNonNull(runs).shared()),
          context.failure());
      Json.refuse(context, 500, "the server failed; see its log");
    }
  }

  private void check(RoutingContext context, Bodies bodies, AnswerDeadline deadline) {
    pages.secure(context.response());
    bodies.limitTime(context);
    deadline.limit(context);
    HttpServerRequest request = context.request();
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      Json.refuse(context, 400, "Host: is given more than once");
      return;
    }
    String refusal = originCheck == null ? "starting" : originCheck.refusal(request);
    if (refusal != null) {
      Json.refuse(context, 403, refusal);
    } else if (HttpMethod.HEAD.equals(request.method()) && isNoFile(context.normalizedPath())) {
      // As a GET; that its body isn't sent the response knows by itself.
      context.reroute(HttpMethod.GET, request.uri());
    } else {
      context.next();
    }
  }

  private static boolean isNoFile(String path) {
    return path.startsWith("/api/") || path.equals("/healthz");
  }
}
