package dev.livegrad.app;

import dev.livegrad.data.DataException;
import dev.livegrad.data.TextFile;
import dev.livegrad.protocol.JsonText;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import dev.livegrad.yaml.YamlText;
import java.nio.file.Path;
import java.util.Map;

/** Run specs in YAML or JSON files. */
final class SpecFile {
  private static final int MAX_MEBIBYTES = 16;

  private SpecFile() {}

  /**
   * Reads a spec and loads its data; a CSV file's path starts at the spec's folder.
   *
   * @throws UserError if anything in it is wrong; the message begins with the file's name
   */
  static RunSetup read(Path file) {
    String text;
    try {
      text = TextFile.read(file, MAX_MEBIBYTES);
    } catch (DataException e) {
      throw new UserError(e.getMessage());
    }
    Path folder = file.toAbsolutePath().getParent();
    return parse(file.toString(), text, folder == null ? Path.of("") : folder);
  }

  /** Reads a spec from its text; {@code label} begins every message. */
  static RunSetup parse(String label, String text, Path folder) {
    try {
      Object tree = label.endsWith(".json") ? JsonText.parse(text) : YamlText.parse(text);
      if (!(tree instanceof Map<?, ?> map)) {
        throw new SpecException("is no run spec; allowed are fields as name, data, model");
      }
      RunSpec spec = RunSpec.parse(map);
      if (spec.data().source() instanceof DataSpec.Uploaded) {
        throw new SpecException(
            "data.dataset: is not allowed in a file, as only a server has what was uploaded to it; inline, csv and generator are, and spec.yaml of a run has the table in it");
      }
      return RunSetup.load(spec, folder);
    } catch (SpecException e) {
      throw new UserError(label + ": " + e.getMessage());
    }
  }
}
