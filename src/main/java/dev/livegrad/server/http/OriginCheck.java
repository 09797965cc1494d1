package dev.livegrad.server.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests come from where they should: {@code Host} and {@code Origin} are compared,
 * exactly, with lists. The first keeps out pages that point their own name at this server, the
 * second pages that talk to it from elsewhere. A request without an {@code Origin} is no browser's.
 */
public final class OriginCheck {
  private final Set<String> hosts;
  private final Set<String> origins;

  private OriginCheck(Set<String> hosts, Set<String> origins) {
    this.hosts = Set.copyOf(hosts);
    this.origins = Set.copyOf(origins);
  }

  /**
   * The check of a server.
   *
   * @param host the address that it listens on
   * @param port the port that it listens on
   * @param hosts further values of {@code Host} that are allowed
   * @param origins further values of {@code Origin} that are allowed
   */
  public static OriginCheck of(String host, int port, List<String> hosts, List<String> origins) {
    Set<String> allowedHosts = new HashSet<>();
    hosts.forEach(it -> allowedHosts.add(it.toLowerCase(Locale.ROOT)));
    for (String name : names(host)) {
      allowedHosts.add(name + ":" + port);
      if (port == 80) {
        allowedHosts.add(name);
      }
    }
    Set<String> allowedOrigins = new HashSet<>(origins);
    allowedHosts.forEach(it -> allowedOrigins.add("http://" + it));
    return new OriginCheck(allowedHosts, allowedOrigins);
  }

  /** Why the request may not pass; null if it may. */
  public @Nullable String refusal(HttpServerRequest request) {
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

  public static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
  }

  /** A host as it stands in an address. */
  public static String literal(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** The addresses and the name under which others on the network see this machine. */
  public static Set<String> localNames() {
    Set<String> names = new LinkedHashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(NetUtil::toAddressString)
          .map(address -> literal(address.replaceFirst("%.*", "")))
          .sorted(Comparator.comparing(address -> address.startsWith("[")))
          .forEach(names::add);
      names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (SocketException | UnknownHostException e) {
      // A machine that doesn't know its own names is reached by those in the settings.
      return names;
    }
    return names;
  }
}
