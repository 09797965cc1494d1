package dev.livegrad.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livegrad.app.Workload;
import dev.livegrad.server.LivegradServer;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.store.SqlRunStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long a change of the learning rate takes, over a real socket, while the server trains the
 * largest workload as fast as it can: to the answer, and to the first step that used the new rate.
 */
final class CommandLatency {
  private static final Workload WORKLOAD = Workload.W3;
  private static final int WARM_UP = 50;
  private static final int COMMANDS = 1_000;
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(120);
  private static final long LIMIT_A_COMMAND = TimeUnit.SECONDS.toNanos(10);

  /** As long as a frame, so that commands come at every moment between two frames. */
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1) / 30;

  private final Viewer viewer;
  private final Random random = new Random(1337);
  private final long end = System.nanoTime() + LIMIT;
  private Latencies accepted = new Latencies();
  private Latencies used = new Latencies();

  private CommandLatency(Viewer viewer) {
    this.viewer = viewer;
  }

  public static void main(String[] args) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    ServerOptions options = ServerOptions.defaults().at("127.0.0.1", 0);
    LivegradServer server =
        await(
            LivegradServer.start(
                vertx,
                options,
                List.of(WORKLOAD.setup()),
                "bench",
                SqlRunStore.inMemory(InstantSource.system())));
    try (Viewer viewer = new Viewer(server.port())) {
      new CommandLatency(viewer).measure();
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private void measure() throws InterruptedException {
    viewer.send("{\"type\": \"subscribe\", \"topics\": [\"steps\"]}");
    viewer.send("{\"type\": \"setSpeed\", \"stepsPerSecond\": null}");
    viewer.send("{\"type\": \"start\"}");
    changeRates(0, WARM_UP);
    accepted = new Latencies();
    used = new Latencies();
    changeRates(WARM_UP, COMMANDS);
    System.out.printf(
        "%s, %s, at full speed: %,d commands one after the other, after %d to warm up%n",
        WORKLOAD, WORKLOAD.description(), accepted.count(), WARM_UP);
    System.out.println("until it was accepted:        " + accepted);
    System.out.println("until a step used it came:    " + used);
    if (accepted.count() < COMMANDS) {
      System.out.printf("The time was up before all %,d were sent.%n", COMMANDS);
    }
  }

  private void changeRates(int first, int count) throws InterruptedException {
    for (int id = first; id < first + count && System.nanoTime() < end; id++) {
      changeRate(id);
      long pauseEnd = System.nanoTime() + random.nextLong(LONGEST_PAUSE);
      while (viewer.next(pauseEnd) != null) {
        // Steps in between; to read them is part of being a viewer.
      }
    }
  }

  /** Sends a rate that was not there before, and waits for its answer and its first step. */
  private void changeRate(int id) throws InterruptedException {
    double rate = 0.01 + id * 1e-6;
    long sent = System.nanoTime();
    viewer.send("{\"type\": \"setLearningRate\", \"value\": %s, \"id\": %d}".formatted(rate, id));
    boolean isAccepted = false;
    boolean isUsed = false;
    while (!isAccepted || !isUsed) {
      Viewer.Arrival arrival = viewer.next(sent + LIMIT_A_COMMAND);
      if (arrival == null) {
        throw new IllegalStateException(
            "no answer, or no step, for 10 seconds after command " + id);
      }
      JsonNode message = arrival.message();
      switch (message.get("type").textValue()) {
        case "accepted" -> {
          if (message.get("id").asInt(-1) == id) {
            accepted.add(arrival.nanos() - sent);
            isAccepted = true;
          }
        }
        case "steps" -> {
          if (!isUsed && uses(message, rate)) {
            used.add(arrival.nanos() - sent);
            isUsed = true;
          }
        }
        case "rejected" -> throw new IllegalStateException(arrival.text());
        default -> {}
      }
    }
  }

  private static boolean uses(JsonNode steps, double rate) {
    for (JsonNode used : steps.get("learningRate")) {
      if (used.doubleValue() == rate) {
        return true;
      }
    }
    return false;
  }
}
