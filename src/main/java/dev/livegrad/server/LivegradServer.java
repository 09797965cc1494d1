package dev.livegrad.server;

import dev.livegrad.run.RunStore;
import dev.livegrad.server.http.AnswerDeadline;
import dev.livegrad.server.http.OriginCheck;
import dev.livegrad.training.RunSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** A running server: one training verticle on worker threads, one web verticle on an event loop. */
public final class LivegradServer {
  private final Vertx vertx;
  private final ServerOptions options;
  private final WebVerticle web;
  private final RunStore store;
  private final String deployment;

  private LivegradServer(
      Vertx vertx, ServerOptions options, WebVerticle web, RunStore store, String deployment) {
    this.vertx = vertx;
    this.options = options;
    this.web = web;
    this.store = store;
    this.deployment = deployment;
  }

  /**
   * Starts a server.
   *
   * @param lessons what viewers can load, by their spec's name; the first one's run is there at the
   *     start
   * @param version for those who ask
   * @param store where runs are kept; the server closes it
   * @return fails with a {@link java.net.BindException} if the port is taken
   */
  public static Future<LivegradServer> start(
      Vertx vertx, ServerOptions options, List<RunSetup> lessons, String version, RunStore store) {
    return start(
        vertx, options, lessons, version, store, System::nanoTime, AnswerDeadline.MAX_MILLIS);
  }

  static Future<LivegradServer> start(
      Vertx vertx,
      ServerOptions options,
      List<RunSetup> lessons,
      String version,
      RunStore store,
      LongSupplier connectionClock,
      long answerMillis) {
    Map<String, RunSetup> byName = new LinkedHashMap<>();
    lessons.forEach(lesson -> byName.putIfAbsent(lesson.spec().name(), lesson));
    WebVerticle web =
        new WebVerticle(options, byName, version, store, connectionClock, answerMillis);
    return vertx
        .deployVerticle(web)
        .map(deployment -> new LivegradServer(vertx, options, web, store, deployment));
  }

  /** The port it listens on. */
  public int port() {
    return web.actualPort();
  }

  /** Where to open it: one address, or one for each name of this machine if it listens on all. */
  public List<String> addresses() {
    List<String> names = new ArrayList<>();
    names.add(
        OriginCheck.isWildcard(options.host()) ? "127.0.0.1" : OriginCheck.literal(options.host()));
    if (OriginCheck.isWildcard(options.host())) {
      names.addAll(OriginCheck.localNames());
    }
    return names.stream().map(name -> "http://" + name + ":" + port()).toList();
  }

  Future<Void> checkLiveness() {
    return web.checkLiveness();
  }

  /** Its routes. */
  Router router() {
    return Objects.requireNonNull(web.router());
  }

  /** Closes every connection, keeps all runs as they are, then closes the store. */
  public Future<?> close() {
    return vertx
        .undeploy(deployment)
        .eventually(() ->
            vertx.executeBlocking(() -> {
              store.close();
              return null;
            }));
  }
}
