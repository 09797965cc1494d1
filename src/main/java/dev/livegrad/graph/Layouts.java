package dev.livegrad.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays out each drawing once and keeps the last few. Thread-safe. Drawings are placed one at a
 * time, so that this work never takes more than one processor; other callers wait.
 */
public final class Layouts {
  private static final int KEPT = 64;

  private final Map<Drawing, Placement> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Drawing, Placement> eldest) {
          return size() > KEPT;
        }
      };

  /** The placement of {@code drawing}; takes up to a second where it is not among those kept. */
  public synchronized Placement of(Drawing drawing) {
    return kept.computeIfAbsent(drawing, GraphLayout::of);
  }
}
