package dev.livegrad.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Who asks for something over HTTP, as the list of runs and the journals say it. */
final class Giver {
  private Giver() {}

  /** A browser names the page's origin wherever something is changed; programs don't. */
  static String of(RoutingContext context) {
    return context.request().headers().contains(HttpHeaders.ORIGIN) ? "the page" : "HTTP";
  }
}
