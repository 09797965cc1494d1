package dev.livegrad.server.http;

import dev.livegrad.protocol.Encoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** The answer to a request whose head can't be read, so that no route is found for it. */
public final class BadHead {
  public static final int MAX_LINE_BYTES = 4 << 10;
  public static final int MAX_HEADER_BYTES = 16 << 10;

  private BadHead() {}

  /** Answers as {@link Json#refuse}, and closes: where the next request begins isn't known. */
  public static void refuse(HttpServerRequest request) {
    switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
          refuse(request, 414, "the address has more than %d KiB".formatted(MAX_LINE_BYTES >> 10));
      case TooLongHttpHeaderException _ ->
          refuse(
              request, 431, "the headers have more than %d KiB".formatted(MAX_HEADER_BYTES >> 10));
      case null, default -> refuse(request, 400, "the request can't be understood");
    }
  }

  private static void refuse(HttpServerRequest request, int status, String error) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(Encoder.write(Map.of("error", error)));
    request.connection().close();
  }
}
