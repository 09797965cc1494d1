package dev.livegrad.server.http;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.JsonText;
import dev.livegrad.run.LimitException;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.spec.SpecException;
import io.vertx.core.MultiMap;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP: bodies that come in, and answers. */
public final class Json {
  private Json() {}

  /**
   * Reads a body that is to be one object.
   *
   * @param what it is, for people
   * @throws SpecException if it is something else
   */
  static Map<?, ?> object(@Nullable String body, String what) {
    try {
      if (JsonText.parse(body == null ? "" : body) instanceof Map<?, ?> tree) {
        return tree;
      }
    } catch (SpecException e) {
      throw new SpecException("the body is not JSON: " + e.getMessage());
    }
    throw new SpecException(what + " is one JSON object");
  }

  /** The parameters of the query; null, and the request is refused, where they can't be read. */
  static @Nullable MultiMap params(RoutingContext context) {
    try {
      return context.request().params();
    } catch (IllegalArgumentException e) {
      refuse(context, 400, "the query of the address can't be understood");
      return null;
    }
  }

  /** Answers with an error, which is one line for people. */
  public static void refuse(RoutingContext context, int status, String error) {
    if (!isAnswered(context)) {
      // It is no file, whatever was asked for.
      context.response().headers().remove(HttpHeaders.CONTENT_DISPOSITION);
    }
    send(context, status, Map.of("error", error));
  }

  /**
   * Whether an answer has begun, as one that tells of an {@link AnswerDeadline} that has passed.
   */
  static boolean isAnswered(RoutingContext context) {
    return context.response().headWritten() || context.response().ended();
  }

  /** Answers with what went wrong: others' mistakes in a sentence, ours as a failure. */
  public static void fail(RoutingContext context, Throwable failure) {
    switch (failure) {
      case CompletionException e when e.getCause() != null -> fail(context, e.getCause());
      case SpecException e -> refuse(context, 400, e.getMessage());
      case LimitException e -> refuse(context, 409, String.valueOf(e.getMessage()));
      case StoreException e -> refuse(context, 503, String.valueOf(e.getMessage()));
      // One that was only parked would have been opened again.
      case RunHandle.ClosedException _ -> refuse(context, 503, "the server is stopping");
      default -> context.fail(failure);
    }
  }

  /** Answers with anything that {@link Encoder#write} can write. */
  static void send(RoutingContext context, int status, Object value) {
    sendText(context, status, Encoder.write(value));
  }

  /**
   * Answers with what may be many megabytes, like the parameters of a large network.
   *
   * @param worker writes the JSON, so that nobody else waits for it
   */
  static void sendLarge(RoutingContext context, int status, Object value, WorkerExecutor worker) {
    worker
        .executeBlocking(() -> Buffer.buffer(Encoder.write(value)), false)
        .onSuccess(json -> sendBytes(context, status, json))
        .onFailure(context::fail);
  }

  /** Answers with JSON. */
  static void sendText(RoutingContext context, int status, String json) {
    sendBytes(context, status, Buffer.buffer(json));
  }

  /** Answers with JSON in UTF-8. */
  static void sendBytes(RoutingContext context, int status, Buffer json) {
    header(context, HttpHeaders.CACHE_CONTROL, "no-store");
    sendBytes(context, status, "application/json", json);
  }

  /** Answers with what is no JSON. */
  static void sendBytes(RoutingContext context, int status, String type, Buffer body) {
    header(context, HttpHeaders.CONTENT_TYPE, type);
    if (!isAnswered(context)) {
      context.response().setStatusCode(status).end(body);
    }
  }

  /** Answers that it is done. */
  static void sendNothing(RoutingContext context) {
    if (!isAnswered(context)) {
      context.response().setStatusCode(204).end();
    }
  }

  /** Has the answer, unless it has begun, get a header. */
  static void header(RoutingContext context, CharSequence name, CharSequence value) {
    if (!isAnswered(context)) {
      context.response().putHeader(name, value);
    }
  }

  /** What somebody sent, so that it fits into an error of one line. */
  static String oneLine(String text) {
    String line = text.replaceAll("\\R|\\p{Cntrl}", "?");
    return line.length() <= 200 ? line : line.substring(0, 197) + "...";
  }
}
