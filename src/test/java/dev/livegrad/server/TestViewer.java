package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A viewer that checks, message by message, that the series it gets has no hole, as the page does.
 */
final class TestViewer implements WebSocket.Listener {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long SECONDS = 20;

  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  /** All losses of single-step entries and the last of longer ones, since step 0. */
  final List<JsonNode> series = new ArrayList<>();

  long trajectory = -1;
  long offset;
  private volatile boolean reading = true;

  TestViewer(int port) throws Exception {
    this(port, "/ws");
  }

  TestViewer(int port, String path) throws Exception {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("livegrad.v1")
            .buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
            .get(SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    webSocket.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      queue.add(partial.toString());
      partial.setLength(0);
    }
    if (reading) {
      webSocket.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    if (reading) {
      webSocket.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }

  void stopReading() {
    reading = false;
  }

  void goOnReading() {
    reading = true;
    socket.request(1);
  }

  TestViewer send(String message) throws Exception {
    socket.sendText(message.replace('\'', '"'), true).get(SECONDS, TimeUnit.SECONDS);
    return this;
  }

  void sendPart(String part, boolean last) throws Exception {
    socket.sendText(part, last).get(SECONDS, TimeUnit.SECONDS);
  }

  void sendBinary() throws Exception {
    socket.sendBinary(ByteBuffer.allocate(3), true).get(SECONDS, TimeUnit.SECONDS);
  }

  void drop() {
    socket.abort();
  }

  int closeCode() throws Exception {
    return closed.get(SECONDS, TimeUnit.SECONDS);
  }

  /** The next message. */
  JsonNode next() throws Exception {
    String text = queue.poll(SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("no message for " + SECONDS + " seconds");
    }
    JsonNode message = JSON.readTree(text);
    switch (message.get("type").textValue()) {
      case "welcome" -> {
        if (message.get("trajectory").longValue() != trajectory) {
          trajectory = message.get("trajectory").longValue();
          offset = 0;
          series.clear();
        }
      }
      case "steps" -> follow(message);
      default -> {}
    }
    return message;
  }

  private void follow(JsonNode steps) {
    assertEquals(
        trajectory,
        steps.get("trajectory").longValue(),
        "steps belong to the last welcome's trajectory");
    for (int i = 0; i < steps.get("from").size(); i++) {
      long from = steps.get("from").get(i).longValue();
      if (from == 0) {
        series.clear();
        offset = 0;
      }
      assertEquals(offset, from, "each entry follows the one before");
      offset = steps.get("step").get(i).longValue() + 1;
      series.add(steps.get("loss").get(i));
    }
    assertEquals(offset, steps.get("offset").longValue());
  }

  /** Reads on until there is such a message. */
  JsonNode until(Predicate<JsonNode> wanted) throws Exception {
    JsonNode message = next();
    while (!wanted.test(message)) {
      message = next();
    }
    return message;
  }

  JsonNode until(String type) throws Exception {
    return until(message -> is(message, type));
  }

  JsonNode untilStatus(String status) throws Exception {
    return until(m -> is(m, "status") && m.get("status").textValue().equals(status));
  }

  /** Reads on until so many steps have been seen. */
  void untilOffset(long steps) throws Exception {
    while (offset < steps) {
      next();
    }
  }

  static boolean is(JsonNode message, String type) {
    return message.get("type").textValue().equals(type);
  }
}
