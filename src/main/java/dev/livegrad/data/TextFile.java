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
import java.util.List;

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
    requireNoOtherFormat(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      String place = place(new String(bytes, 0, in.position(), StandardCharsets.UTF_8));
      throw new DataException(
          "%s: the byte %02X is no text in UTF-8".formatted(place, bytes[in.position()]));
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new DataException(place(text.substring(0, nul)) + ": the byte 00 is no text");
    }
    return withoutByteOrderMark(text);
  }

  /** Tells other formats by how they begin. */
  private static void requireNoOtherFormat(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.matches(
        "(?s)(\u00FF\u00FE|\u00FE\u00FF|[^\0]\0[^\0]\0|[^\0]\0\0|\0[^\0]\0[^\0]|\0\0).*")) {
      throw new DataException("is text in UTF-16 or UTF-32; allowed is UTF-8");
    }
    if (head.startsWith("PK\u0003\u0004") || head.startsWith("\u00D0\u00CF\u0011\u00E0")) {
      throw new DataException(
          "is a spreadsheet or an archive; allowed is text, as when a spreadsheet is saved as CSV");
    }
    if (head.startsWith("%PDF")) {
      throw new DataException("is a PDF; allowed is text");
    }
  }

  /** Where somebody finds what stands behind a text. */
  private static String place(String before) {
    List<String> lines = (before + '|').lines().toList();
    return "line %d, character %d".formatted(lines.size(), lines.getLast().length());
  }

  /** The text without the mark that some programs put before it. */
  public static String withoutByteOrderMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
