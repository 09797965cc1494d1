package dev.livegrad.run;

/** There is as much of something as is allowed; the message is a sentence for people. */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LimitException(String message) {
    super(message);
  }
}
