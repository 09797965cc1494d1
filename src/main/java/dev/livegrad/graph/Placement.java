package dev.livegrad.graph;

import java.util.List;

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
  public record Area(String id, double x, double y, double width, double height) {}

  /**
   * A link's way; {@code from}, {@code to} and {@code place} are the link's own.
   *
   * @param points x and y in turn, from the child to the parent
   */
  public record Route(String from, String to, int place, List<Double> points) {
    public Route {
      points = List.copyOf(points);
    }
  }

  public Placement {
    boxes = List.copyOf(boxes);
    frames = List.copyOf(frames);
    links = List.copyOf(links);
  }
}
