package dev.livegrad.app;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The command line as it was typed. In a locale of ASCII, as {@code LC_ALL=C}, a JVM gets every
 * other letter as {@code U+FFFD}, and opens no file that has one in its name; neither can be
 * changed once it runs. So it is started again in UTF-8, with its arguments written in ASCII.
 */
final class TypedLine {
  /** Holds the arguments of a JVM that was started again so. */
  private static final String PROPERTY = "livegrad.line";

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private TypedLine() {}

  /** Whether this JVM knows ASCII alone, where a JVM in UTF-8 could take its place. */
  static boolean isInAscii() {
    return String.valueOf(System.getProperty("sun.jnu.encoding")).startsWith("ANSI_X3.4")
        && System.getProperty(PROPERTY) == null
        && Files.isReadable(COMMAND_LINE);
  }

  /** Whether letters were lost on the way here. */
  static boolean isDamaged(String... args) {
    return Arrays.stream(args).anyMatch(arg -> arg.indexOf('\uFFFD') >= 0);
  }

  /** The option that brings {@code args} to a JVM in any locale. */
  static String option(String... args) {
    return "-D%s=%s"
        .formatted(
            PROPERTY,
            Arrays.stream(asTyped(args))
                .map(arg -> URLEncoder.encode(arg, StandardCharsets.UTF_8))
                .collect(Collectors.joining(",")));
  }

  /** The arguments that {@link #option} brought, or else {@code args}. */
  static String[] read(String... args) {
    String line = System.getProperty(PROPERTY);
    return line == null
        ? args
        : Arrays.stream(line.split(",", -1))
            .map(arg -> URLDecoder.decode(arg, StandardCharsets.UTF_8))
            .toArray(String[]::new);
  }

  /** The last words of the process's command line, where the system tells it. */
  private static String[] asTyped(String... args) {
    try {
      // Each word ends with a NUL.
      String[] words = Files.readString(COMMAND_LINE).replaceFirst("\0$", "").split("\0", -1);
      String[] typed = args.clone();
      for (int i = 1; i <= Math.min(args.length, words.length); i++) {
        if (isDamaged(args[args.length - i])) {
          typed[args.length - i] = words[words.length - i];
        }
      }
      return typed;
    } catch (IOException e) {
      return args;
    }
  }
}
