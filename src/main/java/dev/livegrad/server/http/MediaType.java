package dev.livegrad.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** What bodies can be. */
enum MediaType {
  JSON("application/json"),
  YAML("application/yaml"),
  CSV("text/csv");

  private final String told;

  MediaType(String told) {
    this.told = told;
  }

  /** What people are told, of several names that are understood. */
  String told() {
    return told;
  }

  /** What a request says of its body; empty where it says something else, or nothing. */
  static Optional<MediaType> of(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String name = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "application/json" -> Optional.of(JSON);
      case "application/yaml", "application/x-yaml", "text/yaml" -> Optional.of(YAML);
      case "text/csv" -> Optional.of(CSV);
      default -> Optional.empty();
    };
  }
}
