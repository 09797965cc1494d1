package dev.livegrad.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.expression.Expression;
import dev.livegrad.training.Specs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphLayoutTest {
  /** Coordinates are rounded to tenths. */
  private static final double ROUNDING = 0.11;

  static Stream<Drawing> drawings() {
    ComputationGraph network = new LossGraph(Specs.fourPoints()).structure();
    ComputationGraph lab =
        ComputationGraph.of(
            Expression.evaluate(
                    "x1=2; w1=-3; x2=0; w2=1; b=6.88; n=x1*w1+x2*w2+b; e=exp(2*n); (e-1)/(e+1)+n*n")
                .output());
    return Stream.of(
        Drawing.of(network),
        Drawing.of(network, network.inner()),
        Drawing.of(network, network.outer()),
        Drawing.of(network, Set.of("layer1", "layer2.neuron3", "loss")),
        Drawing.of(lab),
        Drawing.of(ComputationGraph.of(Expression.evaluate("a=3").output())));
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void boxesDoNotOverlap(Drawing drawing) {
    List<Placement.Area> boxes = GraphLayout.of(drawing).boxes();
    assertEquals(drawing.boxes().size(), boxes.size());
    for (Placement.Area one : boxes) {
      for (Placement.Area other : boxes) {
        assertTrue(one == other || apart(one, other), one + " overlaps " + other);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void childrenAreLeftOfTheirParents(Drawing drawing) {
    Placement placement = GraphLayout.of(drawing);
    Map<String, Placement.Area> boxes = byId(placement.boxes());
    for (Drawing.Link link : drawing.links()) {
      Placement.Area child = boxes.get(link.from());
      assertTrue(child.x() + child.width() < boxes.get(link.to()).x(), link.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void linksBeginAtTheChildAndEndAtTheParent(Drawing drawing) {
    Placement placement = GraphLayout.of(drawing);
    Map<String, Placement.Area> boxes = byId(placement.boxes());
    assertEquals(
        drawing.links(),
        placement.links().stream()
            .map(it -> new Drawing.Link(it.from(), it.to(), it.place()))
            .toList());
    for (Placement.Route route : placement.links()) {
      List<Double> points = route.points();
      Placement.Area child = boxes.get(route.from());
      Placement.Area parent = boxes.get(route.to());
      assertEquals(child.x() + child.width(), points.getFirst(), ROUNDING);
      assertEquals(parent.x(), points.get(points.size() - 2), ROUNDING);
      assertTrue(within(points.get(1), child.y(), child.height()), route.toString());
      assertTrue(within(points.getLast(), parent.y(), parent.height()), route.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void whatLiesInAFrameLiesInsideItAndNothingElseDoes(Drawing drawing) {
    Placement placement = GraphLayout.of(drawing);
    Map<String, Placement.Area> frames = byId(placement.frames());
    Map<String, Placement.Area> boxes = byId(placement.boxes());
    for (Drawing.Box box : drawing.boxes()) {
      List<String> around = ComputationGraph.path(box.frame());
      frames.forEach((id, frame) ->
          assertTrue(
              around.contains(id)
                  ? inside(boxes.get(box.id()), frame)
                  : apart(boxes.get(box.id()), frame),
              box + " and " + frame));
    }
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void everythingLiesWithinTheWhole(Drawing drawing) {
    Placement placement = GraphLayout.of(drawing);
    Placement.Area whole = new Placement.Area("", 0, 0, placement.width(), placement.height());
    placement.boxes().forEach(box -> assertTrue(inside(box, whole), box.toString()));
    placement.frames().forEach(frame -> assertTrue(inside(frame, whole), frame.toString()));
    for (Placement.Route route : placement.links()) {
      for (int i = 0; i < route.points().size(); i += 2) {
        assertTrue(within(route.points().get(i), 0, placement.width()), route.toString());
        assertTrue(within(route.points().get(i + 1), 0, placement.height()), route.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void theSameDrawingIsPlacedTheSameWay(Drawing drawing) {
    assertEquals(GraphLayout.of(drawing), GraphLayout.of(drawing));
  }

  private static Map<String, Placement.Area> byId(List<Placement.Area> areas) {
    Map<String, Placement.Area> byId = new HashMap<>();
    areas.forEach(area -> assertFalse(byId.containsKey(area.id()), area.id()));
    areas.forEach(area -> byId.put(area.id(), area));
    return byId;
  }

  private static boolean apart(Placement.Area one, Placement.Area other) {
    return one.x() + one.width() <= other.x()
        || other.x() + other.width() <= one.x()
        || one.y() + one.height() <= other.y()
        || other.y() + other.height() <= one.y();
  }

  private static boolean inside(Placement.Area inner, Placement.Area outer) {
    return within(inner.x(), outer.x(), outer.width())
        && within(inner.x() + inner.width(), outer.x(), outer.width())
        && within(inner.y(), outer.y(), outer.height())
        && within(inner.y() + inner.height(), outer.y(), outer.height());
  }

  private static boolean within(double value, double start, double length) {
    return value >= start - ROUNDING && value <= start + length + ROUNDING;
  }
}
