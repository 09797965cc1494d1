package dev.livegrad.app;

import dev.livegrad.data.DataException;
import dev.livegrad.data.TextFile;
import dev.livegrad.run.Command;
import dev.livegrad.run.RunOptions;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.SpecException;
import dev.livegrad.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the server runs and what it offers. Defaults come from the program's own {@code
 * configs/server.yaml}; fields in the user's settings file take their place.
 */
record Settings(ServerOptions options, List<RunSetup> lessons, @Nullable StoreUrl store) {
  private static final String OWN = "configs/server.yaml";
  private static final int MAX_MEBIBYTES = 1;
  private static final int MAX_TEXT = 1_000;

  /**
   * A PostgreSQL server's database.
   *
   * @param user in place of the one in the URL; null for that one
   * @param password likewise
   */
  record StoreUrl(String url, @Nullable String user, @Nullable String password) {}

  Settings {
    lessons = List.copyOf(lessons);
  }

  /**
   * Reads the settings.
   *
   * @param file the user's own; null for none
   * @throws UserError if anything in it is wrong; the message begins with the file's name
   */
  static Settings read(@Nullable Path file) {
    Settings own =
        parse(
            OWN, resource("server.yaml"), new Settings(ServerOptions.defaults(), List.of(), null));
    if (file == null) {
      return own;
    }
    try {
      return parse(file.toString(), TextFile.read(file, MAX_MEBIBYTES), own);
    } catch (DataException e) {
      throw new UserError(e.getMessage());
    }
  }

  /**
   * The file that is read where none is named, if it is there: {@code livegrad/settings.yaml} in
   * the user's folder for such things.
   */
  static @Nullable Path inItsPlace() {
    Path file = UserFolder.SETTINGS.path().resolve("settings.yaml");
    return Files.isRegularFile(file) ? file : null;
  }

  /** Reads settings whose fields go before those of {@code others}; {@code label} names them. */
  static Settings parse(String label, String text, Settings others) {
    try {
      Object tree = YamlText.parse(text);
      Fields fields = Fields.of("settings", tree == null ? Map.of() : tree);
      Fields root = tree instanceof Map<?, ?> map ? Fields.root(map) : fields;
      root.allow("server", "lessons", "store");
      ServerOptions options =
          root.has("server") ? options(root.object("server"), others.options()) : others.options();
      List<RunSetup> lessons = root.has("lessons") ? lessons(label, root) : others.lessons();
      StoreUrl store = root.has("store") ? store(root.object("store")) : others.store();
      root.end();
      return new Settings(options, lessons, store);
    } catch (SpecException e) {
      throw new UserError(label + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UserError(label + ": server." + e.getMessage());
    }
  }

  private static ServerOptions options(Fields server, ServerOptions others) {
    RunOptions runs = others.runs();
    ServerOptions options =
        new ServerOptions(
            server.has("host") ? server.text("host", MAX_TEXT) : others.host(),
            (int) server.integer("port", 0, 65_535, others.port()),
            server.has("publicUrls") ? texts(server, "publicUrls") : others.publicUrls(),
            (int) server.integer("maxViewers", 1, 100_000, others.maxViewers()),
            (int) server.integer("maxRuns", 1, 1_000_000, others.maxRuns()),
            (int) server.integer("maxTraining", 1, 1_000_000, others.maxTraining()),
            others.newRun(),
            new RunOptions(
                server.has("stepsPerSecond")
                    ? server.number("stepsPerSecond", Command.MIN_SPEED, Command.MAX_SPEED)
                    : runs.stepsPerSecond(),
                (int) server.integer("framesPerSecond", 1, 30, runs.framesPerSecond())));
    server.end();
    return options;
  }

  private static StoreUrl store(Fields store) {
    StoreUrl url =
        new StoreUrl(
            store.text("url", MAX_TEXT),
            store.has("user") ? store.text("user", MAX_TEXT) : null,
            store.has("password") ? store.text("password", MAX_TEXT) : null);
    store.end();
    return url;
  }

  /** A lesson is a file beside the settings, or one of the program's own. */
  private static List<RunSetup> lessons(String label, Fields root) {
    List<RunSetup> lessons = new ArrayList<>();
    for (String name : texts(root, "lessons")) {
      Path beside = Path.of(label).resolveSibling(name);
      if (!label.equals(OWN) && Files.exists(beside)) {
        lessons.add(SpecFile.read(beside));
      } else {
        lessons.add(SpecFile.parse("configs/" + name, resource(name), Path.of("")));
      }
    }
    if (lessons.isEmpty()) {
      throw new SpecException("lessons: is empty; allowed is a list of one file or more");
    }
    return lessons;
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.list(name).stream().map(String::valueOf).toList();
  }

  private static String resource(String name) {
    try (InputStream in =
        Settings.class.getClassLoader().getResourceAsStream("dev/livegrad/configs/" + name)) {
      if (in == null) {
        throw new SpecException(
            "lessons: there is no %s beside the settings nor in the program".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
