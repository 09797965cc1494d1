package dev.livegrad.app;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program does as a process of its own, started with the flag and without. */
class RelaunchTest {
  private static final String FLAG = "--add-modules=jdk.incubator.vector";
  private static final String PLAIN = "-Dlivegrad.simd=false";
  private static final String WARNING = "WARNING: Using incubator modules: jdk.incubator.vector\n";

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aProgramThatTrainsIsStartedAgainWithTheModuleAndTheSameOptions() throws Exception {
    Process serving = serve("-Xmx99m");
    List<ProcessHandle> children = serving.children().toList();
    assertEquals(1, children.size());
    String line = children.getFirst().info().commandLine().orElseThrow();
    assertTrue(line.contains(" -Xmx99m --add-modules jdk.incubator.vector "), line);
    assertEquals(0, children.getFirst().children().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {FLAG, PLAIN, "-Dcom.sun.management.port=unused"})
  @Tag("thorough")
  void withTheModuleOrWithoutTheWishForItThereIsOneProcess(String option) throws Exception {
    assertEquals(0, serve(option).children().count());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bothEndWhenTheFirstIsToldTo() throws Exception {
    Process serving = serve();
    ProcessHandle child = serving.children().findFirst().orElseThrow();
    serving.destroy();
    assertTrue(serving.waitFor(8, TimeUnit.SECONDS), "closes before it is given up");
    assertEquals(128 + 15, exitCode(serving));
    child.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Tag("thorough")
  void theSecondEndsWhenTheFirstIsKilled() throws Exception {
    Process serving = serve();
    ProcessHandle child = serving.children().findFirst().orElseThrow();
    serving.destroyForcibly();
    child.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  @Tag("thorough")
  void badInputIsOneLineHoweverTheProgramIsStarted() throws Exception {
    String line = "no such.yaml: there is no such file\n";
    assertSays(
        "--out: \"\" is not allowed; a path is; see livegrad train --help\n",
        start(List.of(), "train", "no such.yaml", "--out", ""));
    assertSays(line, start(List.of(PLAIN), "train", "no such.yaml"));
    assertSays(WARNING + line, start(List.of(FLAG), "train", "no such.yaml"));
  }

  @Test
  @Tag("thorough")
  void theNumbersAreTheSameWithVectorsAndWithout() throws Exception {
    Path with = folder.resolve("with");
    Path without = folder.resolve("without");
    String spec = "configs/four-points.yaml";
    assertEquals(0, exitCode(start(List.of(), "train", spec, "--out", with.toString())));
    assertEquals(0, exitCode(start(List.of(PLAIN), "train", spec, "--out", without.toString())));
    for (String file : List.of("steps", "predictions", "parameters", "findings")) {
      assertEquals(-1, Files.mismatch(with.resolve(file + ".csv"), without.resolve(file + ".csv")));
    }
  }

  @Test
  @Tag("thorough")
  void aRunThatDivergesExitsWithOne() throws Exception {
    Path spec = folder.resolve("spec.yaml");
    Files.writeString(
        spec,
        """
        name: test
        data: {inline: {inputs: [[1.0], [2.0]], targets: [3.0, -1.0]}}
        model: {layers: [2, 1], hidden: linear, output: linear}
        optimizer: {learningRate: 100}
        training: {steps: 500}
        """);
    assertEquals(1, exitCode(start(List.of(), "train", spec.toString())));
  }

  /** SIGTERM: a SIGINT means nothing to what is started in the background of a script. */
  @Test
  @Tag("thorough")
  @DisabledOnOs(OS.WINDOWS)
  void aTrainingThatIsInterruptedWritesItsFilesWholeFirst() throws Exception {
    String spec = "configs/four-points.yaml";
    Process training =
        start(List.of(), "train", spec, "--steps", "1000000000000", "--out", folder.toString());
    Path steps = folder.resolve("steps.csv");
    while (training.isAlive() && (Files.notExists(steps) || Files.size(steps) == 0)) {
      Thread.onSpinWait();
    }
    new ProcessBuilder("kill", "-TERM", "" + training.pid()).start().waitFor();
    String said = new String(training.getErrorStream().readAllBytes());
    assertEquals(128 + 15, exitCode(training), said);
    List<String> rows = Files.readAllLines(steps);
    int done = rows.size() - 1;
    assertTrue(said.contains("%,d steps done".formatted(done)), said);
    assertEquals(
        0,
        exitCode(
            start(List.of(), "train", spec, "--steps", "" + done, "--out", folder + "/again")));
    for (String file : List.of("steps", "predictions", "parameters", "findings")) {
      Path again = folder.resolve("again").resolve(file + ".csv");
      assertEquals(-1, Files.mismatch(again, folder.resolve(file + ".csv")), file);
    }
  }

  /** By a shell, since this JVM may not be able to name the file either. */
  @Test
  @Tag("thorough")
  @EnabledOnOs(OS.LINUX)
  void namesOutsideAsciiAreUnderstoodInALocaleOfAscii() throws Exception {
    String script =
        """
        name="$2/$(printf 'h\\303\\266he')"
        mkdir "$name" && cp configs/four-points.yaml "$name/spec.yaml" || exit 3
        export LC_ALL=C
        "$0" -cp "$1" dev.livegrad.app.Main train "$name/spec.yaml" --steps 2 --out "$name/out" || exit
        test -s "$name/out/steps.csv" || exit 4
        "$0" -cp "$1" dev.livegrad.app.Main train "$name/none.yaml"
        """;
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                script,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                folder.toString())
            .start();
    started.add(shell);
    String said = shell.errorReader(StandardCharsets.UTF_8).lines().collect(joining("\n"));
    assertEquals(2, exitCode(shell), said);
    assertTrue(said.endsWith("/h\u00f6he/none.yaml: there is no such file"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "WARNING: ", "Error: no memory\n", "\rstep 1", "WARNING: Using x\n"})
  void onlyTheWarningIsDropped(String text) {
    assertEquals(text, copied(text));
    assertEquals(text, copied(WARNING + text));
    assertEquals("first\n" + WARNING + text, copied("first\n" + WARNING + text));
  }

  @Test
  void aLineThatIsNotAtItsEndIsThereAlready() throws Exception {
    PipedOutputStream child = new PipedOutputStream();
    PipedInputStream errors = new PipedInputStream(child);
    PipedOutputStream copies = new PipedOutputStream();
    PipedInputStream user = new PipedInputStream(copies);
    Thread copying = Thread.startVirtualThread(() -> Relaunch.copyErrors(errors, copies));
    child.write((WARNING + "\rstep 64").getBytes());
    child.flush();
    assertEquals("\rstep 64", new String(user.readNBytes(8)));
    child.close();
    copying.join();
  }

  private static String copied(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Relaunch.copyErrors(new ByteArrayInputStream(text.getBytes()), out);
    return out.toString();
  }

  private void assertSays(String error, Process process) throws Exception {
    assertEquals(2, exitCode(process));
    assertEquals(error, new String(process.getErrorStream().readAllBytes()));
    assertEquals("", new String(process.getInputStream().readAllBytes()));
  }

  private static int exitCode(Process process) throws Exception {
    return process.onExit().get(20, TimeUnit.SECONDS).exitValue();
  }

  /** Returns when the server is there. */
  private Process serve(String... options) throws IOException {
    Process serving = start(List.of(options), "serve", "--port", "0", "--data", "none");
    BufferedReader out = serving.inputReader();
    assertTrue(String.valueOf(out.readLine()).startsWith("Livegrad is running at "));
    return serving;
  }

  private Process start(List<String> options, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
