package dev.livegrad.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server that is killed as a machine is that loses its power, and started again; Linux
 * only.
 */
final class KilledDatabase {
  private final Path data;
  private final List<String> command = new ArrayList<>();
  private ProcessHandle server;

  /**
   * @param data the folder of a server that runs
   */
  KilledDatabase(Path data) throws IOException {
    this.data = data;
    server = ProcessHandle.of(Long.parseLong(status().getFirst())).orElseThrow();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    Path process = Path.of("/proc/" + server.pid());
    command.add(process.resolve("exe").toRealPath().toString());
    String[] line = Files.readString(process.resolve("cmdline")).split("\u0000");
    command.addAll(List.of(line).subList(1, line.length));
  }

  void kill() {
    server.destroyForcibly();
    server.onExit().join();
  }

  /** Returns once it takes connections. */
  void start() throws IOException, InterruptedException {
    do {
      // One that finds processes of the killed server still there ends by itself.
      Process started =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      server = started.toHandle();
      while (started.isAlive() && !isReady()) {
        Thread.sleep(20);
      }
    } while (!server.isAlive());
  }

  private boolean isReady() throws IOException {
    List<String> status = status();
    return status.getFirst().equals(String.valueOf(server.pid()))
        && status.getLast().strip().equals("ready");
  }

  /** The lines of {@code postmaster.pid}: the process first, how it is last. */
  private List<String> status() throws IOException {
    Path file = data.resolve("postmaster.pid");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.isEmpty() ? List.of("") : lines;
  }
}
