package dev.livegrad.protocol;

import dev.livegrad.run.Command;
import dev.livegrad.run.Topic;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a viewer says. Its {@code id} is repeated in the answer; null where there was none. */
public sealed interface ClientMessage {
  @Nullable Object id();

  /** Is done to the run. */
  record Steer(@Nullable Object id, Command command) implements ClientMessage {}

  /** Asks for a comparison of the gradients with central differences. */
  record CheckGradients(@Nullable Object id) implements ClientMessage {}

  record Subscribe(@Nullable Object id, Set<Topic> topics, @Nullable Position position)
      implements ClientMessage {
    public Subscribe {
      topics = Set.copyOf(topics);
    }
  }

  record Unsubscribe(@Nullable Object id, Set<Topic> topics) implements ClientMessage {
    public Unsubscribe {
      topics = Set.copyOf(topics);
    }
  }
}
