package dev.livegrad.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/** Reads what viewers send, strictly. Thread-safe. */
public final class Decoder {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_ID_LENGTH = 64;
  private static final int MAX_NAME_LENGTH = 100;
  private static final List<String> ACTIVATIONS = List.of("tanh", "relu", "sigmoid", "linear");
  private static final List<String> INITIALISERS = List.of("uniform", "zero");
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Decoder() {}

  /**
   * Reads one message.
   *
   * @throws ProtocolException if it is no message of this protocol; nothing else is thrown
   */
  public static ClientMessage decode(String text) throws ProtocolException {
    JsonNode tree = parse(text);
    JsonNode id = id(tree);
    if (!tree.path("type").isTextual()) {
      throw new ProtocolException(id, "type: is missing; allowed is a text as \"start\"");
    }
    MessageFields fields = new MessageFields(tree, id);
    ClientMessage message =
        switch (fields.type()) {
          case "start" -> new ClientMessage.Start(id);
          case "pause" -> new ClientMessage.Pause(id);
          case "step" -> new ClientMessage.Step(id, fields.integer("count", 1, 1_000_000, 1L));
          case "reset" ->
              new ClientMessage.Reset(
                  id,
                  fields.has("seed")
                      ? (Long) fields.integer("seed", -MAX_SAFE_INTEGER, MAX_SAFE_INTEGER, null)
                      : null);
          case "change" -> change(fields, id);
          case "rewind" ->
              new ClientMessage.Rewind(id, fields.integer("step", 0, MAX_SAFE_INTEGER, null));
          case "setLearningRate" ->
              new ClientMessage.SetLearningRate(id, fields.number("value", 0, 1_000_000));
          case "setParameter" ->
              new ClientMessage.SetParameter(
                  id, fields.parameterName("name"), fields.finite("value"));
          case "setSpeed" ->
              new ClientMessage.SetSpeed(id, fields.numberOrNull("stepsPerSecond", 0.1, 1_000_000));
          case "load" -> new ClientMessage.Load(id, fields.text("lesson", MAX_NAME_LENGTH));
          case "checkGradients" -> new ClientMessage.CheckGradients(id);
          case "subscribe" ->
              new ClientMessage.Subscribe(id, fields.topics("topics"), position(fields));
          case "unsubscribe" -> new ClientMessage.Unsubscribe(id, fields.topics("topics"));
          default ->
              throw fields.refuseType(
                  "start, pause, step, reset, change, rewind, setLearningRate, setParameter, setSpeed,"
                      + " load, checkGradients, subscribe or unsubscribe");
        };
    fields.end();
    return message;
  }

  private static ClientMessage change(MessageFields fields, JsonNode id) throws ProtocolException {
    String hidden = fields.has("hidden") ? fields.word("hidden", ACTIVATIONS) : null;
    String output = fields.has("output") ? fields.word("output", ACTIVATIONS) : null;
    String init = fields.has("init") ? fields.word("init", INITIALISERS) : null;
    if (hidden == null && output == null && init == null) {
      throw new ProtocolException(id, "change: is empty; allowed are hidden, output, init");
    }
    return new ClientMessage.Change(id, hidden, output, init);
  }

  private static @org.jspecify.annotations.Nullable Position position(MessageFields fields)
      throws ProtocolException {
    if (!fields.has("offset") && !fields.has("epoch")) {
      return null;
    }
    Long epoch =
        fields.has("epoch") ? (Long) fields.integer("epoch", 0, MAX_SAFE_INTEGER, null) : null;
    return new Position(epoch, fields.integer("offset", 0, MAX_SAFE_INTEGER, null));
  }

  private static JsonNode parse(String text) throws ProtocolException {
    try {
      JsonNode tree = JSON.readTree(text);
      if (tree.isObject()) {
        return tree;
      }
      throw new ProtocolException(NullNode.getInstance(), "a message is one JSON object");
    } catch (JsonProcessingException e) {
      String problem = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new ProtocolException(NullNode.getInstance(), "not a message in JSON: " + problem);
    }
  }

  private static JsonNode id(JsonNode tree) throws ProtocolException {
    JsonNode id = tree.path("id");
    if (id.isMissingNode() || id.isNull()) {
      return NullNode.getInstance();
    }
    boolean text = id.isTextual() && id.textValue().length() <= MAX_ID_LENGTH;
    if (text || (id.isIntegralNumber() && id.canConvertToLong())) {
      return id;
    }
    throw new ProtocolException(
        NullNode.getInstance(),
        "id: is not allowed so; a whole number or a text of at most " + MAX_ID_LENGTH + " is");
  }
}
