package dev.livegrad.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is to place: boxes, the frames around them, and the links between them.
 *
 * <p>Two graphs that look the same have equal drawings, whatever their numbers are.
 *
 * @param frames each after the one that it lies in
 */
public record Drawing(List<Box> boxes, List<Frame> frames, List<Link> links) {
  /** The most boxes of a drawing: nobody could read more. */
  public static final int MAX_BOXES = 2_000;

  private static final double WIDTH = 140;
  private static final double NEURON_WIDTH = 112;
  private static final double HEIGHT = 52;

  /** Room for larger letters, so that a network of neurons can be read from afar. */
  private static final double NEURON_HEIGHT = 64;

  private static final double TITLE = 34;
  private static final double ROW = 16;
  private static final int MAX_ROWS = 16;

  /**
   * A node, by its id, or a collapsed group, by its name.
   *
   * @param frame the frame it lies in; empty for none
   */
  public record Box(String id, String frame, double width, double height) {}

  /**
   * An expanded group.
   *
   * @param frame the frame it lies in; empty for none
   */
  public record Frame(String id, String frame) {}

  /**
   * One box is made from another.
   *
   * @param place the position among the operands, from 0; 0 where {@code to} is a group
   */
  public record Link(String from, String to, int place) {}

  public Drawing {
    boxes = List.copyOf(boxes);
    frames = List.copyOf(frames);
    links = List.copyOf(links);
  }

  /** Everything in {@code graph}, node by node. */
  public static Drawing of(ComputationGraph graph) {
    return of(graph, Set.of());
  }

  /**
   * {@code graph} with the groups in {@code collapsed} as one box each, and what lies in them
   * hidden.
   *
   * @throws GraphException if there is no such group, or more than {@value #MAX_BOXES} boxes remain
   */
  public static Drawing of(ComputationGraph graph, Collection<String> collapsed) {
    Set<String> groups = graph.groups();
    for (String group : collapsed) {
      if (!groups.contains(group)) {
        throw new GraphException(
            "collapsed: there is no group %s; there are %s"
                .formatted(group, groups.stream().limit(8).collect(Collectors.joining(", "))));
      }
    }
    int count = count(graph, collapsed);
    if (count > MAX_BOXES) {
      throw new GraphException(
          "collapsed: %d boxes are too many to draw; at most %d are. Collapse neurons or layers."
              .formatted(count, MAX_BOXES));
    }
    Map<String, Box> boxes = new LinkedHashMap<>();
    Set<Frame> frames = new LinkedHashSet<>();
    Set<Link> links = new LinkedHashSet<>();
    for (GraphNode node : graph.nodes()) {
      String shown = shown(node, collapsed);
      boolean group = !isNode(shown, node);
      String frame = group ? ComputationGraph.around(shown) : node.group();
      boxes.computeIfAbsent(
          shown,
          id ->
              group
                  ? new Box(id, frame, width(graph, id), height(graph, id))
                  : new Box(id, frame, WIDTH, HEIGHT));
      for (String inner : ComputationGraph.path(frame)) {
        frames.add(new Frame(inner, ComputationGraph.around(inner)));
      }
      for (int place = 0; place < node.children().size(); place++) {
        String from = shown(graph.nodes().get(node.children().get(place)), collapsed);
        if (!from.equals(shown)) {
          links.add(new Link(from, shown, group ? 0 : place));
        }
      }
    }
    return new Drawing(
        new ArrayList<>(boxes.values()), new ArrayList<>(frames), new ArrayList<>(links));
  }

  /** The number of boxes in the drawing with these groups collapsed. */
  public static int count(ComputationGraph graph, Collection<String> collapsed) {
    return (int) graph.nodes().stream().map(node -> shown(node, collapsed)).distinct().count();
  }

  /** A neuron needs no room for an operation, nor for the names of what lies in it. */
  private static double width(ComputationGraph graph, String group) {
    return graph.size(group) == 0 ? NEURON_WIDTH : WIDTH;
  }

  /** A row for each group in a collapsed one, as far as there is room. */
  private static double height(ComputationGraph graph, String group) {
    int inner = graph.size(group);
    return inner == 0 ? NEURON_HEIGHT : TITLE + ROW * Math.min(MAX_ROWS, inner);
  }

  /** The box that stands for {@code node}: the outermost collapsed group around it, or its own. */
  private static String shown(GraphNode node, Collection<String> collapsed) {
    for (String group : ComputationGraph.path(node.group())) {
      if (collapsed.contains(group)) {
        return group;
      }
    }
    return Integer.toString(node.id());
  }

  private static boolean isNode(String shown, GraphNode node) {
    return shown.equals(Integer.toString(node.id()));
  }
}
