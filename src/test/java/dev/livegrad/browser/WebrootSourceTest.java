package dev.livegrad.browser;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page's sources: their rules, their types and their own tests, checked with Node in a copy.
 */
class WebrootSourceTest {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path COPY = HERE.resolve(Path.of("target", "lint"));
  private static final int OLDEST_NODE = 20;

  @BeforeAll
  static void prepare() throws IOException {
    requireNode();
    deleteSources();
    copy(HERE.resolve("src/lint"), COPY);
    copy(HERE.resolve("webroot"), COPY.resolve("webroot"));
    copy(HERE.resolve("src/test/js"), COPY.resolve("src/test/js"));
    succeeds("npm", "ci", "--prefer-offline", "--no-progress");
  }

  @Test
  void followsTheRulesOfTheHouse() {
    succeeds("npx", "--no-install", "eslint", "--max-warnings", "0", ".");
  }

  @Test
  void typesAgree() {
    succeeds("npx", "--no-install", "tsc", "-p", ".");
  }

  @Test
  void passesItsOwnTests() throws IOException {
    // One process for all: to start one for each takes longer than the tests.
    String imports =
        scripts(COPY.resolve("src/test/js")).stream()
            .filter(script -> script.endsWith(".test.js"))
            .map(script -> "import '%s';".formatted(Path.of(script).toUri()))
            .collect(Collectors.joining());
    assertFalse(imports.isEmpty(), "src/test/js has no tests");
    succeeds("node", "--input-type=module", "--eval", imports);
  }

  private static void requireNode() {
    Commands.Outcome node = Commands.run(HERE, "node", "--version");
    boolean npm = Commands.run(HERE, "npm", "--version").succeeded();
    boolean recent =
        node.succeeded()
            && Integer.parseInt(node.output().replaceAll("^v(\\d+).*", "$1")) >= OLDEST_NODE;
    assertTrue(
        npm && recent,
        "The page's sources are checked with Node.js %d or later and its npm (found: node %s, npm %s): install Node.js 22 from https://nodejs.org or your system's packages."
            .formatted(
                OLDEST_NODE, node.succeeded() ? node.output() : "none", npm ? "yes" : "none"));
  }

  private static void succeeds(String... command) {
    Commands.Outcome outcome = Commands.run(COPY, command);
    assertTrue(
        outcome.succeeded(), () -> String.join(" ", command) + ":\n" + outcome.output() + "\n");
  }

  private static List<String> scripts(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.map(Path::toString).filter(path -> path.endsWith(".js")).sorted().toList();
    }
  }

  /** Yesterday's sources go, the installed modules may stay: npm ci replaces them. */
  private static void deleteSources() throws IOException {
    for (String folder : List.of("webroot", "src")) {
      if (Files.isDirectory(COPY.resolve(folder))) {
        try (Stream<Path> paths = Files.walk(COPY.resolve(folder))) {
          for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
            Files.delete(path);
          }
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      paths
          .filter(Files::isRegularFile)
          .filter(path -> !from.relativize(path).startsWith("node_modules"))
          .forEach(path -> copyFile(path, to.resolve(from.relativize(path))));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
