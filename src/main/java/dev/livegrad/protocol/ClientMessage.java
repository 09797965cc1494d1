package dev.livegrad.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer says; {@code id} is repeated in the answer and is JSON's null where there was none.
 */
public sealed interface ClientMessage {
  JsonNode id();

  /** What is done to the run. */
  sealed interface Command extends ClientMessage {}

  record Start(JsonNode id) implements Command {}

  record Pause(JsonNode id) implements Command {}

  record Step(JsonNode id, long count) implements Command {}

  /** With no seed the present one is used again. */
  record Reset(JsonNode id, @Nullable Long seed) implements Command {}

  record SetLearningRate(JsonNode id, double value) implements Command {}

  record SetParameter(JsonNode id, String name, double value) implements Command {}

  /**
   * Another run with the same data.
   *
   * @param hidden the activation of its hidden layers, in a spec's words; null for the present one
   * @param output that of its output layer
   * @param init how its weights and biases begin
   */
  record Change(
      JsonNode id, @Nullable String hidden, @Nullable String output, @Nullable String init)
      implements Command {}

  record Rewind(JsonNode id, long step) implements Command {}

  /** With no number as fast as it goes. */
  record SetSpeed(JsonNode id, @Nullable Double stepsPerSecond) implements Command {}

  record Load(JsonNode id, String lesson) implements Command {}

  /** Asks for a comparison of the gradients with central differences. */
  record CheckGradients(JsonNode id) implements ClientMessage {}

  record Subscribe(JsonNode id, Set<Topic> topics, @Nullable Position position)
      implements ClientMessage {
    public Subscribe {
      topics = Set.copyOf(topics);
    }
  }

  record Unsubscribe(JsonNode id, Set<Topic> topics) implements ClientMessage {
    public Unsubscribe {
      topics = Set.copyOf(topics);
    }
  }
}
