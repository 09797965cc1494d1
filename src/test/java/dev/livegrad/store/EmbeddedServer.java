package dev.livegrad.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server for all tests of a process, and a database in it for each. */
final class EmbeddedServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private EmbeddedServer() {}

  private static final class Holder {
    static final @Nullable EmbeddedPostgres SERVER = start();
  }

  private static @Nullable EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      return null; // It comes without binaries for this machine.
    }
  }

  private static EmbeddedPostgres server() {
    assumeTrue(Holder.SERVER != null, "there is no PostgreSQL for this machine");
    return Holder.SERVER;
  }

  static int port() {
    return server().getPort();
  }

  /** The URL of a new, empty database. */
  static String newDatabase() {
    String name = "d" + DATABASES.incrementAndGet();
    execute("create database " + name);
    return "postgresql://postgres@localhost:%d/%s".formatted(port(), name);
  }

  static void execute(String statement) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement once = connection.createStatement()) {
      once.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Kills the server, as a machine that loses its power does, and starts it again on the same data;
   * Linux only.
   *
   * @param between is run while there is none
   */
  static void killAndStartAgain(Runnable between) throws IOException, InterruptedException {
    Path data = Path.of(ask("show data_directory"));
    long id = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(Path.of("/proc/%d/exe".formatted(id)).toRealPath().toString());
    String[] line = Files.readString(Path.of("/proc/%d/cmdline".formatted(id))).split("\u0000");
    command.addAll(List.of(line).subList(1, line.length));
    ProcessHandle server = ProcessHandle.of(id).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
    between.run();
    Process process = start(command);
    while (!answers()) {
      if (!process.isAlive()) {
        // The last processes of the one that was killed are still there.
        process = start(command);
      }
      Thread.sleep(20);
    }
    Process started = process;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean answers() {
    try (Connection connection = server().getPostgresDatabase().getConnection()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String ask(String question) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement once = connection.createStatement();
        ResultSet answer = once.executeQuery(question)) {
      answer.next();
      return answer.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
