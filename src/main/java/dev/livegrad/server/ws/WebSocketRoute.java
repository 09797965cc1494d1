package dev.livegrad.server.ws;

import dev.livegrad.data.Refusal;
import dev.livegrad.run.RunHandle;
import dev.livegrad.server.http.Connections;
import dev.livegrad.server.http.Json;
import dev.livegrad.server.http.RequestedRun;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code /ws}: makes WebSockets of the requests that ask for them rightly. */
public final class WebSocketRoute {
  public static final String SUBPROTOCOL = "livegrad.v1";

  /** The most bytes of a message, and of a frame. */
  public static final int MAX_MESSAGE_BYTES = 64 << 10;

  private final RunHubs hubs;
  private final RequestedRun requested;
  private final int maxViewers;
  private final Connections connections;

  public WebSocketRoute(
      RunHubs hubs, RequestedRun requested, int maxViewers, Connections connections) {
    this.hubs = hubs;
    this.requested = requested;
    this.connections = connections;
    this.maxViewers = maxViewers;
  }

  public void mount(Router router) {
    router.get("/ws").handler(this::upgrade);
  }

  private static boolean offers(@Nullable String subprotocols) {
    return subprotocols != null
        && Arrays.stream(subprotocols.split(",")).map(String::strip).anyMatch(SUBPROTOCOL::equals);
  }

  private void upgrade(RoutingContext context) {
    String offered = context.request().getHeader("Sec-WebSocket-Protocol");
    if (!"websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
      Json.refuse(context, 400, "/ws takes WebSockets only");
    } else if (!offers(offered)) {
      Json.refuse(
          context, 400, "Sec-WebSocket-Protocol: is not allowed so; %s is".formatted(SUBPROTOCOL));
    } else if (hubs.viewers() >= maxViewers) {
      Json.refuse(
          context,
          503,
          "%s, as many as are allowed".formatted(Refusal.thereAre(hubs.viewers(), "viewer")));
    } else {
      context.request().pause();
      requested
          .open(context)
          .onSuccess(run -> upgrade(context, run))
          .onFailure(failure -> Json.fail(context, failure));
    }
  }

  private void upgrade(RoutingContext context, RunHandle run) {
    RunHub hub = hubs.hub(run);
    ViewerSocket.of(context.request())
        .onSuccess(upgraded -> {
          connections.upgraded(context.request().connection());
          hub.open(upgraded);
        })
        .onFailure(_ -> Json.refuse(context, 400, "the WebSocket handshake can't be understood"));
  }
}
