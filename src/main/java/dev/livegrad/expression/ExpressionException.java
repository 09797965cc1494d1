package dev.livegrad.expression;

import org.jspecify.annotations.Nullable;

/**
 * An expression that can't be read or has no value, or something that can't be done with it; the
 * message is one line for people.
 */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable Integer position;

  ExpressionException(String message) {
    super(message);
    this.position = null;
  }

  ExpressionException(String message, int position) {
    super(message);
    this.position = position;
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The character of the text, from 0, that it is about, or its end; null for no single place. */
  public @Nullable Integer position() {
    return position;
  }

  /**
   * An error at a place, which the message names: the column, and the line where there are several.
   */
  static ExpressionException at(String source, int position, String message) {
    int line = 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
    int column = position - source.lastIndexOf('\n', position - 1);
    String where = line == 1 ? "column " + column : "line " + line + ", column " + column;
    return new ExpressionException(where + ": " + message, position);
  }
}
