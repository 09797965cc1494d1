package dev.livegrad.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.app.ShippedLessons;
import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.Replay;
import dev.livegrad.run.RunStore;
import dev.livegrad.server.LivegradServer;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The whole product at a free port, with the lessons it ships, the tutorials' first. */
final class Livegrad implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<RunSetup> lessons = lessons(vertx);
  private final Supplier<RunStore> store;
  private final ServerOptions options;
  private LivegradServer server;

  Livegrad() {
    this(ServerOptions.defaults().at("127.0.0.1", 0));
  }

  Livegrad(ServerOptions options) {
    this(options, () -> SqlRunStore.inMemory(InstantSource.system()));
  }

  /** One that keeps its runs in a folder. */
  Livegrad(Path folder) {
    this(
        ServerOptions.defaults().at("127.0.0.1", 0),
        () -> SqlRunStore.in(folder, InstantSource.system()));
  }

  private Livegrad(ServerOptions options, Supplier<RunStore> store) {
    this.store = store;
    server = start(options);
    this.options = options.at("127.0.0.1", server.port());
  }

  String address() {
    return "http://127.0.0.1:" + port() + "/";
  }

  int port() {
    return options.port();
  }

  List<String> lessonNames() {
    return lessons.stream().map(lesson -> lesson.spec().name()).toList();
  }

  /** Ends the server; its viewers are told. */
  void stop() {
    await(server.close());
  }

  /** Another server at the same port, which knows of the one before what that kept in a folder. */
  void startAgain() {
    server = start(options);
  }

  /** What {@code GET /api/run} answers. */
  JsonNode run() {
    return send(request("run").GET());
  }

  /** What {@code GET /api/runs/ID} answers. */
  JsonNode read(String id) {
    return send(request("runs/" + id).GET());
  }

  /** All runs, the newest first. */
  JsonNode runs() {
    return send(request("runs").GET()).get("runs");
  }

  /** Makes a run of this spec; single quotes stand for double ones. */
  String make(String spec) {
    return send(request("runs")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(spec.replace('\'', '"'))))
        .get("id")
        .textValue();
  }

  /** Replaces the run by one of this spec; single quotes stand for double ones. */
  void load(String spec) {
    send(
        request("run")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(spec.replace('\'', '"'))));
  }

  /** The loss of the last of {@code steps} steps, see {@link #replay}. */
  double replayedLoss(long steps) {
    return replay(steps - 1).step().loss();
  }

  /** The first lesson's run after {@code steps} steps, trained here by the server's journal. */
  TrainingRun replay(long steps) {
    List<JournalEntry> entries = new ArrayList<>();
    JsonNode run = run();
    for (JsonNode entry : run.get("journal")) {
      long step = entry.get("step").longValue();
      if (step <= steps) {
        entries.add(new JournalEntry(step, command(entry), entry.get("by").textValue()));
      }
    }
    return Replay.run(lessons.getFirst(), run.get("seed").longValue(), entries, steps);
  }

  /** A lesson's run before its first step. */
  TrainingRun begun(String lesson) {
    return lessons.stream()
        .filter(one -> one.spec().name().equals(lesson))
        .map(one -> new TrainingRun(one, one.spec().seed()))
        .findFirst()
        .orElseThrow();
  }

  /** The loss of a lesson's step, if nobody changes anything. */
  double lossAt(String lesson, long step) {
    TrainingRun run = begun(lesson);
    while (run.stepsDone() < step) {
      run.step();
    }
    return run.step().loss();
  }

  private static Command command(JsonNode entry) {
    return switch (entry.get("command").textValue()) {
      case "start" -> new Command.Start();
      case "pause" -> new Command.Pause();
      case "step" -> new Command.Step(entry.get("value").longValue());
      case "setLearningRate" -> new Command.SetLearningRate(entry.get("value").doubleValue());
      case "setParameter" ->
          new Command.SetParameter(entry.get("name").textValue(), entry.get("value").doubleValue());
      case "reset" -> new Command.Reset(entry.get("value").longValue());
      default -> throw new AssertionError("the journal has a " + entry);
    };
  }

  private static List<RunSetup> lessons(Vertx vertx) {
    return ShippedLessons.read(vertx).stream()
        .sorted(Comparator.comparing(lesson -> !lesson.spec().name().equals("four-points")))
        .toList();
  }

  private LivegradServer start(ServerOptions options) {
    return await(LivegradServer.start(vertx, options, lessons, "test", store.get()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address() + "api/" + path));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(response.statusCode() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("the answer is not JSON", e);
    } catch (IOException e) {
      throw new AssertionError("the server does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the server could not be started or stopped", e);
    }
  }

  @Override
  public void close() {
    http.close();
    await(vertx.close());
  }
}
