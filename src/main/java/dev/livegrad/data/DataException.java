package dev.livegrad.data;

/**
 * Data that can't be learned from; the message is one line for people: where, what, what is
 * allowed.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
