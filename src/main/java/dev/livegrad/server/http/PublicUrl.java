package dev.livegrad.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An address under which the page is opened.
 *
 * @param scheme {@code http} or {@code https}
 * @param name the host's, in small letters
 * @param port negative where the address names none
 */
public record PublicUrl(String scheme, String name, int port) {
  /** The address that {@code text} is; null if it is none. */
  static @Nullable PublicUrl parse(String text) {
    try {
      URI uri = new URI(text);
      boolean complete = uri.getScheme() != null && uri.getHost() != null;
      if (!complete
          || uri.getUserInfo() != null
          || uri.getQuery() != null
          || uri.getFragment() != null) {
        return null;
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      return Set.of("http", "https").contains(scheme)
          ? new PublicUrl(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort())
          : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Whether {@code text} is such an address. */
  public static boolean isOne(String text) {
    return parse(text) != null;
  }

  /** The values of {@code Host} with which browsers ask there. */
  Set<String> hosts() {
    int usual = scheme.equals("https") ? 443 : 80;
    return port < 0 || port == usual ? Set.of(name, name + ":" + usual) : Set.of(name + ":" + port);
  }

  /** The value of {@code Origin} that browsers give the page there. */
  String origin() {
    int usual = scheme.equals("https") ? 443 : 80;
    return scheme + "://" + name + (port < 0 || port == usual ? "" : ":" + port);
  }
}
