package dev.livegrad.server.http;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.Series;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A run's loss curve over HTTP, for those who lay several over each other. */
public final class SeriesApi {
  private final RequestedRun requested;
  private final WorkerExecutor worker;

  public SeriesApi(Vertx vertx, RequestedRun requested) {
    this.requested = requested;
    this.worker = vertx.createSharedWorkerExecutor("livegrad-series", 1);
  }

  public void mount(Router router) {
    router.get("/api/runs/:id/series").handler(this::series);
  }

  private void series(RoutingContext context) {
    requested
        .snapshot(context)
        .compose(run -> worker.executeBlocking(() -> answer(run), false))
        .onSuccess(json -> Json.sendBytes(context, 200, json))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private static Buffer answer(RunSnapshot run) {
    var entries = run.series().after(0, Series.CAPACITY);
    return Buffer.buffer(Encoder.encode(new ServerMessage.Steps(run.trajectory(), entries)));
  }
}
