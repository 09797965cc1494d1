package dev.livegrad.app;

import dev.livegrad.run.RunOptions;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.training.RunSetup;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The settings in {@code configs/server.yaml}, and the lessons it names. */
record Settings(ServerOptions options, List<RunSetup> lessons) {
  private static final String FOLDER = "dev/livegrad/configs/";

  Settings {
    lessons = List.copyOf(lessons);
  }

  /** Reads the settings that are part of the program. */
  static Future<Settings> read(Vertx vertx) {
    ConfigStoreOptions store =
        new ConfigStoreOptions()
            .setType("file")
            .setFormat("yaml")
            .setConfig(new JsonObject().put("path", FOLDER + "server.yaml"));
    ConfigRetriever retriever =
        ConfigRetriever.create(
            vertx, new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store));
    return retriever.getConfig().map(Settings::parse).onComplete(_ -> retriever.close());
  }

  static Settings parse(JsonObject settings) {
    JsonObject server = settings.getJsonObject("server", new JsonObject());
    refuseUnknown("", settings, Set.of("server", "lessons"));
    refuseUnknown(
        "server.",
        server,
        Set.of(
            "host", "port", "hosts", "origins", "stepsPerSecond", "framesPerSecond", "maxViewers"));
    try {
      ServerOptions defaults = ServerOptions.defaults();
      ServerOptions options =
          new ServerOptions(
              server.getString("host", defaults.host()),
              server.getInteger("port", defaults.port()),
              texts(server.getJsonArray("hosts", new JsonArray())),
              texts(server.getJsonArray("origins", new JsonArray())),
              server.getInteger("maxViewers", defaults.maxViewers()),
              new RunOptions(
                  server.getDouble("stepsPerSecond", defaults.runs().stepsPerSecond()),
                  server.getInteger("framesPerSecond", defaults.runs().framesPerSecond())));
      List<RunSetup> lessons = new ArrayList<>();
      for (String file : texts(settings.getJsonArray("lessons", new JsonArray()))) {
        lessons.add(SpecFile.parse("configs/" + file, resource(FOLDER + file), Path.of("")));
      }
      return new Settings(options, lessons);
    } catch (IllegalArgumentException e) {
      throw new UserError("configs/server.yaml: server." + e.getMessage());
    } catch (ClassCastException e) {
      throw new UserError("configs/server.yaml: a field has another type than its default's");
    }
  }

  private static void refuseUnknown(String path, JsonObject tree, Set<String> known) {
    for (String name : tree.fieldNames()) {
      if (!known.contains(name)) {
        throw new UserError("configs/server.yaml: " + path + name + ": unknown field");
      }
    }
  }

  private static List<String> texts(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  private static String resource(String name) {
    try (InputStream in = Settings.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new UserError("configs/server.yaml: lessons: there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
