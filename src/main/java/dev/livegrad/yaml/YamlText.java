package dev.livegrad.yaml;

import dev.livegrad.data.Refusal;
import dev.livegrad.training.spec.SpecException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML that people write and read, as maps, lists, texts and numbers. */
public final class YamlText {
  private YamlText() {}

  /**
   * Reads one document; null where there is nothing in it.
   *
   * @throws SpecException if it is not YAML, or refused by {@link BoundedParser}; the message names
   *     line and column
   */
  public static @Nullable Object parse(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            // Who calls has bounded the text, and the parser what its aliases stand for.
            .setCodePointLimit(Integer.MAX_VALUE)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .setVersionFunction(YamlText::known)
            .build();
    try {
      BoundedParser parser =
          new BoundedParser(new ParserImpl(settings, new StreamReader(settings, text)));
      return new StandardConstructor(settings)
          .constructSingleDocument(new Composer(settings, parser).getSingleNode());
    } catch (DuplicateKeyException e) {
      throw refused(text, e.getProblemMark(), "stands here twice; once is allowed");
    } catch (ComposerException e) {
      // All else that it could say the parser has said.
      throw new SpecException(
          e.getProblemMark().map(YamlText::where).orElse("")
              + "what << merges is no object; only objects are allowed");
    } catch (MarkedYamlEngineException e) {
      throw refused(text, e.getProblemMark(), "is not allowed here, as YAML goes");
    } catch (ReaderException e) {
      throw new SpecException(
          "the character U+%04X is not allowed; what can be printed is"
              .formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw new SpecException("has a list or an object for a name; a text is allowed");
    }
  }

  /** One document, which {@link #parse} reads as it was: the same doubles, the same texts. */
  public static String write(Object tree) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.AUTO)
            .setWidth(Integer.MAX_VALUE)
            .build();
    return new Dump(settings).dumpToString(tree);
  }

  private static SpecVersion known(SpecVersion version) {
    if (version.getMajor() != 1) {
      throw new SpecException(
          "%%YAML %d.%d is not allowed; 1.2 is".formatted(version.getMajor(), version.getMinor()));
    }
    return version;
  }

  private static SpecException refused(String text, Optional<Mark> at, String why) {
    return at.map(mark -> refused(text, mark, why)).orElseGet(() -> new SpecException(why));
  }

  private static SpecException refused(String text, Mark mark, String why) {
    int start = text.offsetByCodePoints(0, mark.getIndex());
    String problem;
    if (text.substring(start).isBlank()) {
      problem = "the text ends, and a bracket, a brace or a quote is still open";
    } else if (text.charAt(start) == '\t') {
      problem = "a tab is not allowed here; blanks are";
    } else {
      problem = Refusal.shownAt(text, start) + " " + why;
    }
    return new SpecException(where(mark) + problem);
  }

  static String where(Mark mark) {
    return "line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
