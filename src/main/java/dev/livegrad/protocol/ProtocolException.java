package dev.livegrad.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** A message that is refused; the reason is one line for people: field, value, what is allowed. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient JsonNode id;

  ProtocolException(JsonNode id, String reason) {
    super(reason);
    this.id = id;
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The message's id, as far as it could be read; else JSON's null. */
  public JsonNode id() {
    return id;
  }
}
