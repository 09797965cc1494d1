package dev.livegrad.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The dashboard's files, from the classpath, and the headers that keep a browser strict with them.
 *
 * <p>A page names its scripts and style sheets under a folder that no other start of the server
 * has, so that a browser asks for them once and keeps them: reloading a page takes three requests
 * and not a hundred, which counts where hundreds of viewers do so at once. What refers to another
 * of them does so relatively and stays in that folder.
 */
public final class StaticPages {
  private static final String WEBROOT = "dev/livegrad/webroot";
  private static final String WEBJARS = "META-INF/resources/webjars";
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
  private static final long YEAR_SECONDS = 31_536_000;
  private static final List<String> PAGES = List.of("index.html", "new.html", "runs.html");

  /** What a page refers to and is no page: those are the same for every start. */
  private static final Pattern FILE =
      Pattern.compile("(?<= (?:href|src)=\")(?=[^\"#:]*\\.(?:css|js|svg)\")");

  private final String folder;
  private final String contentSecurityPolicy;

  /**
   * @param start differs from that of every other start of the server; letters and digits
   */
  public StaticPages(String start) {
    this.folder = "files-" + start + "/";
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
    files(router, "/" + folder + "*")
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, WEBROOT)
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                .setMaxAgeSeconds(YEAR_SECONDS));
    Map<String, String> pages = PAGES.stream().collect(Collectors.toMap(it -> it, this::page));
    router
        .routeWithRegex("/(?<page>" + String.join("|", PAGES) + ")?")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> {
          String page = Objects.requireNonNullElse(context.pathParam("page"), PAGES.getFirst());
          answer(context, Objects.requireNonNull(pages.get(page)));
        });
    // A page that is open since an earlier start gets what there is now.
    router
        .routeWithRegex("/files-[a-z0-9]+/(?<path>(?!files-|api/|ws).+)")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> context.reroute("/" + context.pathParam("path")));
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

  private String page(String name) {
    return FILE.matcher(resource(WEBROOT + "/" + name)).replaceAll(folder);
  }

  private static void answer(RoutingContext context, String html) {
    var _ =
        context
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
            .end(html);
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
