package dev.livegrad.server.ws;

import io.vertx.core.http.ServerWebSocket;

/**
 * Why the server closes a WebSocket; {@code src/docs/PROTOCOL.md} says which ones to come back
 * from.
 */
enum CloseCode {
  STOPPING(1001, "the server is stopping"),
  TOO_BIG(1009, "a message has more than 64 KB"),
  NOT_TEXT(4400, "only text messages are understood"),
  TOO_SLOW(4408, "nothing was read or answered for too long"),
  TOO_MANY(4429, "too many messages; at most 100 a second");

  private final short code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }

  void close(ServerWebSocket socket) {
    if (!socket.isClosed()) {
      socket.close(code, reason);
    }
  }
}
