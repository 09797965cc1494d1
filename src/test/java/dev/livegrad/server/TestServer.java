package dev.livegrad.server;

import dev.livegrad.run.RunStore;
import dev.livegrad.server.http.AnswerDeadline;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A server at a free port, with a socket that says exactly what a test wants to say. */
final class TestServer implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final LivegradServer server;
  private final AtomicLong clock = new AtomicLong();

  TestServer() throws Exception {
    this(ServerOptions.defaults());
  }

  TestServer(ServerOptions options) throws Exception {
    this(options, List.of(Specs.fourPoints(), Specs.endless(), Specs.diverging()));
  }

  TestServer(ServerOptions options, List<RunSetup> lessons) throws Exception {
    this(options, lessons, SqlRunStore.inMemory(InstantSource.system()));
  }

  TestServer(ServerOptions options, List<RunSetup> lessons, RunStore store) throws Exception {
    this(options, lessons, store, AnswerDeadline.MAX_MILLIS);
  }

  TestServer(ServerOptions options, List<RunSetup> lessons, RunStore store, long answerMillis)
      throws Exception {
    server =
        await(
            LivegradServer.start(
                vertx,
                options.at("127.0.0.1", 0),
                lessons,
                "test",
                store,
                () -> clock.get(),
                answerMillis));
  }

  /** Lets that time pass for the connections, and has the server look after them. */
  void later(long seconds) throws Exception {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    await(server.checkLiveness());
  }

  int port() {
    return server.port();
  }

  TestViewer viewer() throws Exception {
    return new TestViewer(port());
  }

  /** A viewer of the run with this id. */
  TestViewer viewer(String run) throws Exception {
    return new TestViewer(port(), "/ws?run=" + run);
  }

  /** A viewer, as soon as one that has left is no longer counted. */
  TestViewer viewerOnceThereIsRoom() throws Exception {
    for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); ; Thread.onSpinWait()) {
      try {
        return viewer();
      } catch (ExecutionException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
      }
    }
  }

  /** Method and path of all routes that are not files of the page, nor the WebSocket. */
  Set<String> apiRoutes() {
    Set<String> routes = new TreeSet<>();
    for (Route route : server.router().getRoutes()) {
      String path = route.getPath();
      if (path != null && !path.equals("/ws") && route.isExactPath()) {
        String described = path.replaceAll(":(\\w+)", "{$1}");
        route.methods().forEach(method -> routes.add(method + " " + described));
      }
    }
    return routes;
  }

  /** Sends these lines as the head of a request; the answer until the server closes. */
  String raw(String head, String body) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      String request = head.strip().replace("\n", "\r\n") + "\r\n\r\n" + body;
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A request as a browser on this machine sends it. */
  String request(String methodAndPath, String body, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return raw(
        "%s HTTP/1.1\nHost: 127.0.0.1:%d\nConnection: close\n%sContent-Length: %d"
            .formatted(methodAndPath, port(), more, length),
        body);
  }

  /** {@link #request}, without a body. */
  String quietly(String methodAndPath) {
    try {
      return request(methodAndPath, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  Future<?> stop() {
    return server.close();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
