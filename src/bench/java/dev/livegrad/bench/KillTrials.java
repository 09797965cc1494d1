package dev.livegrad.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.Replay;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.RunSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Kills a server at random moments and starts it again, while ten runs train, pause and are
 * steered, and looks for anything that was promised and is lost: a command that was accepted, a
 * step that was shown, a point that was added, a bit of a parameter.
 *
 * <p>Arguments: how often, a seed, and the options that name the store, as {@code --data DIR}.
 * Where the property {@code killed.database} names the folder of a PostgreSQL server, that one is
 * killed too: every second time while the server goes on, else together with it.
 */
final class KillTrials {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int RUNS = 10;
  private static final int LONGEST_MILLIS = 1_500;
  private static final int ROUNDS_BETWEEN_REPLAYS = 20;

  /** The machine may be busy with much else. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Random random;
  private final List<String> options;
  private final List<Watched> runs = new ArrayList<>();
  private final @Nullable KilledDatabase database;
  private @Nullable Process server;
  private int port;
  private int accepted;
  private int resumed;
  private int replayed;
  private long slowestStart;

  private KillTrials(long seed, List<String> options) throws IOException {
    this.random = new Random(seed);
    this.options = options;
    String data = System.getProperty("killed.database");
    database = data == null ? null : new KilledDatabase(Path.of(data));
  }

  public static void main(String[] args) throws Exception {
    KillTrials trials =
        new KillTrials(Long.parseLong(args[1]), List.of(args).subList(2, args.length));
    try {
      trials.run(Integer.parseInt(args[0]));
    } finally {
      trials.kill();
    }
  }

  private void run(int rounds) throws Exception {
    start();
    for (int i = 0; i < RUNS; i++) {
      runs.add(new Watched(create(i)));
    }
    for (int round = 1; round <= rounds; round++) {
      for (Watched run : runs) {
        run.open();
      }
      steer();
      if (database != null) {
        database.kill();
        if (round % 2 == 0) {
          database.start();
          steer();
        }
      }
      kill();
      for (Watched run : runs) {
        run.readRest();
      }
      if (database != null && round % 2 != 0) {
        database.start();
      }
      start();
      if (round % ROUNDS_BETWEEN_REPLAYS == 0 || round == rounds) {
        // All of them first: one that goes on meanwhile would have grown too coarse for its viewer.
        for (Watched run : runs) {
          run.pause();
        }
        for (Watched run : runs) {
          run.replay();
        }
        System.err.printf("%d of %d, %,d accepted%n", round, rounds, accepted);
      }
    }
    System.out.printf(
        "killed %d times and opened as often, the slowest start took %,d ms; %,d commands were"
            + " accepted, none is missing; viewers went on %,d times where they had been, without a"
            + " gap; %d replays gave the same bits%n",
        rounds, slowestStart, accepted, resumed, replayed);
  }

  private void steer() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MILLIS));
    while (System.nanoTime() < end) {
      runs.get(random.nextInt(RUNS)).steer();
      for (Watched run : runs) {
        run.read(System.nanoTime() + 500_000);
      }
    }
  }

  private void start() throws IOException {
    long began = System.nanoTime();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlivegrad.endWithParent=" + ProcessHandle.current().pid(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.livegrad.app.Main",
            "serve",
            "--port",
            "0"));
    command.addAll(options);
    Process started = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    server = started;
    BufferedReader out = started.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("the server did not open its store");
    }
    slowestStart = Math.max(slowestStart, (System.nanoTime() - began) / 1_000_000);
    port = URI.create(line.substring(line.indexOf("http"))).getPort();
  }

  private void kill() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  private String create(int number) throws Exception {
    Map<String, Object> training = number == 0 ? Map.of("batch", Map.of("size", 8)) : Map.of();
    Map<String, Object> spec =
        Map.of(
            "name", "run " + number,
            "seed", number,
            "data", Map.of("generator", Map.of("name", "moons", "samples", 40)),
            "model", Map.of("layers", List.of(4 + number, 1)),
            "loss", Map.of("name", "squared_error", "reduction", "mean"),
            "optimizer", Map.of("learningRate", 0.05),
            "training", training);
    return JSON.readTree(
            http(
                HttpRequest.newBuilder(address("api/runs"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(spec)))))
        .get("id")
        .textValue();
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + "/" + path);
  }

  private static String http(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    require(response.statusCode() < 300, response.body());
    return response.body();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  /** A run, and what somebody knows of it who has watched it all the time. */
  private final class Watched {
    private final String id;

    /** The entries of the journal that he was told of by an answer, by the command's id. */
    private final Map<Integer, Map<String, Object>> sent = new HashMap<>();

    private final List<Map<String, Object>> promised = new ArrayList<>();
    private long trajectory = -1;
    private long offset;
    private int next;
    private @Nullable Viewer viewer;

    Watched(String id) {
      this.id = id;
    }

    /** Comes back, looks for what was promised, and goes on where it was. */
    void open() throws Exception {
      Viewer opened = new Viewer(port, "?run=" + id);
      viewer = opened;
      JsonNode welcome = awaited("welcome");
      require(
          promised.isEmpty()
              || trajectory == welcome.get("trajectory").longValue()
              || resetUnanswered,
          id + ": the trajectory is another one");
      if (trajectory != welcome.get("trajectory").longValue()) {
        begin(welcome);
      }
      JsonNode journal = welcome.get("journal");
      promised.removeIf(entry -> isSuperseded(entry, journal));
      for (Map<String, Object> entry : promised) {
        require(contains(journal, entry), id + ": " + entry + " is missing: " + welcome);
      }
      resetUnanswered = false;
      sent.clear();
      require(
          welcome.get("offset").longValue() >= offset,
          id + ": had been shown up to " + offset + ", is at " + welcome.get("offset"));
      opened.send(
          "{\"type\":\"subscribe\",\"topics\":[\"steps\"],\"trajectory\":%d,\"offset\":%d}"
              .formatted(trajectory, offset));
      isFirst = true;
    }

    private boolean isFirst;
    private boolean resetUnanswered;

    private void begin(JsonNode welcome) {
      trajectory = welcome.get("trajectory").longValue();
      offset = 0;
      promised.clear();
    }

    private JsonNode awaited(String type) throws Exception {
      Viewer.Arrival arrival = opened().next(System.nanoTime() + PATIENCE_NANOS);
      require(
          arrival != null && arrival.message().get("type").textValue().equals(type),
          id + ": " + type + " did not come, but " + arrival);
      return java.util.Objects.requireNonNull(arrival).message();
    }

    private Viewer opened() {
      return java.util.Objects.requireNonNull(viewer);
    }

    /** One that was not answered in time may have taken the place of one that was. */
    private boolean isSuperseded(Map<String, Object> entry, JsonNode journal) {
      return !contains(journal, entry)
          && !entry.get("command").equals("addPoints")
          && sent.values().stream()
              .filter(it -> it.get("command").equals(entry.get("command")))
              .anyMatch(it -> {
                Map<String, Object> there = new HashMap<>(it);
                there.put("step", entry.get("step"));
                return contains(journal, there);
              });
    }

    private static boolean contains(JsonNode journal, Map<String, Object> entry) {
      for (JsonNode kept : journal) {
        if (kept.get("command").textValue().equals(entry.get("command"))
            && kept.get("step").longValue() == (long) entry.get("step")
            && text(kept.get("value")).equals(String.valueOf(entry.get("value")))) {
          return true;
        }
      }
      return false;
    }

    private static String text(JsonNode value) {
      return value.isContainerNode() ? value.toString() : value.asText();
    }

    void steer() {
      int number = next++;
      Map<String, Object> entry = new HashMap<>();
      String rest = "";
      double value = random.nextInt(1_000) / 10_000.0;
      String command =
          switch (random.nextInt(13)) {
            case 0, 1, 2 -> "start";
            case 3 -> "pause";
            case 4 -> {
              rest = ",\"stepsPerSecond\":" + (random.nextInt(4) == 0 ? "null" : "500");
              yield "setSpeed";
            }
            case 5 -> {
              rest =
                  ",\"count\":"
                      + (entry.put("value", 1 + random.nextInt(99)) == null
                          ? entry.get("value")
                          : 1);
              yield "step";
            }
            case 6 -> random.nextInt(20) == 0 ? "reset" : "start";
            case 7, 8 -> {
              rest =
                  ",\"name\":\"layer1.neuron%d.w0\",\"value\":%s"
                      .formatted(1 + random.nextInt(4), value);
              entry.put("value", value);
              yield "setParameter";
            }
            case 9 -> {
              String points = "[[%s,%s,%s]]".formatted(value, -value, number % 2 * 2 - 1.0);
              rest = ",\"points\":" + points;
              entry.put("value", points);
              yield "addPoints";
            }
            default -> {
              rest = ",\"value\":" + value;
              entry.put("value", value);
              yield "setLearningRate";
            }
          };
      entry.put("command", command);
      if (!command.equals("setSpeed")) {
        sent.put(number, entry);
      }
      resetUnanswered |= command.equals("reset");
      opened().send("{\"type\":\"%s\",\"id\":%d%s}".formatted(command, number, rest));
    }

    void read(long until) throws InterruptedException {
      for (Viewer.Arrival it = opened().next(until); it != null; it = opened().next(until)) {
        received(it.message());
      }
    }

    /** What had come before the server was killed counts too. */
    void readRest() throws InterruptedException {
      read(System.nanoTime() + 20_000_000);
      opened().close();
    }

    private void received(JsonNode message) {
      switch (message.get("type").textValue()) {
        case "welcome" -> begin(message);
        case "steps" -> {
          long from = message.get("from").get(0).longValue();
          require(from == offset, id + ": step " + from + " comes after step " + (offset - 1));
          resumed += isFirst ? 1 : 0;
          isFirst = false;
          offset = message.get("offset").longValue();
        }
        case "accepted" -> {
          Map<String, Object> entry = sent.remove(message.get("id").asInt(-1));
          // "Already running" and its like change nothing and are not written down.
          boolean written =
              entry != null
                  && !message.get("note").asText().startsWith("already")
                  && !message.get("note").asText().startsWith("not started");
          if (written && !entry.get("command").equals("reset")) {
            accepted++;
            entry.put("step", message.get("step").longValue());
            promised.removeIf(it -> supersedes(entry, it));
            promised.add(entry);
          }
        }
        case "rejected" -> sent.remove(message.get("id").asInt(-1));
        default -> {}
      }
    }

    /** Of several values for one thing at one step a journal keeps the last, but of points all. */
    private static boolean supersedes(Map<String, Object> entry, Map<String, Object> earlier) {
      return !entry.get("command").equals("addPoints")
          && entry.get("step").equals(earlier.get("step"))
          && entry.get("command").equals(earlier.get("command"));
    }

    void pause() throws Exception {
      try (Viewer pausing = new Viewer(port, "?run=" + id)) {
        pausing.send("{\"type\":\"pause\",\"id\":\"pause\"}");
        Viewer.Arrival arrival;
        do {
          arrival = pausing.next(System.nanoTime() + PATIENCE_NANOS);
        } while (arrival != null && !arrival.text().contains("\"pause\""));
      }
    }

    /** Makes it again, as it stands, from its spec and its journal. */
    void replay() throws Exception {
      JsonNode run = JSON.readTree(http(HttpRequest.newBuilder(address("api/run?run=" + id))));
      List<JournalEntry> journal = new ArrayList<>();
      for (JsonNode entry : run.get("journal")) {
        Command command = command(entry);
        if (command != null) {
          journal.add(new JournalEntry(entry.get("step").longValue(), command, "somebody"));
        }
      }
      RunSpec spec = RunSpec.parse(JSON.convertValue(run.get("spec"), Map.class));
      TrainingRun again =
          Replay.run(
              RunSetup.load(spec, Path.of("")),
              run.get("seed").longValue(),
              journal,
              run.get("step").longValue());
      double[] parameters = again.parameters();
      for (int i = 0; i < parameters.length; i++) {
        double kept = run.get("parameters").get(i).get("data").doubleValue();
        require(
            Double.doubleToRawLongBits(kept) == Double.doubleToRawLongBits(parameters[i]),
            id + ": " + again.parameterNames().get(i) + " is " + kept + ", not " + parameters[i]);
      }
      replayed++;
    }

    private static List<List<Object>> points(JsonNode value) {
      return JSON.convertValue(value, new TypeReference<List<List<Object>>>() {});
    }

    private static @Nullable Command command(JsonNode entry) {
      return switch (entry.get("command").textValue()) {
        case "setLearningRate" -> new Command.SetLearningRate(entry.get("value").doubleValue());
        case "setParameter" ->
            new Command.SetParameter(
                entry.get("name").textValue(), entry.get("value").doubleValue());
        case "addPoints" ->
            new Command.AddPoints(points(entry.get("value")), entry.get("first").longValue());
        default -> null;
      };
    }
  }
}
