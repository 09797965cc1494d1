package dev.livegrad.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livegrad.app.Workload;
import dev.livegrad.server.LivegradServer;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.store.SqlRunStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much of its speed the server's training keeps while a viewer watches every level there is,
 * against the same viewer that watches the loss alone. Both take turns, so that what else the
 * machine does meets both.
 */
final class Watched {
  private static final String LEVELS =
      "[\"parameters\", \"predictions\", \"health\", \"neurons\", \"surface:0,1\", \"graph:0\"]";

  private static final int ROUNDS = 6;
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(6);
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(4);

  private final Viewer viewer;

  private Watched(Viewer viewer) {
    this.viewer = viewer;
  }

  public static void main(String[] args) throws InterruptedException {
    for (Workload workload : List.of(Workload.W2, Workload.W3)) {
      Vertx vertx = Vertx.vertx();
      ServerOptions options = ServerOptions.defaults().at("127.0.0.1", 0);
      LivegradServer server =
          await(
              LivegradServer.start(
                  vertx,
                  options,
                  List.of(workload.setup()),
                  "bench",
                  SqlRunStore.inMemory(InstantSource.system())));
      try (Viewer viewer = new Viewer(server.port())) {
        new Watched(viewer).measure(workload);
      } finally {
        await(vertx.close());
      }
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private void measure(Workload workload) throws InterruptedException {
    viewer.send("{\"type\": \"subscribe\", \"topics\": [\"steps\"]}");
    viewer.send("{\"type\": \"setSpeed\", \"stepsPerSecond\": null}");
    viewer.send("{\"type\": \"start\"}");
    viewer.send("{\"type\": \"subscribe\", \"topics\": %s}".formatted(LEVELS));
    stepsPerSecond(WARM_UP);
    List<Double> shares = new ArrayList<>();
    System.out.printf("%s, %s, steps/s unwatched and watched:%n", workload, workload.description());
    for (int round = 0; round < ROUNDS; round++) {
      viewer.send("{\"type\": \"unsubscribe\", \"topics\": %s}".formatted(LEVELS));
      double alone = stepsPerSecond(PERIOD);
      viewer.send("{\"type\": \"subscribe\", \"topics\": %s}".formatted(LEVELS));
      double watched = stepsPerSecond(PERIOD);
      shares.add(watched / alone);
      System.out.printf("  %,.0f %,.0f: %.3f%n", alone, watched, watched / alone);
    }
    shares.sort(null);
    double median = (shares.get(ROUNDS / 2 - 1) + shares.get(ROUNDS / 2)) / 2;
    System.out.printf("  median of the shares: %.3f%n", median);
  }

  /** Between the first and the last frame that come within a period. */
  private double stepsPerSecond(long period) throws InterruptedException {
    long end = System.nanoTime() + period;
    long firstNanos = 0;
    long lastNanos = 0;
    long firstStep = -1;
    long lastStep = -1;
    Viewer.Arrival arrival = viewer.next(end);
    while (arrival != null) {
      JsonNode message = arrival.message();
      if (message.path("type").asText().equals("steps")) {
        lastNanos = arrival.nanos();
        lastStep = message.path("offset").asLong();
        if (firstStep < 0) {
          firstNanos = lastNanos;
          firstStep = lastStep;
        }
      }
      arrival = viewer.next(end);
    }
    return (lastStep - firstStep) * 1e9 / (lastNanos - firstNanos);
  }
}
