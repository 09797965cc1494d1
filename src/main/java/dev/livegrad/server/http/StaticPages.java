package dev.livegrad.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboard's files, from the classpath, and the headers that keep a browser strict with them.
 */
public final class StaticPages {
  private static final String WEBROOT = "dev/livegrad/webroot";
  private static final String WEBJARS = "META-INF/resources/webjars";
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
  private static final long YEAR_SECONDS = 31_536_000;

  private final String contentSecurityPolicy;

  public StaticPages() {
    this.contentSecurityPolicy =
        "default-src 'none'; script-src 'self'"
            + importMapHash()
            + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'"
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** Sets the headers that every answer has. */
  public void secure(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", contentSecurityPolicy)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  public void mount(Router router) {
    files(router, "/webjars/*")
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, WEBJARS)
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                .setMaxAgeSeconds(YEAR_SECONDS));
    files(router, "/*")
        .handler(context -> {
          context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
          context.next();
        })
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, WEBROOT)
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                .setCachingEnabled(false));
  }

  /** Files are read and nothing else, so that another method is told from another path. */
  private static Route files(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** An import map can't be a file of its own yet, so that the policy names it by its hash. */
  private static String importMapHash() {
    Matcher matcher = IMPORT_MAP.matcher(resource(WEBROOT + "/index.html"));
    return matcher.find() ? " 'sha256-" + sha256(matcher.group(1)) + "'" : "";
  }

  static String resource(String name) {
    try (InputStream in = StaticPages.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
