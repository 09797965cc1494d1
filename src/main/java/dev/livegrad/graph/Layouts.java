package dev.livegrad.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays out each drawing once and keeps the last few. Thread-safe; who asks while another drawing is
 * being placed waits, so that no more than one processor is ever busy with it.
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

  /**
   * The placement of {@code drawing}; takes up to a second for one that was not asked for before.
   */
  public synchronized Placement of(Drawing drawing) {
    return kept.computeIfAbsent(drawing, GraphLayout::of);
  }
}
