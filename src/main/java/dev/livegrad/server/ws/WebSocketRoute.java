package dev.livegrad.server.ws;

import dev.livegrad.server.http.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /ws}: makes WebSockets of the requests that ask for them rightly. */
public final class WebSocketRoute {
  public static final String SUBPROTOCOL = "livegrad.v1";

  private final RunHub hub;
  private final int maxViewers;

  public WebSocketRoute(RunHub hub, int maxViewers) {
    this.hub = hub;
    this.maxViewers = maxViewers;
  }

  public void mount(Router router) {
    router.get("/ws").handler(this::upgrade);
  }

  private void upgrade(RoutingContext context) {
    String offered = context.request().getHeader("Sec-WebSocket-Protocol");
    if (!"websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
      Json.refuse(context, 400, "/ws takes WebSockets only");
    } else if (offered == null || !List.of(offered.split("\\s*,\\s*")).contains(SUBPROTOCOL)) {
      Json.refuse(
          context, 400, "Sec-WebSocket-Protocol: is not allowed so; %s is".formatted(SUBPROTOCOL));
    } else if (hub.viewers() >= maxViewers) {
      Json.refuse(
          context, 503, "there are %d viewers, as many as are allowed".formatted(hub.viewers()));
    } else {
      context
          .request()
          .toWebSocket()
          .onSuccess(hub::open)
          .onFailure(_ -> Json.refuse(context, 400, "the WebSocket handshake can't be understood"));
    }
  }
}
