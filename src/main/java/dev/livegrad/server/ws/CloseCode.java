package dev.livegrad.server.ws;

import io.vertx.core.http.ServerWebSocket;

/**
 * Why the server closes a WebSocket; {@code src/docs/PROTOCOL.md} says which ones to come back
 * from.
 */
enum CloseCode {
  STOPPING(1001, "the server is stopping"),
  MALFORMED(1002, "a frame breaks the WebSocket protocol"),
  NOT_UTF8(1007, "a text is not UTF-8"),
  TOO_BIG(1009, "a message has more than 64 KB"),
  FAILED(1011, "the server failed; see its log"),
  NOT_TEXT(4400, "only text messages are understood"),
  DELETED(4410, "the run was deleted"),
  TOO_SLOW(4408, "nothing was read or answered for too long"),
  TOO_MANY(4429, "too many messages or frames of any kind; at most 100 a second");

  private final short code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }

  short code() {
    return code;
  }

  void close(ServerWebSocket socket) {
    if (!socket.isClosed()) {
      socket.close(code, reason);
    }
  }
}
