package dev.livegrad.server;

import dev.livegrad.run.TimeShare;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Trains, on worker threads: the runs have turns on them. */
final class TrainingVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(TrainingVerticle.class.getName());

  private final int threads;

  /** Those whose end has not been told yet. */
  private final Set<Future<?>> turns = ConcurrentHashMap.newKeySet();

  private @Nullable TimeShare timeShare;

  /**
   * @param threads how many its pool of workers has
   */
  TrainingVerticle(int threads) {
    this.threads = threads;
  }

  @Override
  public Future<?> start() {
    timeShare =
        new TimeShare(
            this::give,
            threads,
            (nanos, task) -> {
              long millis = Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1));
              long timer = vertx.setTimer(millis, _ -> task.run());
              return () -> vertx.cancelTimer(timer);
            },
            System::nanoTime,
            ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    return Future.succeededFuture();
  }

  private void give(Runnable turn) {
    Promise<Void> told = Promise.promise();
    turns.add(told.future());
    context
        .executeBlocking(
            () -> {
              turn.run();
              return null;
            },
            false)
        .onFailure(mistake -> LOG.log(System.Logger.Level.ERROR, "a turn of a run failed", mistake))
        .onComplete(_ -> {
          turns.remove(told.future());
          told.complete();
        });
  }

  /** What runs share; there once it is deployed. */
  TimeShare timeShare() {
    return Objects.requireNonNull(timeShare);
  }

  /**
   * Completes when nobody has a turn any more and the end of each was told, which takes a thread:
   * they are given back then.
   */
  @Override
  public Future<?> stop() {
    return Future.fromCompletionStage(timeShare().close())
        .eventually(() -> Future.join(List.copyOf(turns)));
  }
}
