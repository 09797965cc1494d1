package dev.livegrad.server.ws;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.CommandResult;
import dev.livegrad.server.http.TokenBucket;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's WebSocket: open from its construction until its socket closes.
 *
 * <p>Reads messages, hands them to the hub, and closes the socket with a {@link CloseCode} when the
 * other side breaks the protocol. Belongs to the hub's event loop.
 */
final class ViewerConnection implements Transport {
  /** With so many bytes waiting for it, frames and levels wait elsewhere. */
  private static final int FULL_BYTES = 256 << 10;

  /** With so many sent although it was full, it is beyond help. */
  private static final int MAX_EXCESS_BYTES = 4 << 20;

  private static final int BURST = 200;
  private static final int FRAMES_PER_SECOND = 100;
  private static final long MAX_NANOS_FULL = 30_000_000_000L;
  private static final long MAX_NANOS_SILENT = 60_000_000_000L;

  private final ServerWebSocket socket;
  private final Channel channel;
  private final RunHub hub;
  private final String name;
  private final Subscriber subscriber;
  private final TokenBucket bucket;
  private final MessageAssembler assembler = new MessageAssembler(WebSocketRoute.MAX_MESSAGE_BYTES);

  /** Once it is to be closed nothing more is sent, and nothing that it says is heard. */
  private boolean closing;

  /** Whether it was already closing when it was last looked after. */
  private boolean wasClosing;

  /** Bytes that were sent and haven't reached the network, about. */
  private long waiting;

  /**
   * Bytes that were sent although it was full: a welcome alone may be larger than what may wait.
   */
  private long excess;

  /** Whether somebody was told that it is full, and is to hear when it no longer is. */
  private boolean toldFull;

  private long nanosSilent;
  private long nanosFull;

  ViewerConnection(ViewerSocket viewer, RunHub hub, String name, long now) {
    this.socket = viewer.socket();
    this.channel = viewer.channel();
    this.hub = hub;
    this.name = name;
    this.bucket = new TokenBucket(BURST, FRAMES_PER_SECOND, now);
    this.subscriber = hub.add(this);
    socket.frameHandler(this::received);
    socket.exceptionHandler(failure -> close(codeFor(failure)));
    socket.closeHandler(_ -> closed());
  }

  /** What Vert.x reports is a frame that breaks the rules, or a connection that has broken. */
  private static CloseCode codeFor(Throwable failure) {
    boolean tooBig =
        failure instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().code() == CloseCode.TOO_BIG.code();
    return tooBig ? CloseCode.TOO_BIG : CloseCode.MALFORMED;
  }

  String name() {
    return name;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** Bytes that wait for it, about. */
  long waiting() {
    return waiting;
  }

  @Override
  public boolean isFull() {
    toldFull = toldFull || waiting >= FULL_BYTES;
    return closing || waiting >= FULL_BYTES;
  }

  @Override
  public void send(String text) {
    if (closing || socket.isClosed()) {
      return;
    }
    excess = waiting < FULL_BYTES ? 0 : excess + text.length();
    count(text.length());
    socket.writeTextMessage(text).onComplete(_ -> written(text.length()));
    if (excess > MAX_EXCESS_BYTES) {
      drop();
    }
    hub.makeRoom();
  }

  void send(ServerMessage message) {
    send(Encoder.encode(message));
  }

  /** Answers the message that had this id. */
  void answer(@Nullable Object id, CommandResult result) {
    send(new ServerMessage.Answer(id, result));
  }

  private void written(int bytes) {
    if (waiting > 0) {
      count(-bytes);
    }
    if (toldFull && !closing && waiting < FULL_BYTES / 2) {
      toldFull = false;
      hub.drained(subscriber);
    }
  }

  private void count(long more) {
    waiting += more;
    hub.count(more);
  }

  void close(CloseCode code) {
    closing = true;
    code.close(socket);
  }

  /**
   * Ends the connection without a code, which would wait behind all else. Whoever is just sending
   * to all has its turn before that.
   */
  void drop() {
    closing = true;
    count(-waiting);
    channel
        .eventLoop()
        .execute(() -> {
          // Below Vert.x, which would write to the end first.
          var _ = channel.pipeline().firstContext().close();
        });
  }

  private void closed() {
    closing = true;
    count(-waiting);
    hub.remove(this);
  }

  /**
   * Closes a connection that has not read or answered for long; pings one that has.
   *
   * @param nanos the time that has passed for it since the last call
   */
  void checkLiveness(long nanos) {
    if (closing) {
      if (wasClosing) {
        drop();
      }
      wasClosing = true;
      return;
    }
    nanosSilent += nanos;
    nanosFull = waiting >= FULL_BYTES ? nanosFull + nanos : 0;
    if (nanosFull > MAX_NANOS_FULL || nanosSilent > MAX_NANOS_SILENT) {
      close(CloseCode.TOO_SLOW);
    } else if (!socket.isClosed()) {
      socket.writePing(Buffer.buffer("livegrad"));
    }
  }

  /** Hears a frame of any kind; Vert.x has answered a ping by now. */
  private void received(WebSocketFrame frame) {
    if (closing) {
      return;
    }
    nanosSilent = 0;
    if (!bucket.take(hub.now())) {
      close(CloseCode.TOO_MANY);
      // It would go on being answered, ping by ping.
      socket.pause();
      return;
    }
    switch (frame.type()) {
      case TEXT, CONTINUATION -> readText(frame);
      case BINARY -> close(CloseCode.NOT_TEXT);
      case PING, PONG, CLOSE -> {
        // That it came is all there is to know.
      }
    }
  }

  private void readText(WebSocketFrame frame) {
    try {
      String text = assembler.add(frame);
      if (assembler.isTooBig()) {
        close(CloseCode.TOO_BIG);
      } else if (text != null) {
        hub.received(this, text);
      }
    } catch (CharacterCodingException e) {
      close(CloseCode.NOT_UTF8);
    }
  }
}
