package dev.livegrad.run;

/** A store can't be opened, read or written; the message is a sentence for people. */
public class StoreException extends RuntimeException {
  public StoreException(String message) {
    super(message);
  }

  /** One run is damaged: it can't be read now or later, while all else in the store can. */
  public static final class OfRun extends StoreException {
    /**
     * @param why as "its spec is damaged"
     */
    public OfRun(String id, String why) {
      super("run %s: %s".formatted(id, why));
    }
  }
}
