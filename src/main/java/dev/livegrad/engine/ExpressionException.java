package dev.livegrad.engine;

/** An expression that can't be read or has no value; the message is one line for people. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExpressionException(String message) {
    super(message);
  }
}
