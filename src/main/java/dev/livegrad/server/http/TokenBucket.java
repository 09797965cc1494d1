package dev.livegrad.server.http;

/**
 * Limits how often something may be done: a burst at once, and a rate for long. Times are in
 * nanoseconds, as {@link System#nanoTime}. Belongs to one thread at a time.
 */
public final class TokenBucket {
  private final int burst;
  private final double tokensPerNano;
  private double tokens;
  private long last;

  public TokenBucket(int burst, int perSecond, long now) {
    this.burst = burst;
    this.tokensPerNano = perSecond / 1e9;
    this.tokens = burst;
    this.last = now;
  }

  /** Takes one token; false if there is none. */
  public boolean take(long now) {
    tokens = Math.min(burst, tokens + (now - last) * tokensPerNano);
    last = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
