package dev.livegrad.server.http;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.run.SeriesRange;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A run's loss curve over HTTP: whole, for those who lay several over each other, or a part of it
 * as finely as it can be had, for those who look closely. Belongs to one event loop.
 */
public final class SeriesApi {
  /** JavaScript has no greater whole numbers. */
  private static final long MAX_STEP = (1L << 53) - 1;

  /** Steps that are made again take a processor, which training needs, too. */
  private static final int MAX_MADE_AGAIN = 2;

  /** Who looks closely does not wait longer. */
  private static final long MAX_NANOS = 20_000_000_000L;

  private final RequestedRun requested;
  private final LongSupplier nanoTime;
  private final WorkerExecutor worker;
  private final WorkerExecutor again;
  private int underWay;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public SeriesApi(Vertx vertx, RequestedRun requested, LongSupplier nanoTime) {
    this.requested = requested;
    this.nanoTime = nanoTime;
    this.worker = vertx.createSharedWorkerExecutor("livegrad-series", 1);
    this.again = vertx.createSharedWorkerExecutor("livegrad-steps", MAX_MADE_AGAIN);
  }

  public void mount(Router router) {
    router.get("/api/runs/:id/series").handler(this::series);
  }

  private void series(RoutingContext context) {
    MultiMap asked = Json.params(context);
    if (asked == null) {
      return;
    }
    long from = step(context, asked, "from", 0, 0);
    long to = from < 0 ? -1 : step(context, asked, "to", from, MAX_STEP);
    if (to < 0) {
      return;
    }
    boolean whole = !asked.contains("from") && !asked.contains("to");
    // Where many ask at once, they get what is kept.
    boolean closely = !whole && underWay < MAX_MADE_AGAIN;
    underWay += closely ? 1 : 0;
    requested
        .snapshot(context)
        .compose(run ->
            (closely ? again : worker)
                .executeBlocking(() -> answer(run, from, to, whole, closely), false))
        .onComplete(result -> {
          underWay -= closely ? 1 : 0;
          if (result.succeeded()) {
            Json.sendBytes(context, 200, result.result());
          } else {
            Json.fail(context, result.cause());
          }
        });
  }

  /** A step that the query names; -1, and the request is refused, where it is none. */
  private static long step(
      RoutingContext context, MultiMap asked, String name, long least, long otherwise) {
    String text = asked.get(name);
    if (text == null) {
      return Math.max(least, otherwise);
    }
    if (text.matches("\\d{1,16}")
        && Long.parseLong(text) >= least
        && Long.parseLong(text) <= MAX_STEP) {
      return Long.parseLong(text);
    }
    Json.refuse(
        context,
        400,
        "%s: %s is not allowed; a whole number from %d to %d is"
            .formatted(name, Json.oneLine(text), least, MAX_STEP));
    return -1;
  }

  private Buffer answer(RunSnapshot run, long from, long to, boolean whole, boolean closely) {
    long until = nanoTime.getAsLong() + MAX_NANOS;
    List<SeriesEntry> entries =
        whole
            ? run.series().after(0, Series.CAPACITY)
            : SeriesRange.of(run, from, to, () -> !closely || nanoTime.getAsLong() - until > 0);
    return Buffer.buffer(Encoder.encode(new ServerMessage.Steps(run.trajectory(), entries)));
  }
}
