package dev.livegrad.data;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that somebody sent or wrote, as a message of one line tells them. */
public final class Refusal {
  private static final int MAX_SHOWN = 60;

  private Refusal() {}

  /** What is wrong in one line: where, the value, what is allowed. */
  public static String notAllowed(String where, @Nullable Object value, String allowed) {
    return "%s: %s is not allowed; %s is".formatted(where, shown(value), allowed);
  }

  /** A count with its noun, as "1 row" or "2 rows". */
  public static String counted(long number, String noun) {
    return "%d %s".formatted(number, number == 1 ? noun : noun + "s");
  }

  /** That there are so many, as "there is 1 row" or "there are 2 rows". */
  public static String thereAre(long number, String noun) {
    return "there %s %s".formatted(number == 1 ? "is" : "are", counted(number, noun));
  }

  /**
   * The value as JSON would write it, so that a number that was written as text is seen to be one;
   * shortened where it is long.
   */
  public static String shown(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    show(value, text);
    return oneLine(text.toString(), MAX_SHOWN);
  }

  /** {@link #shown}, of the line that begins at {@code start}, or ends there. */
  public static String shownAt(String text, int start) {
    int from = start < text.length() ? start : Math.max(0, start - 20);
    String piece = text.substring(from, Math.min(text.length(), from + MAX_SHOWN));
    String line = piece.lines().findFirst().orElse("");
    return line.isEmpty() ? "the line's end" : shown(line);
  }

  /** In one line, and no longer than {@code max} characters. */
  public static String oneLine(String text, int max) {
    String line = text.length() <= max ? text : text.substring(0, max - 3) + "...";
    // Characters that break the line, turn its direction, or aren't seen at all.
    return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
  }

  /** Goes no further than what will be seen, since a list may be as long as a file. */
  private static void show(@Nullable Object value, StringBuilder text) {
    switch (value) {
      case String words -> {
        boolean fits = words.length() <= MAX_SHOWN - 2;
        String seen = fits ? words : words.substring(0, MAX_SHOWN - 5) + "...";
        text.append('"')
            .append(
                seen.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r")
                    .replace("\t", "\\t"))
            .append('"');
      }
      case List<?> list -> {
        text.append('[');
        for (int i = 0; i < list.size() && text.length() <= MAX_SHOWN; i++) {
          text.append(i == 0 ? "" : ", ");
          show(list.get(i), text);
        }
        text.append(']');
      }
      case Map<?, ?> map -> {
        text.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (text.length() > MAX_SHOWN) {
            break;
          }
          text.append(first ? "" : ", ").append(entry.getKey()).append(": ");
          show(entry.getValue(), text);
          first = false;
        }
        text.append('}');
      }
      case null, default -> text.append(value);
    }
  }
}
