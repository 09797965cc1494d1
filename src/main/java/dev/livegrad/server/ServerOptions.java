package dev.livegrad.server;

import dev.livegrad.run.RunOptions;
import dev.livegrad.server.http.PublicUrl;
import java.util.List;

/**
 * How the server runs.
 *
 * @param host the address to listen on; 127.0.0.1 by default
 * @param port the port to listen on, 0 for a free one; 8080 by default
 * @param publicUrls addresses under which others open the page, as {@code https://school.example};
 *     those in numbers, loopback names and this machine's own are let in anyway
 * @param maxViewers the most WebSockets that may be open; 500 by default
 * @param maxRuns the most runs that are kept; 10,000 by default
 * @param maxTraining the most runs that may begin to train at once; 1,000 by default
 * @param newRun whether those who ask for no run see a new one of the first lesson after the start,
 *     and not the one that they saw last; they do not by default
 * @param runs how runs go
 */
public record ServerOptions(
    String host,
    int port,
    List<String> publicUrls,
    int maxViewers,
    int maxRuns,
    int maxTraining,
    boolean newRun,
    RunOptions runs) {

  public ServerOptions {
    publicUrls = List.copyOf(publicUrls);
    for (String url : publicUrls) {
      require(
          PublicUrl.isOne(url),
          "publicUrls",
          url,
          "an address as https://school.example or http://school.example:8080/livegrad");
    }
    require(port >= 0 && port <= 65_535, "port", port, "a whole number from 0 to 65535");
    require(
        maxViewers >= 1 && maxViewers <= 100_000,
        "maxViewers",
        maxViewers,
        "a whole number from 1 to 100000");
    require(
        maxRuns >= 1 && maxRuns <= 1_000_000,
        "maxRuns",
        maxRuns,
        "a whole number from 1 to 1000000");
    require(
        maxTraining >= 1 && maxTraining <= 1_000_000,
        "maxTraining",
        maxTraining,
        "a whole number from 1 to 1000000");
  }

  /** The defaults. */
  public static ServerOptions defaults() {
    return new ServerOptions(
        "127.0.0.1", 8080, List.of(), 500, 10_000, 1_000, false, RunOptions.DEFAULTS);
  }

  /** The same on another address. */
  public ServerOptions at(String host, int port) {
    return new ServerOptions(
        host, port, publicUrls, maxViewers, maxRuns, maxTraining, newRun, runs);
  }

  /** The same, but that those who ask for no run see a new one. */
  public ServerOptions withNewRun() {
    return new ServerOptions(host, port, publicUrls, maxViewers, maxRuns, maxTraining, true, runs);
  }

  /** The same with other public addresses. */
  public ServerOptions withPublicUrls(List<String> publicUrls) {
    return new ServerOptions(
        host, port, publicUrls, maxViewers, maxRuns, maxTraining, newRun, runs);
  }

  private static void require(boolean allowed, String name, Object value, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "%s: %s is not allowed; %s is".formatted(name, value, what));
    }
  }
}
