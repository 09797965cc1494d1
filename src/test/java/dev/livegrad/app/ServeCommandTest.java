package dev.livegrad.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.run.RunStore;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.Specs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aTakenPortIsSaidInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused(
          "--port: %d on 127.0.0.1 can't be had, it may be taken; another one, or 0 for a free one, can"
              .formatted(taken.getLocalPort()),
          "serve",
          "--data",
          "none",
          "--port",
          String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void runsThatAnotherServerHasOpenAreLeftAlone(@TempDir Path folder) {
    try (SqlRunStore _ = SqlRunStore.in(folder, InstantSource.system())) {
      commandLine().execute("serve", "--data", folder.toString(), "--port", "0");
      assertTrue(err.toString().startsWith("--data: " + folder), err.toString());
      assertEquals(1, err.toString().lines().count());
    }
  }

  @Test
  void whereThereIsNoRoomForARunThatAllSeeThatIsSaidInOneLine(@TempDir Path folder)
      throws IOException {
    try (SqlRunStore store = SqlRunStore.in(folder, InstantSource.system())) {
      store.keep(
          List.of(
              new RunStore.Created("a", "a", "by"),
              new RunStore.TrajectoryCreated("a", 1, Specs.fourPoints(), 1)),
          _ -> {});
    }
    Path settings = Files.writeString(folder.resolve("s.yaml"), "server: {maxRuns: 1}");
    assertRefused(
        "--data: there is 1 run, as many as are allowed; delete one to make another, as \"livegrad"
            + " runs delete\" does",
        "serve",
        "--data",
        folder.toString(),
        "--settings",
        settings.toString(),
        "--port",
        "0");
  }

  @Test
  void whatIsNoPortAddressOrSpecIsSaidInOneLine() {
    assertRefused(
        "--port: 70000 is not allowed; a whole number from 0 to 65535 is",
        "serve",
        "--port",
        "70000");
    assertRefused(
        "--host: \"192.0.2.255.1\" is not allowed; an address of this machine is",
        "serve",
        "--data",
        "none",
        "--host",
        "192.0.2.255.1",
        "--port",
        "0");
    // An address that is well formed, kept for documentation, and so no machine's.
    assertRefused(
        "--host: \"203.0.113.5\" is not allowed; an address of this machine is",
        "serve",
        "--data",
        "none",
        "--host",
        "203.0.113.5",
        "--port",
        "0");
    assertRefused("no-such.yaml: there is no such file", "serve", "--spec", "no-such.yaml");
  }

  @Test
  void settingsThatAreWrongAreNamed() {
    assertMistake(
        "my.yaml: server.prot: unknown field; allowed are framesPerSecond, host, maxRuns, maxTraining, maxViewers,"
            + " port, publicUrls, stepsPerSecond",
        "server: {prot: 80}");
    assertMistake(
        "my.yaml: server.framesPerSecond: 60 is not allowed; a whole number from 1 to 30 is",
        "server: {framesPerSecond: 60}");
    assertMistake(
        "my.yaml: server.publicUrls: school.example is not allowed; an address as"
            + " https://school.example or http://school.example:8080/livegrad is",
        "server: {publicUrls: [school.example]}");
    assertMistake(
        "my.yaml: server.maxTraining: 0 is not allowed; a whole number from 1 to 1000000 is",
        "server: {maxTraining: 0}");
    assertMistake("my.yaml: store.url: is missing", "store: {user: me}");
    assertMistake(
        "my.yaml: store.uri: unknown field; allowed are password, url, user",
        "store: {url: 'postgresql://localhost/a', uri: b}");
    assertMistake(
        "my.yaml: lessons: there is no none.yaml beside the settings nor in the program",
        "lessons: [none.yaml]");
    assertRefused("none.yaml: there is no such file", "serve", "--settings", "none.yaml");
    assertRefused(
        "--public-url: x is not allowed; an address as https://school.example or"
            + " http://school.example:8080/livegrad is",
        "serve",
        "--public-url",
        "x");
  }

  @Test
  void anOwnFileOfSettingsGoesBeforeTheProgramsFieldByField(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "server: {port: 9000, publicUrls: ['https://school.example']}");
    Settings mine = Settings.read(file);
    Settings own = Settings.read(null);
    assertEquals(9000, mine.options().port());
    assertEquals(List.of("https://school.example"), mine.options().publicUrls());
    assertEquals(own.options().host(), mine.options().host());
    assertEquals(own.lessons().size(), mine.lessons().size());
    Files.writeString(file, "lessons: [xor-tanh.yaml]");
    assertEquals(1, Settings.read(file).lessons().size());
    assertEquals(8080, Settings.read(file).options().port());
  }

  private static void assertMistake(String message, String settings) {
    UserError mistake =
        assertThrows(
            UserError.class, () -> Settings.parse("my.yaml", settings, Settings.read(null)));
    assertEquals(message, mistake.getMessage());
  }

  private void assertRefused(String message, String... args) {
    assertEquals(2, commandLine().execute(args));
    assertEquals(message + System.lineSeparator(), err.toString());
    assertTrue(out.toString().isEmpty());
    err.getBuffer().setLength(0);
  }

  private CommandLine commandLine() {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine;
  }
}
