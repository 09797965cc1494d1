package dev.livegrad.browser;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The browser of the tests: the one on this machine, or else one that is installed for them. There
 * is no way round it: where none can be had the tests fail.
 */
final class Chromium {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private Chromium() {}

  /** Playwright's connection to its driver, and a browser it started. */
  record Running(Playwright playwright, com.microsoft.playwright.Browser browser)
      implements AutoCloseable {
    @Override
    public void close() {
      playwright.close();
    }
  }

  static Running start() {
    Optional<Path> found = installed().or(Chromium::fromDebian);
    Playwright playwright = playwright(found.isPresent());
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions().setHeadless(true).setArgs(flags());
    found.ifPresent(options::setExecutablePath);
    try {
      return new Running(playwright, playwright.chromium().launch(options));
    } catch (PlaywrightException e) {
      playwright.close();
      throw new AssertionError(
          "The browser tests need Chromium%s: install it, or name it in LIVEGRAD_BROWSER. %s"
              .formatted(
                  found.map(path -> " and could not start " + path).orElse(""),
                  String.valueOf(e.getMessage()).strip()),
          e);
    }
  }

  /** Playwright fetches its own browser as it starts, unless one was found. */
  private static Playwright playwright(boolean browserFound) {
    Map<String, String> environment =
        browserFound ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.of();
    try {
      return Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    } catch (RuntimeException e) {
      throw new AssertionError(
          "The browser tests need Chromium; none was found, and Playwright could not download one:"
              + " install it, or name it in LIVEGRAD_BROWSER.",
          e);
    }
  }

  private static Optional<Path> installed() {
    String named = System.getenv("LIVEGRAD_BROWSER");
    if (named != null && !named.isEmpty()) {
      Path path = Path.of(named);
      if (!Files.isExecutable(path)) {
        throw new AssertionError("LIVEGRAD_BROWSER: %s is not a program".formatted(named));
      }
      return Optional.of(path);
    }
    // Chromium without its windows comes first: it takes two thirds of the processor time.
    return Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        .map(Commands::onPath)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Path> fromDebian() {
    Optional<Path> aptGet = Commands.onPath("apt-get");
    if (!isRoot() || aptGet.isEmpty()) {
      return Optional.empty();
    }
    String program = aptGet.get().toString();
    Commands.run(HERE, program, "-q", "update");
    Commands.run(HERE, program, "-q", "-y", "install", "chromium-headless-shell");
    return Commands.onPath("chromium-headless-shell");
  }

  private static List<String> flags() {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
    if (isRoot()) {
      // Chromium's sandbox refuses to work for root.
      flags.add("--no-sandbox");
    }
    return flags;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }
}
