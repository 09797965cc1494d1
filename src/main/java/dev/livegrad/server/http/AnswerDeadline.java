package dev.livegrad.server.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has each request answered in time, whatever it waits for: else its connection would be closed
 * without a word, once nothing has gone over it for long. Belongs to one event loop.
 */
public final class AnswerDeadline {
  /** Less than a connection lives on which nothing happens. */
  public static final long MAX_MILLIS = 30_000;

  private final Vertx vertx;
  private final long maxMillis;
  private final Supplier<@Nullable String> trouble;

  /**
   * @param maxMillis how long an answer may take to begin, in milliseconds
   * @param trouble why nothing can be kept, in a sentence without its end; null where all is well
   */
  public AnswerDeadline(Vertx vertx, long maxMillis, Supplier<@Nullable String> trouble) {
    this.vertx = vertx;
    this.maxMillis = maxMillis;
    this.trouble = trouble;
  }

  /** To be called for each request, when its head has come. */
  public void limit(RoutingContext context) {
    long timer = vertx.setTimer(maxMillis, _ -> answer(context));
    context.addEndHandler(_ -> vertx.cancelTimer(timer));
  }

  /** A body that does not come is {@link Bodies#limitTime}'s matter. */
  private void answer(RoutingContext context) {
    if (context.request().isEnded() && !Json.isAnswered(context)) {
      String why = Objects.requireNonNullElse(trouble.get(), "the answer takes too long");
      Json.refuse(context, 503, why + "; what was asked for may still be done");
    }
  }
}
