package dev.livegrad.server;

import dev.livegrad.run.RunOptions;
import java.util.List;

/**
 * How the server runs.
 *
 * @param host the address to listen on; 127.0.0.1 by default
 * @param port the port to listen on, 0 for a free one; 8080 by default
 * @param hosts further values of a request's {@code Host} that are allowed, exactly, with the port
 *     where it isn't the scheme's own; loopback names with the server's port always are
 * @param origins further values of a request's {@code Origin} that are allowed, exactly; the
 *     allowed hosts' own always are
 * @param maxViewers the most WebSockets that may be open; 500 by default
 * @param runs how runs go
 */
public record ServerOptions(
    String host,
    int port,
    List<String> hosts,
    List<String> origins,
    int maxViewers,
    RunOptions runs) {

  public ServerOptions {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    require(port >= 0 && port <= 65_535, "port", port, "a whole number from 0 to 65535");
    require(
        maxViewers >= 1 && maxViewers <= 100_000,
        "maxViewers",
        maxViewers,
        "a whole number from 1 to 100000");
  }

  /** The defaults. */
  public static ServerOptions defaults() {
    return new ServerOptions("127.0.0.1", 8080, List.of(), List.of(), 500, RunOptions.DEFAULTS);
  }

  /** The same on another address. */
  public ServerOptions at(String host, int port) {
    return new ServerOptions(host, port, hosts, origins, maxViewers, runs);
  }

  private static void require(boolean allowed, String name, Object value, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "%s: %s is not allowed; %s is".formatted(name, value, what));
    }
  }
}
