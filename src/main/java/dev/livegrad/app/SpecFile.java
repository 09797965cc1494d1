package dev.livegrad.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Run specs in YAML or JSON files. */
final class SpecFile {
  private static final int MAX_BYTES = 16 << 20;

  private SpecFile() {}

  /**
   * Reads a spec and loads its data; a CSV file's path starts at the spec's folder.
   *
   * @throws UserError if anything in it is wrong; the message begins with the file's name
   */
  static RunSetup read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new UserError(file + ": there is no such file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new UserError(file + ": has more than the 16 MiB that are allowed");
      }
      String text = Files.readString(file);
      Path folder = file.toAbsolutePath().getParent();
      return parse(file.toString(), text, folder == null ? Path.of("") : folder);
    } catch (CharacterCodingException e) {
      throw new UserError(file + ": is no text in UTF-8");
    } catch (IOException e) {
      throw new UserError(file + ": can't be read: " + e.getMessage());
    }
  }

  /** Reads a spec from its text; {@code label} begins every message. */
  static RunSetup parse(String label, String text, Path folder) {
    Object tree = label.endsWith(".json") ? json(label, text) : yaml(label, text);
    if (!(tree instanceof Map<?, ?> map)) {
      throw new UserError(label + ": is no run spec; expected are fields as name, data, model");
    }
    try {
      return RunSetup.load(RunSpec.parse(map), folder);
    } catch (SpecException e) {
      throw new UserError(label + ": " + e.getMessage());
    }
  }

  private static Object json(String label, String text) {
    // Made here, since to make one takes longer than to read all lessons, which are YAML.
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      return mapper.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw new UserError(label + ": " + where + oneLine(e.getOriginalMessage()));
    }
  }

  private static Object yaml(String label, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(MAX_BYTES)
            .build();
    try {
      Object tree = new Load(settings).loadFromString(text);
      return tree == null ? "" : tree;
    } catch (MarkedYamlEngineException e) {
      String where =
          e.getProblemMark()
              .map(mark ->
                  "line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse("");
      throw new UserError(label + ": " + where + oneLine(e.getProblem()));
    } catch (YamlEngineException | StackOverflowError e) {
      throw new UserError(
          label + ": " + (e.getMessage() == null ? "nests too deep" : oneLine(e.getMessage())));
    }
  }

  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("can't be read");
  }
}
