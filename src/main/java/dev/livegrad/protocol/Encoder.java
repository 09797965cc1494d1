package dev.livegrad.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.Level;
import dev.livegrad.run.NewSpec;
import dev.livegrad.run.RunDescription;
import dev.livegrad.run.RunEvent;
import dev.livegrad.training.inspect.GradientCheck;
import java.io.IOException;
import java.util.Locale;

/**
 * Writes everything that the server sends, over WebSockets and HTTP, from the project's own
 * records: the components of a record are the fields of its JSON object. A double is written so
 * that reading it gives the same one; what JSON can't carry becomes a string. Thread-safe.
 */
public final class Encoder {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(new Words()).addSerializer(new Entries()))
          .addMixIn(Command.class, Shapes.CommandMessage.class)
          .addMixIn(Command.SetSpeed.class, Shapes.SetSpeed.class)
          .addMixIn(Command.Set.class, Shapes.SetHyperparameter.class)
          .addMixIn(NewSpec.class, Shapes.NewSpecText.class)
          .addMixIn(RunDescription.class, Shapes.Description.class)
          .addMixIn(Level.class, Shapes.LevelMessage.class)
          .addMixIn(Level.Surface.class, Shapes.Surface.class)
          .addMixIn(Level.Surfaces.class, Shapes.Surfaces.class)
          .addMixIn(Level.Neurons.class, Shapes.Neurons.class)
          .addMixIn(Level.HealthFigures.class, Shapes.HealthFigures.class)
          .addMixIn(RunEvent.FindingChanged.class, Shapes.FindingMessage.class)
          .addMixIn(GradientCheck.Row.class, Shapes.CheckedGradient.class)
          .addMixIn(GradientCheck.Comparison.class, Shapes.ComparisonFields.class)
          .build();

  private Encoder() {}

  /** A message as one line of JSON. */
  public static String encode(ServerMessage message) {
    return write(message);
  }

  /** A level as a message. */
  public static String encode(Level level) {
    return write(level);
  }

  /** A finding as a message. */
  public static String encode(RunEvent.FindingChanged finding) {
    return write(finding);
  }

  /** Anything made of records, lists, maps and numbers as one line of JSON. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of this", e);
    }
  }

  /** The word for a record, which begins with a small letter. */
  static String word(Class<?> type) {
    String name = type.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** A constant's name in small letters. */
  @SuppressWarnings("rawtypes") // An enum's own type is of no interest here.
  private static final class Words extends JsonSerializer<Enum> {
    @Override
    public Class<Enum> handledType() {
      return Enum.class;
    }

    @Override
    public void serialize(Enum value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  /** A journal tells what a command did, in fields that are the same for all commands. */
  private static final class Entries extends JsonSerializer<JournalEntry> {
    @Override
    public Class<JournalEntry> handledType() {
      return JournalEntry.class;
    }

    @Override
    public void serialize(JournalEntry entry, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeNumberField("step", entry.step());
      json.writeStringField("command", entry.command().word());
      if (entry.command().target() != null) {
        json.writeStringField("name", entry.command().target());
      }
      json.writePOJOField("value", entry.command().argument());
      json.writeStringField("by", entry.by());
      if (entry.command() instanceof Command.AddPoints(_, Long first) && first != null) {
        json.writeNumberField("first", first);
      }
      if (entry.command().gesture() != null) {
        json.writeNumberField("gesture", entry.command().gesture());
      }
      json.writeEndObject();
    }
  }
}
