package dev.livegrad.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts this program again with the JDK's vector module, and in UTF-8 where the locale knows ASCII
 * alone, and stands in for it: same options, same input and output, same exit code, and both end
 * together. It takes a flag on the command line to have that module, and the environment to have
 * that encoding; neither a jar's manifest nor a running JVM can ask for them.
 */
final class Relaunch {
  private static final String MODULE = "jdk.incubator.vector";

  /** What the JVM says first of all, to people who did not choose that module. */
  private static final byte[] WARNING =
      ("WARNING: Using incubator modules: " + MODULE + "\n").getBytes(StandardCharsets.US_ASCII);

  /** As {@code pom.xml} gives them to a JVM that it starts; the reason stands there. */
  private static final List<String> VECTORS =
      List.of(
          "--add-modules",
          MODULE,
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=dontinline,dev.livegrad.engine.tape.VectorLoops::*",
          "-XX:CompileCommand=dontinline,dev.livegrad.engine.tape.ProductTiles::*",
          "-XX:CompileCommand=dontinline,dev.livegrad.engine.tape.GradientTiles::*");

  /** Longer than the child gives itself to tell its viewers. */
  private static final int ENDING_SECONDS = 30;

  private static final Set<String> TRAINING = Set.of("serve", "train", "bench");

  /** Options for one process only, as a debugger's port or a file to write, or against modules. */
  private static final List<String> NOT_TWICE =
      List.of(
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xrun",
          "-Dcom.sun.management.",
          "-XX:StartFlightRecording",
          "-XX:AOT",
          "-XX:ArchiveClassesAtExit",
          "--limit-modules");

  private Relaunch() {}

  /** Does not return if it starts the program again; without vectors all works too, but slower. */
  static void ifBetter(String... line) {
    if (!wouldHelp(line)) {
      return;
    }
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    if (options.stream().anyMatch(option -> NOT_TWICE.stream().anyMatch(option::startsWith))) {
      return;
    }
    Process child;
    try {
      child = start(options, line);
    } catch (IOException e) {
      return;
    }
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    endAlong(child, exitCode);
    copyErrors(child.getErrorStream(), new FileOutputStream(FileDescriptor.err));
    exitCode.complete(child.onExit().join().exitValue());
    System.exit(exitCode.join());
  }

  private static boolean wouldHelp(String... line) {
    boolean possible =
        !Relaunch.class.getModule().isNamed()
            // Windows can't ask a process to end, and viewers should be told of an end.
            && ProcessHandle.current().supportsNormalTermination();
    boolean letters = TypedLine.isInAscii() && TypedLine.isDamaged(line);
    return possible && (letters || vectorsWouldHelp(line));
  }

  private static boolean vectorsWouldHelp(String... line) {
    return TRAINING.contains(line[0])
        && Collections.disjoint(Main.ABOUT_ITSELF, List.of(line))
        && !"false".equals(System.getProperty("livegrad.simd"))
        && ModuleLayer.boot().findModule(MODULE).isEmpty()
        && ModuleFinder.ofSystem().find(MODULE).isPresent();
  }

  private static Process start(List<String> options, String... line) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    if (vectorsWouldHelp(line)) {
      command.addAll(VECTORS);
    }
    if (TypedLine.isInAscii()) {
      command.add(TypedLine.option(line));
    }
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dlivegrad.endWithParent=" + ProcessHandle.current().pid());
    // The jar's manifest grants this, but is asked only after -jar.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(line));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.INHERIT)
            .redirectOutput(Redirect.INHERIT);
    // The options have what these hold, and the JVM would say again that it found them.
    if (TypedLine.isInAscii()) {
      builder.environment().put("LC_ALL", "C.UTF-8");
    }
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
    return builder.start();
  }

  /** Copies every byte as it comes, but for the JVM's warning at the beginning. */
  static void copyErrors(InputStream in, OutputStream out) {
    try (in) {
      int same = 0;
      int next;
      do {
        next = in.read();
      } while (next == WARNING[same] && ++same < WARNING.length);
      if (same < WARNING.length) {
        out.write(WARNING, 0, same);
        if (next >= 0) {
          out.write(next);
        }
      }
      in.transferTo(out);
    } catch (IOException e) {
      // Nobody reads standard error any more; that is no reason to stop training.
    }
  }

  /** Told to end, this process tells the child, and waits for what that has to do and say. */
  private static void endAlong(Process child, CompletableFuture<Integer> exitCode) {
    Runnable end =
        () -> {
          child.toHandle().destroy(); // Process.destroy would close what it still has to say.
          try {
            exitCode.get(ENDING_SECONDS, TimeUnit.SECONDS);
          } catch (TimeoutException | ExecutionException | InterruptedException e) {
            child.destroyForcibly();
          }
        };
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(end, "livegrad-ending"));
    } catch (IllegalStateException e) {
      child.destroy(); // It has been told already.
    }
  }
}
