package dev.livegrad.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths on the command line. */
final class PathText {
  private PathText() {}

  /**
   * Reads one. An empty one would be the working folder, which nobody means who forgot to set a
   * variable.
   *
   * @throws InvalidPathException if it is empty or none
   */
  static Path read(String text) {
    if (text.isBlank()) {
      throw new InvalidPathException(text, "is empty");
    }
    return Path.of(text);
  }
}
