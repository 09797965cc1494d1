package dev.livegrad.protocol;

import dev.livegrad.run.Command;
import dev.livegrad.run.Topic;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.SpecException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what viewers send, strictly. Thread-safe. */
public final class Decoder {
  /** The most topics of a message, which are as many as a viewer can watch at a time. */
  public static final int MAX_TOPICS = 24;

  /** The largest whole number that every JSON reader can hold. */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final int MAX_ID_LENGTH = 64;

  private final Command.Sources sources;

  /**
   * @param sources have what commands name
   */
  public Decoder(Command.Sources sources) {
    this.sources = sources;
  }

  /**
   * Reads one message.
   *
   * @throws ProtocolException if it is no message of this protocol; nothing else is thrown
   */
  public ClientMessage decode(String text) throws ProtocolException {
    Map<?, ?> tree = parse(text);
    Object id = id(tree.get("id"));
    try {
      if (!(Fields.root(tree).required("type") instanceof String type)) {
        throw SpecException.notAllowed("type", tree.get("type"), "a text as \"start\"");
      }
      Fields fields = Fields.of(type, tree);
      fields.allow("id", "type");
      ClientMessage message = message(type, fields, id);
      fields.end();
      return message;
    } catch (SpecException e) {
      throw new ProtocolException(id, e.getMessage());
    }
  }

  private ClientMessage message(String type, Fields fields, @Nullable Object id) {
    return switch (type) {
      case "checkGradients" -> new ClientMessage.CheckGradients(id);
      case "subscribe" -> new ClientMessage.Subscribe(id, topics(fields), position(fields));
      case "unsubscribe" -> new ClientMessage.Unsubscribe(id, topics(fields));
      default -> {
        Command.Reader command = Command.Reader.ALL.get(type);
        if (command == null) {
          throw SpecException.notAllowed(
              "type",
              type,
              String.join(", ", Command.Reader.ALL.keySet())
                  + ", checkGradients, subscribe or unsubscribe");
        }
        yield new ClientMessage.Steer(id, command.read().apply(fields, sources));
      }
    };
  }

  private static Set<Topic> topics(Fields fields) {
    List<?> words = fields.list("topics");
    Set<Topic> topics = new LinkedHashSet<>();
    for (Object word : words.subList(0, Math.min(words.size(), MAX_TOPICS))) {
      if (word instanceof String text && Topic.parse(text) instanceof Topic topic) {
        topics.add(topic);
      }
    }
    if (topics.isEmpty() || topics.size() != words.size()) {
      throw SpecException.notAllowed(
          fields.path("topics"),
          words,
          "a list of one or more, at most %d, of %s".formatted(MAX_TOPICS, Topic.forms()));
    }
    return topics;
  }

  private static @Nullable Position position(Fields fields) {
    Long trajectory = fields.integerIfGiven("trajectory", 0, MAX_SAFE_INTEGER);
    Long offset = fields.integerIfGiven("offset", 0, MAX_SAFE_INTEGER);
    return trajectory == null && offset == null
        ? null
        : new Position(trajectory, fields.integer("offset", 0, MAX_SAFE_INTEGER));
  }

  private static Map<?, ?> parse(String text) throws ProtocolException {
    try {
      if (JsonText.parse(text) instanceof Map<?, ?> tree) {
        return tree;
      }
      throw new ProtocolException(null, "a message is one JSON object");
    } catch (SpecException e) {
      throw new ProtocolException(null, "not a message in JSON: " + e.getMessage());
    }
  }

  private static @Nullable Object id(@Nullable Object id) throws ProtocolException {
    return switch (id) {
      case null -> null;
      case Integer _, Long _ -> id;
      case String text when text.length() <= MAX_ID_LENGTH -> id;
      default ->
          throw new ProtocolException(
              null,
              "id: is not allowed so; a whole number or a text of at most %d is"
                  .formatted(MAX_ID_LENGTH));
    };
  }
}
