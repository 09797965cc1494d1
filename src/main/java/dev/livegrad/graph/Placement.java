package dev.livegrad.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything of a {@link Drawing} lies: from the left, where the leaves are, to the right;
 * from the top down.
 *
 * @param width of the whole, in the units of the boxes' sizes
 * @param height of the whole
 */
public record Placement(
    double width, double height, List<Area> boxes, List<Area> frames, List<Route> links) {
  /** A rectangle; {@code x} and {@code y} are its upper left corner. */
  public record Area(String id, double x, double y, double width, double height) {
    Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("id", id);
      tree.put("x", x);
      tree.put("y", y);
      tree.put("width", width);
      tree.put("height", height);
      return tree;
    }
  }

  /**
   * A link's way.
   *
   * @param points x and y in turn, from the child to the parent
   */
  public record Route(Drawing.Link link, List<Double> points) {
    public Route {
      points = List.copyOf(points);
    }

    Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("from", link.from());
      tree.put("to", link.to());
      tree.put("place", link.place());
      tree.put("points", points);
      return tree;
    }
  }

  public Placement {
    boxes = List.copyOf(boxes);
    frames = List.copyOf(frames);
    links = List.copyOf(links);
  }

  /** The same as a tree for JSON. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("width", width);
    tree.put("height", height);
    tree.put("boxes", boxes.stream().map(Area::toTree).toList());
    tree.put("frames", frames.stream().map(Area::toTree).toList());
    tree.put("links", links.stream().map(Route::toTree).toList());
    return tree;
  }
}
