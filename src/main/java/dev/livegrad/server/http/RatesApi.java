package dev.livegrad.server.http;

import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunStatus;
import dev.livegrad.training.inspect.RateSweep;
import dev.livegrad.training.spec.SpecException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/** Which learning rate suits a run where it stands, over HTTP; tried on a thread of its own. */
public final class RatesApi {
  private static final int MAX_WAITING = 8;

  private final RequestedRun requested;
  private final WorkerExecutor worker;
  private final AtomicInteger waiting = new AtomicInteger();

  public RatesApi(Vertx vertx, RequestedRun requested) {
    this.requested = requested;
    this.worker = vertx.createSharedWorkerExecutor("livegrad-rates", 1);
  }

  public void mount(Router router) {
    router.get("/api/rates").handler(this::sweep);
  }

  private void sweep(RoutingContext context) {
    if (waiting.get() >= MAX_WAITING) {
      Json.refuse(context, 503, "too many look for a rate; try again in a moment");
      return;
    }
    waiting.incrementAndGet();
    requested
        .snapshot(context)
        .compose(run -> worker.executeBlocking(() -> sweep(run), false))
        .onSuccess(sweep -> Json.send(context, 200, sweep))
        .onFailure(failure -> Json.fail(context, failure))
        .onComplete(_ -> waiting.decrementAndGet());
  }

  private static RateSweep sweep(RunSnapshot run) {
    if (run.state().status() == RunStatus.DIVERGED) {
      throw new SpecException("the run has diverged; reset it, and look for a rate then");
    }
    return RateSweep.of(run.network(), run.description().seed(), run.present(), System::nanoTime);
  }
}
