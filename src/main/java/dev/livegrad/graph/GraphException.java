package dev.livegrad.graph;

/** A graph that can't be shown as asked; the message is one line for people. */
public final class GraphException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public GraphException(String message) {
    super(message);
  }

  /** One line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
