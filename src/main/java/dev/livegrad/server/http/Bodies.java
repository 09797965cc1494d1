package dev.livegrad.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The bodies of requests, each bounded, and all of them together from their head until the answer.
 *
 * <p>Where they are too many, the request that has been there longest makes room: one that means
 * well is there for milliseconds. Belongs to one event loop.
 */
public final class Bodies {
  private static final int MAX_BODY_BYTES = 256 << 10;

  private static final long MAX_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 32, 1 << 20, 32 << 20);

  private static final long MAX_MILLIS = 30_000;

  private final Vertx vertx;
  private final long maxMillis;

  /** Requests with the bytes that are kept for them, the oldest first. */
  private final SequencedMap<RoutingContext, Integer> open = new LinkedHashMap<>();

  private long bytes;

  public Bodies(Vertx vertx) {
    this(vertx, MAX_MILLIS);
  }

  /**
   * @param maxMillis how long a body may take, in milliseconds
   */
  Bodies(Vertx vertx, long maxMillis) {
    this.vertx = vertx;
    this.maxMillis = maxMillis;
  }

  /**
   * Has the handlers that follow on this route get the whole body, which is of one of these types.
   */
  Route read(Route route, MediaType... types) {
    return read(route, MAX_BODY_BYTES, types);
  }

  /** {@link #read}, of a route whose bodies may have {@code maxBytes}. */
  Route read(Route route, int maxBytes, MediaType... types) {
    return route
        // Vert.x takes nothing but a platform's handler before a body's.
        .handler((PlatformHandler) context -> admit(context, maxBytes, List.of(types)))
        .handler(BodyHandler.create(false).setBodyLimit(maxBytes))
        .failureHandler(context -> refuse(context, maxBytes));
  }

  /**
   * Ends the connection of a request whose body doesn't come to its end in time, whatever becomes
   * of the request; to be called for each.
   */
  public void limitTime(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!hasBody(request)) {
      return;
    }
    long timer =
        vertx.setTimer(
            maxMillis,
            _ -> {
              if (!request.isEnded()) {
                giveUp(context, 408, "the body did not come in time");
              }
            });
    context.addEndHandler(_ -> {
      if (request.isEnded()) {
        vertx.cancelTimer(timer);
      }
    });
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        || (length != null && !length.equals("0"));
  }

  private static void refuse(RoutingContext context, int maxBytes) {
    if (context.statusCode() == 413) {
      String most = maxBytes >= 1 << 20 ? (maxBytes >> 20) + " MiB" : (maxBytes >> 10) + " KiB";
      Json.refuse(context, 413, "the body has more than " + most);
    } else if (context.request().isEnded() || context.failure() instanceof HttpClosedException) {
      context.next();
    } else {
      giveUp(context, 400, "the body can't be understood: it is not in chunks as HTTP has them");
    }
  }

  private void admit(RoutingContext context, int maxBytes, List<MediaType> types) {
    if (MediaType.of(context).filter(types::contains).isEmpty()) {
      String allowed = types.stream().map(MediaType::told).collect(Collectors.joining(" or "));
      Json.refuse(context, 415, "Content-Type: the body must be " + allowed);
      return;
    }
    int size = announced(context.request(), maxBytes);
    open.put(context, size);
    bytes += size;
    context.addEndHandler(_ -> release(context));
    while (bytes > MAX_BYTES) {
      RoutingContext oldest = open.firstEntry().getKey();
      release(oldest);
      giveUp(oldest, 503, "too many requests with a body are under way; try again in a moment");
    }
    context.next();
  }

  /** What the head tells of the body's size; one that tells nothing gets room for the most. */
  private static int announced(HttpServerRequest request, int maxBytes) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean known =
        length != null
            && length.length() < 10
            && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    return known ? Math.min(Integer.parseInt(length), maxBytes) : maxBytes;
  }

  private void release(RoutingContext context) {
    Integer size = open.remove(context);
    if (size != null) {
      bytes -= size;
    }
  }

  /** The connection ends with it, since the rest of the body would still be read. */
  private static void giveUp(RoutingContext context, int status, String reason) {
    if (!context.response().headWritten()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      Json.refuse(context, status, reason);
    }
    context.request().connection().close();
  }
}
