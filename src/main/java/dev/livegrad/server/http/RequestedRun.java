package dev.livegrad.server.http;

import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.Runs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The run that a request is about: the one whose id it names in its path or as {@code run}, or the
 * one that all see who name none. Where there is none of that id, the future fails with a 404.
 */
public final class RequestedRun {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

  private final Runs runs;
  private final Context loop;

  /**
   * @param loop answers are given on it
   */
  public RequestedRun(Runs runs, Context loop) {
    this.runs = runs;
    this.loop = loop;
  }

  /** The run itself. */
  public Future<RunHandle> open(RoutingContext context) {
    return found(id(context), runs::open);
  }

  /** The run as it stands. */
  Future<RunSnapshot> snapshot(RoutingContext context) {
    return ask(context, RunHandle::snapshot);
  }

  /** The run as it stands, with what the list shows of it. */
  Future<RunAnswer> answer(RoutingContext context) {
    return snapshot(context)
        .compose(run -> found(id(context), runs::summary).map(kept -> RunAnswer.of(kept, run)));
  }

  /** Asks the run something. */
  <T> Future<T> ask(RoutingContext context, Function<RunHandle, CompletionStage<T>> question) {
    return found(id(context), id -> runs.ask(id, question));
  }

  /** The id that the request names; whether there is such a run is another question. */
  String id(RoutingContext context) {
    String inPath = context.pathParam("id");
    String named = inPath == null ? context.request().getParam("run") : inPath;
    return named == null ? runs.shared() : named;
  }

  /** What is found under an id; fails with a 404 where that is nothing, or it is no id. */
  <T> Future<T> found(String id, Function<String, CompletionStage<@Nullable T>> find) {
    if (!ID.matcher(id).matches()) {
      return Future.failedFuture(none(id));
    }
    return Future.fromCompletionStage(find.apply(id), loop)
        .compose(it -> it == null ? Future.failedFuture(none(id)) : Future.succeededFuture(it));
  }

  /** The refusal where there is no run of this id. */
  static HttpException none(String id) {
    return new HttpException(404, "run: there is none with the id " + Json.oneLine(id));
  }
}
