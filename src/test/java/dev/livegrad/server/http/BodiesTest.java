package dev.livegrad.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BodiesTest {
  @Test
  void aBodyThatDoesNotComeInTimeEndsItsConnectionWhateverWasAnswered() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Bodies bodies = new Bodies(vertx, 200);
      Router router = Router.router(vertx);
      router
          .route()
          .handler(context -> {
            bodies.limitTime(context);
            context.next();
          });
      bodies.read(router.post("/read"), MediaType.JSON).handler(it -> it.response().end("read"));
      router.get("/unread").handler(it -> it.response().end("answered"));
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(router)
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      String late = untilClosed(server.actualPort(), "POST /read", 1_000);
      assertTrue(late.startsWith("HTTP/1.1 408 "), late);
      assertTrue(late.endsWith("{\"error\":\"the body did not come in time\"}"), late);
      String unread = untilClosed(server.actualPort(), "GET /unread", 1_000);
      assertTrue(unread.endsWith("answered"), unread);
      String large = untilClosed(server.actualPort(), "POST /read", 99_999_999_999L);
      assertTrue(large.startsWith("HTTP/1.1 413 "), large);
      assertEquals("{\"error\":\"the body has more than 256 KiB\"}", large.split("\r\n\r\n")[1]);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** Sends the beginning of a body, and reads until the server closes. */
  private static String untilClosed(int port, String request, long length) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String head =
          "%s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{"
              .formatted(request, length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
