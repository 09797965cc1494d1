package dev.livegrad.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.livegrad.data.Refusal;
import dev.livegrad.data.TextFile;
import dev.livegrad.training.spec.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON from outside, read strictly into maps, lists, texts and numbers: no name twice in an object,
 * nothing behind its end, nothing nested too deep. Thread-safe.
 */
public final class JsonText {
  private static final int MAX_DEPTH = 16;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String text;
  private final JsonParser parser;

  private JsonText(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /**
   * Reads one value; null for {@code null}.
   *
   * @throws SpecException if it is not JSON, or not that strict; the message names line and column
   */
  public static @Nullable Object parse(String text) {
    String json = TextFile.withoutByteOrderMark(text);
    if (json.isBlank()) {
      throw new SpecException("is empty; JSON is allowed");
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      return new JsonText(json, parser).whole();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A text in memory has no such trouble.
    }
  }

  private @Nullable Object whole() throws IOException {
    try {
      Object value = value(parser.nextToken(), 0);
      if (parser.nextToken() != null) {
        throw refused(parser.currentTokenLocation(), "stands behind the end; nothing may");
      }
      return value;
    } catch (JsonEOFException e) {
      throw new SpecException("ends too early: a bracket, a brace or a quote is still open");
    } catch (StreamConstraintsException e) {
      throw refused(e.getLocation(), "has a number or a name that is longer than is allowed");
    } catch (JsonProcessingException e) {
      throw refused(e.getLocation(), "is not allowed here, as JSON goes");
    }
  }

  private @Nullable Object value(JsonToken token, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw refused(
          parser.currentTokenLocation(),
          "nests deeper than the %d levels that are allowed".formatted(MAX_DEPTH));
    }
    return switch (token) {
      case START_OBJECT -> object(depth + 1);
      case START_ARRAY -> list(depth + 1);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (object.containsKey(name)) {
        throw refused(parser.currentTokenLocation(), "stands here twice; once is allowed");
      }
      object.put(name, value(parser.nextToken(), depth));
    }
    return object;
  }

  private List<@Nullable Object> list(int depth) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(token, depth));
    }
    return list;
  }

  private SpecException refused(@Nullable JsonLocation at, String why) {
    if (at == null) {
      return new SpecException(why);
    }
    int start = Math.clamp(at.getCharOffset(), 0, text.length());
    return new SpecException(
        "line %d, column %d: %s %s"
            .formatted(at.getLineNr(), at.getColumnNr(), Refusal.shownAt(text, start), why));
  }
}
