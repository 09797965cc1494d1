package dev.livegrad.store;

import java.util.Locale;

/** Texts as every database can keep them. */
final class Text {
  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /** The same but for NUL, which PostgreSQL refuses, and for what is no Unicode. */
  static String kept(String text) {
    if (text.chars().noneMatch(it -> it == 0 || Character.isSurrogate((char) it))) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(it -> it == 0 || Character.getType(it) == Character.SURROGATE ? REPLACEMENT : it)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** A constant's name in small letters. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
