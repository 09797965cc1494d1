package dev.livegrad.expression;

/** An expression that can't be read or has no value; the message is one line for people. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int position;

  /**
   * @param position where in the text it is, from 0
   */
  ExpressionException(String message, int position) {
    super(message);
    this.position = position;
  }

  /** Where in the text it is: the place of a character, from 0, or of the end. */
  public int position() {
    return position;
  }

  /** The same with the place in front: the column, and the line where there are several. */
  static ExpressionException at(String source, int position, String message) {
    int line = 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
    int column = position - source.lastIndexOf('\n', position - 1);
    String where = line == 1 ? "column " + column : "line " + line + ", column " + column;
    return new ExpressionException(where + ": " + message, position);
  }
}
