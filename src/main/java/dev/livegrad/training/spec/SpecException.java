package dev.livegrad.training.spec;

import dev.livegrad.data.Refusal;
import org.jspecify.annotations.Nullable;

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

  public static SpecException notAllowed(String path, @Nullable Object value, String allowed) {
    return new SpecException(Refusal.notAllowed(path, value, allowed));
  }
}
