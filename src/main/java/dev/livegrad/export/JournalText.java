package dev.livegrad.export;

import dev.livegrad.protocol.JsonText;
import dev.livegrad.run.Command;
import dev.livegrad.run.Journal;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journal that was exported: what the run's steps depend on beside its spec.
 *
 * @param entries those that steer, by step
 * @param seed with which the run began; null where that isn't told
 * @param steps how many the run had begun; null where that isn't told
 */
public record JournalText(List<JournalEntry> entries, @Nullable Long seed, @Nullable Long steps) {
  /** Commands that decide when steps are made, and not what they compute. */
  private static final Set<String> PACING = Set.of("start", "pause", "step", "setSpeed");

  private static final Set<String> BEGINNINGS = Set.of("reset", "change", "rewind");

  /** Of a run to which nobody did anything. */
  public static final JournalText EMPTY = new JournalText(List.of(), null, null);

  public JournalText {
    entries = List.copyOf(entries);
  }

  /**
   * Reads {@link RunRecipe#journalText}, or only its list of commands.
   *
   * @throws SpecException if it is something else; the message names the field
   */
  public static JournalText parse(String text) {
    return switch (JsonText.parse(text)) {
      case Map<?, ?> tree -> {
        Fields fields = Fields.root(tree);
        Long steps = fields.integerIfGiven("steps", 0, RunSpec.MAX_STEPS);
        List<?> journal = fields.list("journal");
        fields.end();
        yield parse(journal, steps);
      }
      case List<?> journal -> parse(journal, null);
      case null, default ->
          throw new SpecException("is no journal; allowed are fields as steps, journal");
    };
  }

  private static JournalText parse(List<?> journal, @Nullable Long steps) {
    if (journal.size() > Journal.MAX_ENTRIES) {
      throw new SpecException(
          "journal: has %d commands; at most %d are allowed"
              .formatted(journal.size(), Journal.MAX_ENTRIES));
    }
    List<JournalEntry> entries = new ArrayList<>();
    Long seed = null;
    long last = 0;
    for (int i = 0; i < journal.size(); i++) {
      String path = "journal[%d]".formatted(i);
      Fields fields = Fields.of(path, journal.get(i));
      fields.allow("name", "value", "gesture", "first", "by");
      long step = fields.integer("step", last, RunSpec.MAX_STEPS);
      String word = fields.text("command", 100);
      fields.end();
      last = step;
      Map<?, ?> given = (Map<?, ?>) journal.get(i);
      if (BEGINNINGS.contains(word)) {
        if (step > 0) {
          throw SpecException.notAllowed(path + ".step", step, "0, where a run begins,");
        }
        seed = word.equals("reset") ? seed(path + ".value", given.get("value"), seed) : seed;
      } else if (!PACING.contains(word)) {
        entries.add(new JournalEntry(step, steering(path, word, given), "journal"));
      }
    }
    return new JournalText(entries, seed, steps);
  }

  private static @Nullable Long seed(
      String path, @Nullable Object given, @Nullable Long otherwise) {
    return given == null
        ? otherwise
        : (Long) Fields.integer(path, given, -RunSpec.MAX_SEED, RunSpec.MAX_SEED);
  }

  private static Command steering(String path, String word, Map<?, ?> given) {
    Command.Reader reader = Command.Reader.ALL.get(word);
    if (reader == null || word.equals("load")) {
      throw SpecException.notAllowed(path + ".command", word, "a command that journals have");
    }
    Map<Object, Object> message = new LinkedHashMap<>(given);
    message.keySet().removeAll(Set.of("step", "command", "by"));
    if (word.equals("addPoints")) {
      message.put("points", message.remove("value"));
    }
    Fields fields = Fields.of(path, message);
    Command command = reader.read().apply(fields, Command.Sources.NONE);
    fields.end();
    return command;
  }
}
