package dev.livegrad.training;

/**
 * A run spec that can't be run; the message is one line for people: field, value, what is allowed.
 */
public final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SpecException(String message) {
    super(message);
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  static SpecException notAllowed(String path, Object value, String allowed) {
    return new SpecException(
        "%s: %s is not allowed; %s is".formatted(path, shorten(String.valueOf(value)), allowed));
  }

  private static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
