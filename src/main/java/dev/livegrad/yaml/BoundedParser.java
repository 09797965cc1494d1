package dev.livegrad.yaml;

import dev.livegrad.data.Refusal;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Refuses YAML that would become more than its text shows: an alias within what it stands for,
 * aliases that multiply, what nests too deep, and tags, which ask for other types.
 *
 * <p>It looks at the text's events as they come, before anything is built of them: an alias counts
 * for as much as its anchor did.
 */
final class BoundedParser implements Parser {
  private static final int MAX_DEPTH = 16;
  private static final long MAX_NODES = 10_000_000;

  private final Parser parser;
  private final Map<Anchor, Extent> anchors = new HashMap<>();
  private final Deque<Collection> open = new ArrayDeque<>();
  private long nodes;
  private boolean documentBegan;

  BoundedParser(Parser parser) {
    this.parser = parser;
  }

  /** The number of nodes, and the depth to which they nest. */
  private record Extent(long nodes, int depth) {}

  /** A list or an object whose end has not come yet. */
  private static final class Collection {
    final @Nullable Anchor anchor;
    final long nodesBefore;
    int depth = 1;

    Collection(@Nullable Anchor anchor, long nodesBefore) {
      this.anchor = anchor;
      this.nodesBefore = nodesBefore;
    }
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event) {
      case DocumentStartEvent _ when documentBegan ->
          throw refused(event, "a second document begins; one is allowed");
      case DocumentStartEvent _ -> documentBegan = true;
      case AliasEvent alias -> add(extent(alias), alias);
      case ScalarEvent scalar -> {
        refuseTag(scalar, scalar.getTag().filter(tag -> !tag.equals("tag:yaml.org,2002:str")));
        scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Extent(1, 0)));
        add(new Extent(1, 0), scalar);
      }
      case CollectionStartEvent start -> begin(start);
      case CollectionEndEvent _ -> end();
      default -> {}
    }
    return event;
  }

  private Extent extent(AliasEvent alias) {
    Extent extent = anchors.get(alias.getAlias());
    if (extent == null) {
      boolean within = open.stream().anyMatch(it -> alias.getAlias().equals(it.anchor));
      String name = alias.getAlias().getValue();
      throw refused(
          alias,
          within
              ? "*%s stands within what it stands for; elsewhere it is allowed".formatted(name)
              : "*%s is not allowed; there is no &%s before it".formatted(name, name));
    }
    return extent;
  }

  private void begin(CollectionStartEvent start) {
    refuseTag(start, start.getTag());
    // Until its end comes, its name stands for nothing, not for an earlier one of that name either.
    start.getAnchor().ifPresent(anchors::remove);
    open.push(new Collection(start.getAnchor().orElse(null), nodes));
    add(new Extent(1, 0), start);
  }

  private void end() {
    Collection ended = open.pop();
    if (ended.anchor != null) {
      anchors.put(ended.anchor, new Extent(nodes - ended.nodesBefore, ended.depth));
    }
    deepen(ended.depth);
  }

  private void add(Extent extent, Event event) {
    nodes += extent.nodes();
    if (nodes > MAX_NODES) {
      throw refused(
          event,
          "with what its aliases stand for, it has more than %d values; no more are allowed"
              .formatted(MAX_NODES));
    }
    if (open.size() + extent.depth() > MAX_DEPTH) {
      throw refused(event, "nests deeper than the %d levels that are allowed".formatted(MAX_DEPTH));
    }
    deepen(extent.depth());
  }

  /** Something of this depth stands in the collection that is open. */
  private void deepen(int depth) {
    Collection around = open.peek();
    if (around != null) {
      around.depth = Math.max(around.depth, depth + 1);
    }
  }

  private static void refuseTag(NodeEvent event, Optional<String> tag) {
    if (tag.isPresent() && !tag.get().equals("!")) {
      throw refused(
          event,
          "the tag %s is not allowed; values without one are".formatted(Refusal.shown(tag.get())));
    }
  }

  private static SpecException refused(Event event, String why) {
    return new SpecException(event.getStartMark().map(YamlText::where).orElse("") + why);
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }
}
