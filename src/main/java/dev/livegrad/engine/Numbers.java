package dev.livegrad.engine;

/** Numbers as people write them. */
public final class Numbers {
  private Numbers() {}

  /** The shortest decimal that reads back as the same double, without a trailing {@code .0}. */
  public static String plain(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
