package dev.livegrad.training.spec;

import dev.livegrad.data.Refusal;
import java.util.regex.Pattern;

/** What a run may be called: text in one line, all of which is seen as it is. */
public final class RunName {
  private static final int MAX_LENGTH = 100;
  private static final int REPLACEMENT = 0xFFFD;
  private static final Pattern BRANCHED = Pattern.compile(", from step \\d+$");

  private RunName() {}

  /**
   * Reads the field {@code name}.
   *
   * @throws SpecException if it is missing or not allowed
   */
  public static String read(Fields fields) {
    Object value = fields.required("name");
    if (value instanceof String name
        && name.codePointCount(0, name.length()) <= MAX_LENGTH
        && name.codePoints().allMatch(RunName::isAllowed)
        && name.codePoints().anyMatch(RunName::isSeen)) {
      return name;
    }
    throw new SpecException(
        Refusal.notAllowed(
            fields.path("name"),
            value,
            "text of 1 to %d characters in one line, without control characters and invisible ones,"
                .formatted(MAX_LENGTH)));
  }

  /**
   * That of a branch: the run's with the step behind it, and without the step at which that one has
   * branched. Where this is too long, the run's.
   */
  public static String ofBranch(String name, long step) {
    String branch = BRANCHED.matcher(name).replaceFirst("") + ", from step " + step;
    return branch.codePointCount(0, branch.length()) <= MAX_LENGTH ? branch : name;
  }

  /** The same, with a mark for each character that isn't allowed. */
  public static String cleaned(String name) {
    StringBuilder cleaned = new StringBuilder();
    name.codePoints().map(it -> isAllowed(it) ? it : REPLACEMENT).forEach(cleaned::appendCodePoint);
    if (cleaned.codePoints().noneMatch(RunName::isSeen)) {
      cleaned.appendCodePoint(REPLACEMENT);
    }
    return cleaned.toString();
  }

  /** What breaks a line, turns its direction, is not seen, or is no character. */
  private static boolean isAllowed(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> isJoiner(codePoint);
      default -> true;
    };
  }

  /** Of the signs that aren't seen themselves, those of which letters and emoji are made. */
  private static boolean isJoiner(int codePoint) {
    boolean isTag = codePoint >= 0xE0020 && codePoint <= 0xE007F;
    return codePoint == 0x200C || codePoint == 0x200D || isTag;
  }

  private static boolean isSeen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      // Letters and a symbol that are as empty as a blank: Hangul's fillers and Braille without
      // dots.
      default ->
          codePoint != 0x115F
              && codePoint != 0x1160
              && codePoint != 0x3164
              && codePoint != 0xFFA0
              && codePoint != 0x2800;
    };
  }
}
