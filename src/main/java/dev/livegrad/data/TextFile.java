package dev.livegrad.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Files of text that somebody names. */
public final class TextFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFile() {}

  /**
   * Reads a file in UTF-8, without the byte order mark that some programs begin it with.
   *
   * @param maxMebibytes the most that it may have
   * @throws DataException if it can't be read; the message begins with the file
   */
  public static String read(Path file, int maxMebibytes) {
    int maxBytes = maxMebibytes << 20;
    byte[] bytes;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new DataException(file + ": is a folder; a file is allowed");
      }
      // Reading from a pipe could wait for ever.
      if (!attributes.isRegularFile()) {
        throw new DataException(file + ": is a pipe or a device; a file is allowed");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(maxBytes + 1);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new DataException(file + ": may not be read; a file that you may read is allowed");
    } catch (IOException e) {
      throw new DataException(file + ": can't be read");
    }
    if (bytes.length > maxBytes) {
      throw new DataException(
          "%s: has more than the %d MiB that are allowed".formatted(file, maxMebibytes));
    }
    try {
      return decode(bytes);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage());
    }
  }

  /**
   * The text in UTF-8, without the byte order mark that some programs begin it with.
   *
   * @throws DataException if it is something else
   */
  public static String decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return withoutByteOrderMark(StandardCharsets.UTF_8.newDecoder().decode(in).toString());
    } catch (CharacterCodingException e) {
      throw new DataException(otherThanText(bytes, in.position()));
    }
  }

  /**
   * What it is that is no text in UTF-8, by how it begins.
   *
   * @param at the first byte that can't be read
   */
  private static String otherThanText(byte[] bytes, int at) {
    String head = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00FF\u00FE") || head.startsWith("\u00FE\u00FF")) {
      return "is text in UTF-16; allowed is UTF-8";
    }
    if (head.startsWith("PK") || head.equals("\u00D0\u00CF\u0011\u00E0")) {
      return "is a spreadsheet; allowed is text, as when it is saved as CSV";
    }
    long line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return "line %d: is no text in UTF-8".formatted(line);
  }

  /** The text without the mark that some programs put before it. */
  public static String withoutByteOrderMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
