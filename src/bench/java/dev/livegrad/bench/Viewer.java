package dev.livegrad.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client on a WebSocket that notes when each message has come. */
final class Viewer implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  /** Connects to the server at {@code port} of this machine. */
  Viewer(int port) {
    this(port, "");
  }

  /**
   * Connects to a run.
   *
   * @param query as {@code ?run=ID}; empty for the run that all see
   */
  Viewer(int port, String query) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("livegrad.v1")
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws" + query), this)
            .join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
    long nanos = System.nanoTime();
    partial.append(text);
    if (last) {
      arrivals.add(new Arrival(nanos, partial.toString()));
      partial.setLength(0);
    }
    socket.request(1);
    return null;
  }

  void send(String message) {
    var _ = socket.sendText(message, true).join();
  }

  /** The next message; null if none has come by {@code deadline}, in {@link System#nanoTime}. */
  @Nullable Arrival next(long deadline) throws InterruptedException {
    return arrivals.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    socket.abort();
  }

  /**
   * A message.
   *
   * @param nanos when its last part was there, as {@link System#nanoTime}
   */
  record Arrival(long nanos, String text) {
    JsonNode message() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
