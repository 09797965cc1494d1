package dev.livegrad.server.ws;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * A WebSocket, and its channel: whoever reads nothing is cut off there, since all that Vert.x does
 * with a WebSocket waits behind what was sent before.
 */
record Upgraded(ServerWebSocket socket, Channel channel) {
  /** Makes a WebSocket of a request. */
  static Future<Upgraded> of(HttpServerRequest request) {
    // Of the socket one gets a wrapper that doesn't tell its channel.
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    return request.toWebSocket().map(socket -> new Upgraded(socket, channel));
  }
}
