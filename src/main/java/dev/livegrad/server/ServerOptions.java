package dev.livegrad.server;

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
 * @param stepsPerSecond the speed that a lesson starts with; 10 by default
 * @param framesPerSecond how often viewers get what is new, at most; 30 by default
 * @param maxViewers as many WebSockets as may be open; 500 by default
 */
public record ServerOptions(
    String host,
    int port,
    List<String> hosts,
    List<String> origins,
    double stepsPerSecond,
    int framesPerSecond,
    int maxViewers) {

  public ServerOptions {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    require(port >= 0 && port <= 65_535, "port", port, "a whole number from 0 to 65535");
    require(
        stepsPerSecond >= 0.1 && stepsPerSecond <= 1_000_000,
        "stepsPerSecond",
        stepsPerSecond,
        "a number from 0.1 to 1000000");
    require(
        framesPerSecond >= 1 && framesPerSecond <= 30,
        "framesPerSecond",
        framesPerSecond,
        "a whole number from 1 to 30");
    require(
        maxViewers >= 1 && maxViewers <= 100_000,
        "maxViewers",
        maxViewers,
        "a whole number from 1 to 100000");
  }

  /** The defaults. */
  public static ServerOptions defaults() {
    return new ServerOptions("127.0.0.1", 8080, List.of(), List.of(), 10, 30, 500);
  }

  /** The same on another address. */
  public ServerOptions at(String host, int port) {
    return new ServerOptions(
        host, port, hosts, origins, stepsPerSecond, framesPerSecond, maxViewers);
  }

  private static void require(boolean allowed, String name, Object value, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "%s: %s is not allowed; %s is".formatted(name, value, what));
    }
  }
}
