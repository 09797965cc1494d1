package dev.livegrad.server.http;

import dev.livegrad.export.RunFile;
import dev.livegrad.run.RunStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** What a browser calls a file that it gets: after its run, whatever characters that name has. */
final class FileName {
  /** Of the name in UTF-8, so that there is room for more in the 255 that file systems have. */
  private static final int MAX_BYTES = 150;

  /** What some file system forbids, what breaks a line, and what turns its direction. */
  private static final String FORBIDDEN =
      "[\\\\/:*?\"<>|\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]";

  private FileName() {}

  /** The header's value, as RFC 6266 has it, once in ASCII for old programs. */
  static String attachment(RunStore.Summary run, RunFile file) {
    String name = of(run.name(), run.id()) + "-" + file.fileName();
    String ascii = name.replaceAll("[^\\x20-\\x7E]|%", "_");
    String encoded =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded);
  }

  /** A name that every file system takes. */
  static String of(String name, String otherwise) {
    String safe =
        Normalizer.normalize(name, Normalizer.Form.NFC)
            .replaceAll(FORBIDDEN, "_")
            .replaceAll("^[.\\s~-]+|\\s+$", "");
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int c : safe.codePoints().toArray()) {
      bytes += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept.isEmpty() ? otherwise : kept.toString();
  }
}
