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
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which requests come from where they should.
 *
 * <p>{@code Host} keeps out pages whose name was pointed at this server: it is an address in
 * numbers, which nobody can point elsewhere, a name that this machine has for itself, or a public
 * address in the settings. The port may be any, since one of another machine or a container may be
 * mapped to this server's. {@code Origin} keeps out pages from elsewhere: it is the same as the
 * {@code Host}, or a public address. A request without an {@code Origin} is no browser's page.
 */
public final class OriginCheck {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::\\d{1,5})?");

  private final Set<String> names;
  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  private OriginCheck(Set<String> names, List<String> publicUrls) {
    this.names = Set.copyOf(names);
    for (String text : publicUrls) {
      PublicUrl url = Objects.requireNonNull(PublicUrl.parse(text));
      hosts.addAll(url.hosts());
      origins.add(url.origin());
    }
  }

  /**
   * The check of a server.
   *
   * @param host the address that it listens on
   * @param publicUrls as {@link PublicUrl} reads them
   */
  public static OriginCheck of(String host, List<String> publicUrls) {
    return new OriginCheck(names(host), publicUrls);
  }

  /** Why the request may not pass, and what to do about it; null if it may. */
  public @Nullable String refusal(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host == null || !isOurs(host.toLowerCase(Locale.ROOT))) {
      return "Host: %s is not known here; open the page by another address, or start the server with --public-url http://%s"
          .formatted(shown(host), shown(host));
    }
    String same = "http://" + host.toLowerCase(Locale.ROOT);
    for (String origin : request.headers().getAll(HttpHeaders.ORIGIN)) {
      if (!origins.contains(origin) && !origin.equals(same)) {
        return "Origin: %s is not this page's; open the page by another address, or start the server with --public-url %s"
            .formatted(shown(origin), shown(origin));
      }
    }
    return null;
  }

  private static String shown(@Nullable String value) {
    return value == null ? "none" : Json.oneLine(value);
  }

  private boolean isOurs(String host) {
    if (hosts.contains(host)) {
      return true;
    }
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1);
    return names.contains(name)
        || NetUtil.isValidIpV4Address(name)
        || (name.startsWith("[") && NetUtil.isValidIpV6Address(name));
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
