package dev.livegrad.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Folders of whoever runs this, where the system has them for programs as this one. */
enum UserFolder {
  /** For what people write. */
  SETTINGS("XDG_CONFIG_HOME", ".config", "APPDATA", "AppData/Roaming"),

  /** For what the program keeps. */
  DATA("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA", "AppData/Local");

  private final String linux;
  private final String linuxDefault;
  private final String windows;
  private final String windowsDefault;

  UserFolder(String linux, String linuxDefault, String windows, String windowsDefault) {
    this.linux = linux;
    this.linuxDefault = linuxDefault;
    this.windows = windows;
    this.windowsDefault = windowsDefault;
  }

  /** The program's own folder there; it need not exist. */
  Path path() {
    return path(
        System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
  }

  Path path(String system, Path home, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return home.resolve("Library/Application Support/livegrad");
    }
    boolean isWindows = name.startsWith("windows");
    String set = environment.getOrDefault(isWindows ? windows : linux, "");
    Path folder =
        set.isEmpty() ? home.resolve(isWindows ? windowsDefault : linuxDefault) : Path.of(set);
    return folder.resolve("livegrad");
  }
}
