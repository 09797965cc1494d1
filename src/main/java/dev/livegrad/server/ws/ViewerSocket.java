package dev.livegrad.server.ws;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * A viewer's WebSocket and the Netty channel below it. A viewer who reads nothing can only be cut
 * off at the channel: whatever Vert.x does with a WebSocket waits behind what was sent before.
 */
record ViewerSocket(ServerWebSocket socket, Channel channel) {
  /** Makes a WebSocket of a request. */
  static Future<ViewerSocket> of(HttpServerRequest request) {
    // Now, since the socket that Vert.x gives is a wrapper that doesn't tell its channel.
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    return request.toWebSocket().map(socket -> new ViewerSocket(socket, channel));
  }
}
