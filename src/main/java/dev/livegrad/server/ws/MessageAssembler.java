package dev.livegrad.server.ws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts of a WebSocket's frames, strictly: what is not UTF-8 is refused and not mended.
 * Belongs to one event loop.
 */
final class MessageAssembler {
  private final int maxBytes;
  private Buffer begun = Buffer.buffer();

  MessageAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds a frame of a text, its first or one that continues it.
   *
   * @return the text, if this is its last frame; null otherwise
   * @throws CharacterCodingException if the text is not UTF-8
   */
  @Nullable String add(WebSocketFrame frame) throws CharacterCodingException {
    begun.appendBuffer(frame.binaryData());
    if (!frame.isFinal() || isTooBig()) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(begun.getBytes());
    begun = Buffer.buffer();
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Whether the text that was begun has become larger than is allowed. */
  boolean isTooBig() {
    return begun.length() > maxBytes;
  }
}
