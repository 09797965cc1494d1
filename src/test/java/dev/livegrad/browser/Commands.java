package dev.livegrad.browser;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other programs on this machine. */
final class Commands {
  /** Long enough for a package manager on a slow line, short enough to notice one that hangs. */
  private static final long MINUTES = 10;

  private Commands() {}

  /** What a program printed (both streams), and how it ended. */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Where {@code name} is on the {@code PATH}, if anywhere. */
  static Optional<Path> onPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program in {@code folder} until it ends. */
  static Outcome run(Path folder, String... command) {
    return run(folder, List.of(command));
  }

  /** Runs a program in {@code folder} until it ends. */
  static Outcome run(Path folder, List<String> command) {
    try {
      Path output = Files.createTempFile("livegrad", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError(
              "%s took more than %d minutes".formatted(String.join(" ", command), MINUTES));
        }
        return new Outcome(
            process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      return new Outcome(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + command.getFirst(), e);
    }
  }
}
