package dev.livegrad.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.InternalProperties;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Places a drawing in layers, children left of parents, by the layered algorithm of the <a
 * href="https://eclipse.dev/elk/">Eclipse Layout Kernel</a> (after Sugiyama, Tagawa and Toda,
 * 1981).
 *
 * <p>Takes a few milliseconds to a second, and more the first time: for a worker thread. The same
 * drawing always gets the same placement.
 */
public final class GraphLayout {
  /** Around what lies in a frame; above it there is room for the frame's name. */
  private static final ElkPadding PADDING = new ElkPadding(34, 14, 14, 14);

  private static final double BETWEEN_NODES = 14;
  private static final double BETWEEN_LAYERS = 36;
  private static final double BETWEEN_LINKS = 10;

  /** Links for each box, from which on they are drawn aslant. */
  private static final double DENSE = 2;

  private final ElkNode root = ElkGraphUtil.createGraph();
  private final Map<String, ElkNode> places = new HashMap<>();

  private final EdgeRouting routing;

  /** Each has its own place on a frame's edge: of hundreds these would push the boxes apart. */
  private final double betweenLinks;

  private GraphLayout(Drawing drawing) {
    // Where many meet, right angles take more room than all the boxes.
    boolean dense = drawing.links().size() > DENSE * drawing.boxes().size();
    routing = dense ? EdgeRouting.POLYLINE : EdgeRouting.ORTHOGONAL;
    betweenLinks = dense ? BETWEEN_LINKS / 10 : BETWEEN_LINKS;
    configure(root);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
    places.put("", root);
  }

  /** The placement of {@code drawing}. */
  public static Placement of(Drawing drawing) {
    return new GraphLayout(drawing).place(drawing);
  }

  private Placement place(Drawing drawing) {
    int elements = drawing.frames().size() + drawing.boxes().size();
    for (Drawing.Frame frame : drawing.frames()) {
      ElkNode node = ElkGraphUtil.createNode(places.get(frame.frame()));
      configure(node);
      node.setProperty(CoreOptions.PADDING, PADDING);
      // ELK 0.11 counts these for the root alone, and fails where a frame has no such number.
      node.setProperty(InternalProperties.MAX_MODEL_ORDER_NODES, elements);
      places.put(frame.id(), node);
    }
    for (Drawing.Box box : drawing.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(places.get(box.frame()));
      node.setDimensions(box.width(), box.height());
      places.put(box.id(), node);
    }
    List<ElkEdge> edges = new ArrayList<>();
    for (Drawing.Link link : drawing.links()) {
      edges.add(ElkGraphUtil.createSimpleEdge(places.get(link.from()), places.get(link.to())));
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    List<Placement.Route> routes = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      Drawing.Link link = drawing.links().get(i);
      routes.add(new Placement.Route(link.from(), link.to(), link.place(), points(edges.get(i))));
    }
    return new Placement(
        rounded(root.getWidth()),
        rounded(root.getHeight()),
        drawing.boxes().stream().map(box -> area(box.id())).toList(),
        drawing.frames().stream().map(frame -> area(frame.id())).toList(),
        routes);
  }

  /** Inside a frame ELK asks the frame, not the root. */
  private void configure(ElkNode node) {
    node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    node.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    node.setProperty(CoreOptions.EDGE_ROUTING, routing);
    node.setProperty(CoreOptions.SPACING_NODE_NODE, BETWEEN_NODES);
    node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, betweenLinks);
    node.setProperty(LayeredOptions.SPACING_PORT_PORT, betweenLinks);
    node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
    // The first neuron stays above the second where that costs no crossing.
    node.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
  }

  private Placement.Area area(String id) {
    ElkNode node = node(id);
    double[] corner = corner(node);
    return new Placement.Area(
        id,
        rounded(corner[0]),
        rounded(corner[1]),
        rounded(node.getWidth()),
        rounded(node.getHeight()));
  }

  private ElkNode node(String id) {
    ElkNode node = places.get(id);
    if (node == null) {
      throw new IllegalArgumentException("the drawing has no " + id);
    }
    return node;
  }

  /** ELK's coordinates are those inside the node around. */
  private static double[] corner(ElkNode node) {
    double x = 0;
    double y = 0;
    for (ElkNode at = node; at != null; at = at.getParent()) {
      x += at.getX();
      y += at.getY();
    }
    return new double[] {x, y};
  }

  private static List<Double> points(ElkEdge edge) {
    double[] corner = corner(edge.getContainingNode());
    List<Double> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(rounded(corner[0] + section.getStartX()));
      points.add(rounded(corner[1] + section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints()) {
        points.add(rounded(corner[0] + bend.getX()));
        points.add(rounded(corner[1] + bend.getY()));
      }
      points.add(rounded(corner[0] + section.getEndX()));
      points.add(rounded(corner[1] + section.getEndY()));
    }
    return points;
  }

  /** A tenth is finer than a pixel, and short to write. */
  private static double rounded(double coordinate) {
    return Math.rint(coordinate * 10) / 10;
  }
}
