package dev.livegrad.training.spec;

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

  public static SpecException notAllowed(String path, Object value, String allowed) {
    return new SpecException(
        "%s: %s is not allowed; %s is".formatted(path, shorten(String.valueOf(value)), allowed));
  }

  /** It may be anything that somebody sent, and is to stand in one line. */
  static String shorten(String value) {
    String text = value.replaceAll("\\R|\\p{Cntrl}", "?");
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
