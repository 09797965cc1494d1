package dev.livegrad.app;

import dev.livegrad.data.Refusal;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import dev.livegrad.store.SqlRunStore;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where runs are kept, as the command line says or else the settings. */
final class StorePlace {
  private static final String MEMORY = "none";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = {
        "Where runs are kept, in place of livegrad in your folder for data;",
        "with serve, none keeps them until the server ends."
      })
  @Nullable String data;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings, in place of livegrad/settings.yaml in your folder for settings.")
  @Nullable Path settings;

  /**
   * Reads the settings.
   *
   * @param err is told where they are, unless somebody has named the file
   */
  Settings settings(PrintWriter err) {
    if (settings != null) {
      return Settings.read(settings);
    }
    Path file = Settings.inItsPlace();
    if (file != null) {
      err.println("Settings are read from " + file);
      err.flush();
    }
    return Settings.read(file);
  }

  /** Opens the store, to serve its runs. */
  RunStore open(Settings settings) {
    try {
      if (MEMORY.equals(data)) {
        return SqlRunStore.inMemory(InstantSource.system());
      }
      Settings.StoreUrl store = settings.store();
      return data == null && store != null
          ? SqlRunStore.at(store.url(), store.user(), store.password(), InstantSource.system())
          : SqlRunStore.in(folder(), InstantSource.system());
    } catch (StoreException e) {
      throw refused(e);
    }
  }

  /** Opens a store in which there may be runs; null where there can't be any. */
  @Nullable RunStore openIfThere(Settings settings) {
    boolean inFolder = data != null || settings.store() == null;
    return MEMORY.equals(data) || (inFolder && !SqlRunStore.isIn(folder())) ? null : open(settings);
  }

  /** What people call it. */
  UserError refused(StoreException e) {
    return new UserError(
        (data == null ? "" : "--data: ") + Refusal.oneLine(String.valueOf(e.getMessage()), 1_000));
  }

  private Path folder() {
    if (data == null) {
      return UserFolder.DATA.path();
    }
    try {
      return PathText.read(data);
    } catch (InvalidPathException e) {
      throw new UserError(Refusal.notAllowed("--data", data, "a folder's path, or none,"));
    }
  }
}
