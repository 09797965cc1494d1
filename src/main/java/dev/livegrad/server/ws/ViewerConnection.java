package dev.livegrad.server.ws;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.CommandResult;
import dev.livegrad.server.http.TokenBucket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's WebSocket: open from its construction until its socket closes.
 *
 * <p>Reads messages, hands them to the hub, and closes the socket with a {@link CloseCode} when the
 * other side breaks the protocol. Belongs to the hub's event loop.
 */
final class ViewerConnection implements Transport {
  private static final int MAX_QUEUE_BYTES = 1 << 20;
  private static final int BURST = 200;
  private static final int MESSAGES_PER_SECOND = 100;
  private static final long MAX_NANOS_FULL = 30_000_000_000L;
  private static final long MAX_NANOS_SILENT = 60_000_000_000L;

  private final ServerWebSocket socket;
  private final RunHub hub;
  private final String name;
  private final Subscriber subscriber;
  private final TokenBucket bucket;

  /** Once it is to be closed nothing more is sent, and nothing that it says is heard. */
  private boolean closing;

  private long lastHeard;
  private long lastWritable;

  ViewerConnection(ServerWebSocket socket, RunHub hub, String name, long now) {
    this.socket = socket;
    this.hub = hub;
    this.name = name;
    this.bucket = new TokenBucket(BURST, MESSAGES_PER_SECOND, now);
    this.lastHeard = now;
    this.lastWritable = now;
    this.subscriber = hub.add(this);
    socket.setWriteQueueMaxSize(MAX_QUEUE_BYTES);
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(_ -> close(CloseCode.NOT_TEXT));
    socket.pongHandler(_ -> lastHeard = hub.now());
    socket.drainHandler(_ -> hub.drained(subscriber));
    // What Vert.x reports here is a frame or a message beyond its limit, or a broken connection.
    socket.exceptionHandler(_ -> close(CloseCode.TOO_BIG));
    socket.closeHandler(_ -> hub.remove(this));
  }

  String name() {
    return name;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  @Override
  public boolean isFull() {
    return closing || socket.isClosed() || socket.writeQueueFull();
  }

  @Override
  public void send(String text) {
    if (!closing && !socket.isClosed()) {
      socket.writeTextMessage(text);
    }
  }

  void send(ServerMessage message) {
    send(Encoder.encode(message));
  }

  /** Answers the message that had this id. */
  void answer(@Nullable Object id, CommandResult result) {
    send(new ServerMessage.Answer(id, result));
  }

  void close(CloseCode code) {
    closing = true;
    code.close(socket);
  }

  /** Closes a connection that has not read or answered for long; pings one that has. */
  void checkLiveness(long now) {
    if (closing || socket.isClosed()) {
      return;
    }
    if (!socket.writeQueueFull()) {
      lastWritable = now;
    }
    if (now - lastWritable > MAX_NANOS_FULL || now - lastHeard > MAX_NANOS_SILENT) {
      close(CloseCode.TOO_SLOW);
    } else {
      socket.writePing(Buffer.buffer("livegrad"));
    }
  }

  private void received(String text) {
    if (closing) {
      return;
    }
    long now = hub.now();
    lastHeard = now;
    if (!bucket.take(now)) {
      close(CloseCode.TOO_MANY);
      return;
    }
    hub.received(this, text);
  }
}
