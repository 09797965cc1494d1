package dev.livegrad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.run.Command;
import dev.livegrad.run.DrawnCommands;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A command's definition is the only one: messages, PROTOCOL.md and the page agree with it. */
final class CommandMessagesTest {
  private static final RunSetup LESSON = Specs.fourPoints();
  private static final Decoder DECODER =
      new Decoder(new Command.Sources(_ -> LESSON, Command.Sources.NONE.specs()));
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|(.*?)\\| ");
  private static final Pattern FIELD =
      Pattern.compile("`(\\w+)`(?=(?:, `\\w+`)*(?: \\(optional\\))?:)");

  /** Of a lesson the message has the name, and the command the setup: it is tested apart. */
  static Set<Command> examples() {
    RunSnapshot run = DrawnCommands.fourPoints();
    Random random = new Random(1);
    Set<Command> drawn = new LinkedHashSet<>();
    for (int i = 0; i < 300; i++) {
      drawn.add(DrawnCommands.draw(random, run));
    }
    drawn.removeIf(Command.Load.class::isInstance);
    // Of a spec a journal has only what is new in it.
    drawn.removeIf(it -> it instanceof Command.Change change && change.spec() != null);
    return drawn;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aCommandIsReadFromTheMessageThatIsWrittenOfIt(Command command) throws ProtocolException {
    assertEquals(command, steer(Encoder.write(command)));
  }

  @Test
  void everyCommandHasAReaderOfItsOwnWord() {
    Set<String> words =
        leaves(Command.class).map(Encoder::word).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(words, new TreeSet<>(Command.Reader.ALL.keySet()), "Command.Reader.ALL");
    Set<String> written = new TreeSet<>(Set.of("load"));
    examples().forEach(it -> written.add(it.word()));
    assertEquals(words, written, "DrawnCommands.draw draws every command");
  }

  /** But for a lesson, which is named in the message and is a setup in the command. */
  @Test
  void thePublishedTableHasEveryCommandWithTheFieldsThatItsReaderTakes() throws IOException {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    for (MatchResult row : matches(ROW, published())) {
      table.put(
          row.group(1),
          matches(FIELD, row.group(2)).stream()
              .map(field -> field.group(1))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    for (String word : Command.Reader.ALL.keySet()) {
      assertTrue(table.containsKey(word), "PROTOCOL.md has " + word);
      assertEquals(table.get(word), fields(word), word);
    }
  }

  /** What the reader says that it allows beside a field that nobody knows. */
  private static Set<String> fields(String word) {
    String valid =
        examples().stream()
            .filter(it -> it.word().equals(word))
            .map(Encoder::write)
            .findFirst()
            .orElse("{\"type\":\"load\",\"lesson\":\"a\"}");
    assertTrue(valid.contains("\"%s\"".formatted(word)), "DrawnCommands.draw draws " + word);
    String message = valid.replaceFirst("}$", ",\"nobody\":1}");
    String reason =
        assertThrows(ProtocolException.class, () -> DECODER.decode(message)).getMessage();
    String allowed = reason.replaceFirst(".*unknown field; allowed (are|is) ", "");
    Set<String> fields = new TreeSet<>(List.of(allowed.split(", ")));
    fields.removeAll(Set.of("id", "type"));
    return fields;
  }

  @Test
  void theFieldsOfAMessageAreTheComponentsOfItsRecord() {
    for (Class<?> type : leaves(Command.class).toList()) {
      if (type != Command.Load.class) {
        Set<String> components =
            Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        String word = Encoder.word(type);
        assertEquals(components, fields(word), word);
      }
    }
  }

  /** Each stands there once, and those that steer leave a mark on the curve. */
  @Test
  void thePageKnowsTheCommandsThatAJournalHas() throws IOException {
    String page = Files.readString(Path.of("webroot/state/commands.js"));
    String table = page.substring(page.indexOf("const COMMANDS"), page.indexOf("\n};"));
    Map<String, String> known = new LinkedHashMap<>();
    for (String entry : table.split("\n  (?=\\w+: \\{)")) {
      known.put(entry.replaceFirst("(?s):.*", ""), entry);
    }
    known.remove("const COMMANDS = {");
    known.keySet().removeIf(it -> it.startsWith("const"));
    assertTrue(Command.Reader.ALL.keySet().containsAll(known.keySet()), known.keySet().toString());
    for (Class<?> steering : leaves(Command.Steering.class).toList()) {
      String entry = known.get(Encoder.word(steering));
      assertTrue(
          entry != null && entry.contains("mark:"),
          "state/commands.js has a mark for " + Encoder.word(steering));
    }
    for (Class<?> beginning :
        List.of(Command.Change.class, Command.Rewind.class, Command.Reset.class)) {
      assertTrue(known.containsKey(Encoder.word(beginning)), beginning.getSimpleName());
    }
  }

  @Test
  void theApisDescriptionHasEveryCommandThatAJournalHas() throws IOException {
    String api = Files.readString(Path.of("src/main/resources/dev/livegrad/openapi.json"));
    MatchResult words =
        matches(Pattern.compile("\"command\": \\{\\s*\"enum\": \\[(.*?)]", Pattern.DOTALL), api)
            .getFirst();
    Set<String> described =
        matches(Pattern.compile("\\w+"), words.group(1)).stream()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> journalled = new TreeSet<>(Command.Reader.ALL.keySet());
    journalled.removeAll(Set.of("load", "setSpeed"));
    assertEquals(journalled, described, "openapi.json");
  }

  private static Command steer(String text) throws ProtocolException {
    return assertInstanceOf(ClientMessage.Steer.class, DECODER.decode(text)).command();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CommandMessagesTest::leaves)
        : Stream.of(type);
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String published() throws IOException {
    String text = Files.readString(Path.of("src/docs/PROTOCOL.md"));
    return text.substring(text.indexOf("## Client to server"), text.indexOf("## Server to client"));
  }
}
