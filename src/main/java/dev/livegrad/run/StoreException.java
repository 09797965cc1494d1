package dev.livegrad.run;

/** A store can't be opened, read or written; the message is a sentence for people. */
public final class StoreException extends RuntimeException {
  public StoreException(String message) {
    super(message);
  }
}
