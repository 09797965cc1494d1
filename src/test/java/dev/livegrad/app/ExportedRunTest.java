package dev.livegrad.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livegrad.export.RunFile;
import dev.livegrad.server.LivegradServer;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.Specs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server gives of a run makes the same run again on the command line. */
@Timeout(60)
final class ExportedRunTest {
  private static final List<String> TABLES =
      List.of("steps.csv", "parameters.csv", "predictions.csv", "findings.csv");
  private static final JsonMapper JSON = new JsonMapper();
  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static String address;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    LivegradServer server =
        await(
            LivegradServer.start(
                VERTX,
                ServerOptions.defaults().at("127.0.0.1", 0),
                List.of(Specs.fourPoints()),
                "test",
                SqlRunStore.in(folder, InstantSource.system())));
    address = "127.0.0.1:" + server.port();
  }

  @AfterAll
  static void stop() throws Exception {
    HTTP.close();
    await(VERTX.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private record Drawn(String spec, long seed) {
    @Override
    public String toString() {
      return "%s, commands drawn with %d".formatted(spec.lines().findFirst().orElseThrow(), seed);
    }
  }

  static List<Drawn> runs() {
    String batches =
        """
        name: "batches: [of] # moons \\U0001F469"
        description: 'null'
        data: {generator: {name: moons, samples: 30, noise: 0.1234567890123456789, seed: 7}}
        model: {layers: [4, 1], hidden: relu, output: linear}
        optimizer: {learningRate: {schedule: linear, from: 0.3, to: 1.0e-3, steps: 70}}
        training: {steps: 100, batch: {size: 7, shuffle: true}}
        """;
    String inline =
        """
        name: inline
        seed: 9007199254740991
        data: {inline: {inputs: [[0.1, -0.0], [1e300, 3], [5e-324, 1.7e-7]], targets: [1, -1, 0.3]}}
        model: {layers: [3, 1], hidden: tanh, output: tanh}
        optimizer: {learningRate: 0.05}
        """;
    String diverging =
        """
        name: diverging
        data: {generator: {name: moons, samples: 20}}
        model: {layers: [4, 1], hidden: relu, output: linear}
        optimizer: {learningRate: 1000}
        """;
    // Its steps are sent in several pieces.
    String wide = inline.replace("[3, 1]", "[60, 60, 1]");
    return List.of(
        new Drawn(batches, 1),
        new Drawn(batches, 2),
        new Drawn(inline, 3),
        new Drawn(inline, 4),
        new Drawn(diverging, 5),
        new Drawn(wide, 7));
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("runs")
  void anExportedRunIsTheSameRun(Drawn drawn) throws Exception {
    String id = make(drawn.spec());
    give(id, new Random(drawn.seed()));
    JsonNode run = settled(id);
    Path spec = save(id, "spec.yaml");
    Path journal = save(id, "journal.json");
    boolean diverged = run.get("status").textValue().equals("diverged");

    Path out = folder.resolve("again");
    int code =
        run("train", spec.toString(), "--journal", journal.toString(), "--out", out.toString());
    assertEquals(diverged ? 1 : 0, code, err.toString());

    assertNotEquals(0, run.get("step").longValue() + (diverged ? 1 : 0));
    for (String table : TABLES) {
      byte[] told = get("/api/runs/%s/%s".formatted(id, table)).body();
      assertArrayEquals(Files.readAllBytes(out.resolve(table)), told, table);
    }
    long rows = Files.lines(out.resolve("steps.csv")).count() - 1;
    assertEquals(run.get("step").longValue() + (diverged ? 1 : 0), rows);
    assertTrue(Files.readString(spec).contains("seed: " + run.get("seed")), "the run's own seed");
  }

  @Test
  void theCommandLineListsExportsAndDeletesWhatAServerHasLeft() throws Exception {
    Path left = folder.resolve("left");
    LivegradServer own =
        await(
            LivegradServer.start(
                VERTX,
                ServerOptions.defaults().at("127.0.0.1", 0),
                List.of(Specs.fourPoints()),
                "test",
                SqlRunStore.in(left, InstantSource.system())));
    String shared = address;
    address = "127.0.0.1:" + own.port();
    String id = make(runs().getFirst().spec());
    give(id, new Random(6));
    settled(id);
    Map<String, byte[]> told = new TreeMap<>();
    for (RunFile file : RunFile.values()) {
      told.put(file.fileName(), get("/api/runs/%s/%s".formatted(id, file.fileName())).body());
    }
    address = shared;

    assertEquals(2, run("runs", "--data", left.toString()));
    assertEquals("--data: %s: another Livegrad uses it%n".formatted(left), err.toString());
    await(own.close());

    assertEquals(0, run("runs", "--data", left.toString()));
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.getFirst().matches("id +status +step +loss +updated +name"), lines.getFirst());
    assertTrue(lines.stream().anyMatch(it -> it.matches(id + " .* batches: \\[of\\] # moons .*")));

    Path exported = folder.resolve("exported");
    assertEquals(
        0, run("runs", "export", id, "--out", exported.toString(), "--data", left.toString()));
    for (var file : told.entrySet()) {
      byte[] bytes = Files.readAllBytes(exported.resolve(file.getKey()));
      assertArrayEquals(file.getValue(), bytes, file.getKey());
    }

    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + left.resolve("livegrad.db"));
        Statement change = file.createStatement()) {
      change.execute(
          "update run set status = 'purple', name = 'a\u202Eb' where id = '%s'".formatted(id));
    }
    assertEquals(0, run("runs", "--data", left.toString()));
    String damaged = " +unreadable +a\uFFFDb: its status can't be read: \"purple\"";
    assertTrue(out.toString().lines().anyMatch(it -> it.matches(id + damaged)), out::toString);
    assertEquals(2, run("runs", "export", id, "--data", left.toString()));
    assertEquals(
        "--data: run %s: its status can't be read: \"purple\"%n".formatted(id), err.toString());

    assertEquals(0, run("runs", "delete", id, "--data", left.toString()));
    for (String command : List.of("export", "delete")) {
      List<String> line = new ArrayList<>(List.of("runs", command, id, "--data", left.toString()));
      line.addAll(command.equals("export") ? List.of("--out", exported.toString()) : List.of());
      assertEquals(2, run(line.toArray(String[]::new)));
      assertEquals(
          "ID: there is no run \"%s\" here; livegrad runs lists them%n".formatted(id),
          err.toString());
    }
  }

  @Test
  void nothingIsMadeWhereThereAreNoRuns() {
    Path none = folder.resolve("none");
    assertEquals(0, run("runs", "--data", none.toString()));
    assertEquals("no runs are kept here%n".formatted(), out.toString());
    assertEquals(2, run("runs", "delete", "a", "--data", none.toString()));
    assertFalse(Files.exists(none));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "| is empty; JSON is allowed",
        "3 | is no journal; allowed are fields as steps, journal",
        "{} | journal: is missing",
        "{\"journal\": [], \"step\": 3} | step: unknown field; allowed are journal, steps",
        "[{\"step\": 0}] | journal[0].command: is missing",
        "[{\"step\": 0, \"command\": \"load\"}] | journal[0].command: \"load\" is not allowed; a"
            + " command that journals have is",
        "[{\"step\": 5, \"command\": \"pause\"}, {\"step\": 4, \"command\": \"pause\"}] |"
            + " journal[1].step: 4 is not allowed; a whole number from 5 to 1000000000000 is",
        "[{\"step\": 5, \"command\": \"reset\"}] | journal[0].step: 5 is not allowed; 0, where a run"
            + " begins, is",
        "[{\"step\": 0, \"command\": \"setLearningRate\", \"value\": \"NaN\"}] | journal[0].value:"
            + " \"NaN\" is not allowed; a finite number from 0 to 1000000 is",
        "[{\"step\": 0, \"command\": \"setParameter\", \"name\": \"x\", \"value\": 1}] |"
            + " journal[0].name: \"x\" is not allowed; one of the network's parameters,"
            + " layer1.neuron1.w0 to layer2.neuron1.b is"
      })
  void aJournalThatIsNoneIsRefusedInOneLine(@Nullable String text, String message)
      throws Exception {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), runs().getFirst().spec());
    Path journal = Files.writeString(folder.resolve("j.json"), text == null ? "" : text);
    assertEquals(2, run("train", spec.toString(), "--journal", journal.toString()));
    assertEquals("%s: %s%n".formatted(journal, message), err.toString());
  }

  /** Commands of all kinds, each given when the one before has its answer. */
  private static void give(String id, Random random) throws Exception {
    BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .subprotocols("livegrad.v1")
            .buildAsync(URI.create("ws://%s/ws?run=%s".formatted(address, id)), listener(answers))
            .get(10, TimeUnit.SECONDS);
    for (int i = 0; i < 25; i++) {
      String command = i == 8 ? otherSpec(id, i) : command(random, i);
      socket.sendText(command, true).get(10, TimeUnit.SECONDS);
      JsonNode answer = answers.poll(10, TimeUnit.SECONDS);
      assertEquals(i, answer.path("id").intValue(), String.valueOf(answer));
      if (command.contains("Points") && !answer.path("reason").asText().contains("diverged")) {
        assertEquals("accepted", answer.get("type").textValue(), answer::toString);
      }
      if (random.nextInt(3) == 0) {
        settled(id);
      }
    }
    socket.sendText("{\"type\": \"step\", \"count\": 3, \"id\": 99}", true).get();
    assertEquals(99, answers.poll(10, TimeUnit.SECONDS).get("id").intValue());
    settled(id);
    for (String last :
        List.of("setLearningRate\", ", "setParameter\", \"name\": \"layer1.neuron1.b\", ")) {
      socket.sendText("{\"type\": \"" + last + "\"value\": 0.125, \"id\": 100}", true).get();
      assertEquals(100, answers.poll(10, TimeUnit.SECONDS).get("id").intValue());
    }
    socket.abort();
  }

  private static String command(Random random, int id) {
    double value = random.nextGaussian();
    boolean isNextToOtherSpec = id == 7 || id == 9;
    String fields =
        switch (isNextToOtherSpec ? 9 : random.nextInt(11)) {
          case 0 -> "setLearningRate\", \"value\": " + Math.abs(value) / 10;
          case 1 -> "setParameter\", \"name\": \"layer1.neuron2.w1\", \"value\": " + value;
          case 2 -> "setSpeed\", \"stepsPerSecond\": null";
          case 3 -> id < 8 ? "reset\", \"seed\": " + random.nextLong(1L << 53) : "pause\"";
          case 4 ->
              id < 8 ? "change\", \"hidden\": \"sigmoid\", \"learningRate\": 0.07" : "pause\"";
          case 5 -> id < 8 ? "rewind\", \"step\": 1" : "pause\"";
          case 6 -> "pause\"";
          case 9 -> "addPoints\", \"points\": [[%s, %s, 1]]".formatted(value, -value);
          case 10 -> "set\", \"name\": \"training.batch.size\", \"value\": " + (id % 3 + 1);
          default -> "step\", \"count\": " + (1 + random.nextInt(20));
        };
    return "{\"type\": \"%s, \"id\": %d}".formatted(fields, id);
  }

  /**
   * Other noise, and so other data, or the same data, and the points that were added, in batches.
   */
  private static String otherSpec(String run, int id) throws Exception {
    ObjectNode spec = (ObjectNode) JSON.readTree(get("/api/runs/" + run).body()).get("spec");
    if (spec.get("data").path("generator") instanceof ObjectNode generator) {
      generator.put("noise", 0.25);
    } else {
      spec.withObject("/training/batch").put("size", 2).put("shuffle", true);
    }
    return "{\"type\": \"change\", \"spec\": %s, \"id\": %d}".formatted(spec, id);
  }

  private static WebSocket.Listener listener(BlockingQueue<JsonNode> answers) {
    return new WebSocket.Listener() {
      private final StringBuilder text = new StringBuilder();

      @Override
      public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
          try {
            JsonNode message = JSON.readTree(text.toString());
            if (List.of("accepted", "rejected").contains(message.get("type").textValue())) {
              answers.add(message);
            }
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          text.setLength(0);
        }
        socket.request(1);
        return null;
      }
    };
  }

  /** The run once it makes no steps. */
  private static JsonNode settled(String id) throws Exception {
    while (true) {
      JsonNode run = JSON.readTree(get("/api/runs/" + id).body());
      if (!run.get("status").textValue().equals("running")) {
        return run;
      }
    }
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private static String make(String spec) throws Exception {
    HttpResponse<String> made =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://" + address + "/api/runs"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(spec))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(201, made.statusCode(), made.body());
    return JSON.readTree(made.body()).get("id").textValue();
  }

  private Path save(String id, String file) throws Exception {
    HttpResponse<byte[]> answer = get("/api/runs/%s/%s".formatted(id, file));
    String name = answer.headers().firstValue("Content-Disposition").orElseThrow();
    assertTrue(name.toLowerCase(Locale.ROOT).startsWith("attachment; filename=\""), name);
    return Files.write(folder.resolve(file), answer.body());
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode(), path);
    return answer;
  }
}
