package dev.livegrad.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests come from where they should: {@code Host} and {@code Origin} are compared,
 * exactly, with lists. The first keeps out pages that point their own name at this server, the
 * second pages that talk to it from elsewhere. A request without an {@code Origin} is no browser's.
 */
final class Gate {
  private final Set<String> hosts;
  private final Set<String> origins;

  private Gate(Set<String> hosts, Set<String> origins) {
    this.hosts = Set.copyOf(hosts);
    this.origins = Set.copyOf(origins);
  }

  /** The gate of a server that listens on {@code port}. */
  static Gate of(ServerOptions options, int port) {
    Set<String> hosts = new HashSet<>();
    options.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    for (String name : names(options.host())) {
      hosts.add(name + ":" + port);
      if (port == 80) {
        hosts.add(name);
      }
    }
    Set<String> origins = new HashSet<>(options.origins());
    for (String host : hosts) {
      origins.add("http://" + host);
    }
    return new Gate(hosts, origins);
  }

  /** Why the request may not pass; null if it may. */
  @Nullable String refusal(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      return "Host: %s is not allowed; see server.hosts in the settings".formatted(host);
    }
    List<String> origin = request.headers().getAll(HttpHeaders.ORIGIN);
    if (!origins.containsAll(origin)) {
      return "Origin: %s is not allowed; see server.origins in the settings"
          .formatted(origin.getFirst());
    }
    return null;
  }

  /** What this machine is called by those who can reach a server that listens on {@code host}. */
  private static Set<String> names(String host) {
    Set<String> names = new HashSet<>(Set.of("127.0.0.1", "localhost", "[::1]"));
    names.add(literal(host.toLowerCase(Locale.ROOT)));
    if (isWildcard(host)) {
      names.addAll(localNames());
    }
    return names;
  }

  static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
  }

  static String literal(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** The addresses and the name under which others on the network see this machine. */
  static Set<String> localNames() {
    Set<String> names = new HashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .map(Gate::literal)
          .forEach(names::add);
      names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (SocketException | UnknownHostException e) {
      // A machine that doesn't know its own names is reached by those in the settings.
      return names;
    }
    return names;
  }
}
