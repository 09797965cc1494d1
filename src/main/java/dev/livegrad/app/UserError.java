package dev.livegrad.app;

/** Something the user can mend; the message is one line that names it and says what is allowed. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  UserError(String message) {
    super(message);
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
