package dev.livegrad.server;

import dev.livegrad.run.TimeShare;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Trains, on threads of its own: the runs have turns on them. They are no workers of Vert.x, which
 * would tell of the end of each turn on yet another of them, and of the last one on none.
 */
final class TrainingVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(TrainingVerticle.class.getName());

  private final int threads;
  private final ExecutorService pool;
  private @Nullable TimeShare timeShare;

  TrainingVerticle(int threads) {
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("livegrad-training-", 0).factory());
  }

  @Override
  public Future<?> start() {
    timeShare =
        new TimeShare(
            turn -> pool.execute(() -> run(turn)),
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

  private static void run(Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException mistake) {
      LOG.log(System.Logger.Level.ERROR, "a turn of a run failed", mistake);
    }
  }

  /** What runs share; there once it is deployed. */
  TimeShare timeShare() {
    return Objects.requireNonNull(timeShare);
  }

  /** Completes when nobody has a turn any more. */
  @Override
  public Future<?> stop() {
    return Future.fromCompletionStage(timeShare().close(), context).onSuccess(_ -> pool.shutdown());
  }
}
