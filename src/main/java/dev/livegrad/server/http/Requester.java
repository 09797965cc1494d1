package dev.livegrad.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Who makes a run or gives a command over HTTP. */
final class Requester {
  private Requester() {}

  /**
   * What the list of runs and the journals call him: the page, which a browser shows by an {@code
   * Origin} wherever something is changed, or a program.
   */
  static String nameOf(RoutingContext context) {
    return context.request().headers().contains(HttpHeaders.ORIGIN) ? "the page" : "HTTP";
  }
}
