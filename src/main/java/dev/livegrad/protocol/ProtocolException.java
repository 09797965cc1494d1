package dev.livegrad.protocol;

import org.jspecify.annotations.Nullable;

/** A message that is refused; the reason is one line for people: field, value, what is allowed. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Object id;

  ProtocolException(@Nullable Object id, String reason) {
    super(reason);
    this.id = id;
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The message's id; null where there was none or it could not be read. */
  public @Nullable Object id() {
    return id;
  }
}
