package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.livegrad.graph.LossGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The graph as it is shown, and the walk through it, compared with the engine. */
@BrowserTest
final class GraphViewTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void everyNodeHasTheEnginesDataAndGradOfTheChosenSample(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 10);
    view.chooseSample(2);
    view.page().getByText("The nodes as a table").click();
    LossGraph graph = view.engine(10, 2);
    List<String> expected = new ArrayList<>();
    for (int id = 0; id < graph.structure().nodes().size(); id++) {
      expected.add(GraphView.signed(graph.data()[id]));
      expected.add(GraphView.signed(graph.grad()[id]));
    }
    Locator numbers = view.panel().locator(".graph-table tbody td:nth-last-child(-n + 2)");
    assertThat(numbers).hasText(expected.toArray(String[]::new));
  }

  @Test
  void aBoxShowsItsNodesNumbersAndASearchFindsItInsideACollapsedNeuron(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 10);
    String name = "layer2.neuron3.w1";
    int id = view.idOf(name);
    assertThat(view.box(id)).hasCount(0);
    Locator search = view.panel().getByLabel("Search for a parameter");
    search.fill(name);
    assertThat(view.panel().locator(".graph-facts"))
        .hasText("1 found, the first in layer2.neuron3; Enter expands it.");
    search.press("Enter");
    assertThat(view.box(id)).hasClass(Pattern.compile("\\bfound\\b"));
    LossGraph graph = view.engine(10, 0);
    assertThat(view.box(id).locator(".name")).hasText("w1");
    assertThat(view.box(id).locator(".number"))
        .hasText(
            new String[] {GraphView.signed(graph.data()[id]), GraphView.signed(graph.grad()[id])});
  }

  @Test
  @Tag("thorough")
  void anEarlierStepIsShownWhereItsNumbersAreKept(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 5);
    for (int step = 6; step <= 8; step++) {
      view.page().keyboard().press("s");
      view.showsMoment(step);
    }
    Locator loss = view.group("loss").locator(".number").first();
    assertThat(loss).hasText(lossAfter(view, 8));
    view.panel().getByLabel("Look back").focus();
    view.page().keyboard().press("ArrowLeft");
    view.page().keyboard().press("ArrowLeft");
    assertThat(view.note()).hasText(Pattern.compile("^After 6 steps\\."));
    assertThat(loss).hasText(lossAfter(view, 6));
    view.page().keyboard().press("End");
    view.showsMoment(8);
    assertThat(loss).hasText(lossAfter(view, 8));
  }

  @Test
  @Tag("thorough")
  void aSampleThatIsChosenElsewhereIsTheGraphs(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 4);
    view.page().keyboard().press("w");
    view.dashboard().tab("Predictions").click();
    view.page().locator("#panel-predictions .choosable tr").nth(3).click();
    view.dashboard().button("Show sample 3’s graph").click();
    assertThat(view.panel().getByLabel("Sample")).hasValue("3");
    assertThat(view.group("loss").locator(".number").first()).hasText(lossOf(view, 4, 3));

    view.dashboard().tab("Surface").click();
    assertThat(view.page().locator("#surface-note")).hasText(Pattern.compile("^After 4 steps"));
    view.page().locator("#surface-sample").fill("1");
    // Pointing alone takes nobody away from what they look at.
    view.dashboard().tab("Graph").click();
    assertThat(view.panel().getByLabel("Sample")).hasValue("3");
    assertThat(view.group("loss").locator(".number").first()).hasText(lossOf(view, 4, 3));
    view.panel().getByText("Show sample 1’s graph").press("Enter");
    assertThat(view.panel().getByLabel("Sample")).hasValue("1");
    assertThat(view.group("loss").locator(".number").first()).hasText(lossOf(view, 4, 1));
    assertThat(view.panel().getByText("Show sample 1’s graph")).isHidden();
  }

  @Test
  void aGradientIsToldInWords(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 4);
    view.group("layer3.neuron1").hover();
    LossGraph graph = view.engine(4, 0);
    int output = view.idOf("output");
    double grad = graph.grad()[output];
    assertThat(view.panel().locator(".graph-facts"))
        .hasText(
            Pattern.compile(
                "grad %s\\. 0\\.01 more of it makes the loss about [0-9.e−]+ %s\\.$"
                    .formatted(
                        GraphView.literally(GraphView.signed(grad)),
                        grad > 0 ? "larger" : "smaller")));
  }

  @Test
  void atFirstAllOfItIsInViewAndOnALaptopItsNumbersCanBeRead(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 0);
    view.page().setViewportSize(1280, 800);
    view.page().keyboard().press("w");
    assertThat(view.panel().locator(".graph-host"))
        .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    double height =
        ((Number)
                view.group("loss")
                    .locator(".number")
                    .first()
                    .evaluate(
                        "text => parseFloat(getComputedStyle(text).fontSize) * text.getCTM().a"))
            .doubleValue();
    assertTrue(height >= 9, "letters of " + height + " pixels");
    assertEquals(0, boxesOutOfView(view));
    view.page().keyboard().press("w");
    view.page().setViewportSize(390, 844);
    view.page().waitForCondition(() -> boxesOutOfView(view) == 0);
  }

  private static int boxesOutOfView(GraphView view) {
    return (int)
        view.panel()
            .evaluate(
                """
                panel => {
                  const host = panel.querySelector('.graph-host').getBoundingClientRect();
                  return [...panel.querySelectorAll('.graph-host .box')]
                    .map((box) => box.getBoundingClientRect())
                    .filter((box) => box.left < host.left || box.right > host.right
                      || box.top < host.top || box.bottom > host.bottom).length;
                }\
                """);
  }

  @Test
  void neuronsAndLayersCollapseAndExpand(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 0);
    assertThat(view.boxes()).hasCount(13);
    view.group("layer1.neuron2").click();
    assertThat(view.boxes()).hasCount(13 - 1 + 11);
    assertThat(view.group("layer1.neuron2")).hasCount(0);
    view.dashboard().button("Fit: show all of it").click();
    view.frame("layer1").click();
    assertThat(view.boxes()).hasCount(13 - 4 + 1);
    LossGraph graph = view.engine(0, 0);
    List<String> outputs =
        graph.structure().nodes().stream()
            .filter(node -> node.op().equals("tanh") && node.group().startsWith("layer1."))
            .sorted((a, b) -> a.group().compareTo(b.group()))
            .map(node -> GraphView.signed(graph.data()[node.id()]))
            .toList();
    assertThat(view.group("layer1").locator(".number")).hasText(outputs.toArray(String[]::new));
    view.group("layer1").click();
    assertThat(view.boxes()).hasCount(13);
    view.dashboard().button("Every node").click();
    assertThat(view.boxes()).hasCount(120);
    view.dashboard().button("Layers").click();
    assertThat(view.boxes()).hasCount(7);
  }

  @Test
  @Tag("thorough")
  void aNodeThatIsPointedAtKeepsItsNeighboursLit(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 0);
    view.group("layer3.neuron1").hover();
    assertThat(view.panel().locator(".graph-host .graph-drawing"))
        .hasClass(Pattern.compile("\\bfading\\b"));
    Set<String> near = new TreeSet<>(ids(view.panel().locator(".box.near")));
    assertEquals(
        Set.of(
            "layer2.neuron1",
            "layer2.neuron2",
            "layer2.neuron3",
            "layer2.neuron4",
            "layer3.neuron1",
            "loss"),
        near);
  }

  @Test
  void theGraphIsWalkedByKeysAlone(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 0);
    view.group("loss").focus();
    view.page().keyboard().press("ArrowLeft");
    assertThat(view.group("layer3.neuron1")).isFocused();
    view.page().keyboard().press("Enter");
    assertThat(view.group("layer3.neuron1")).hasCount(0);
    assertThat(view.boxes()).hasCount(13 - 1 + 14);
    view.dashboard().shows("status", "ready");
  }

  @Test
  void theNumbersFollowTheTraining(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 0);
    view.showsMoment(0);
    view.page().keyboard().press("w");
    view.dashboard().button("Start").click();
    view.dashboard().shows("status", "finished");
    view.showsMoment(100);
    LossGraph graph = view.engine(100, 0);
    int loss = graph.structure().nodes().size() - 1;
    assertThat(view.group("loss").locator(".number"))
        .hasText(new String[] {GraphView.signed(graph.data()[loss]), "+1.0000"});
  }

  @Test
  void theLevelIsSentOnlyWhileItIsLookedAt(BrowserContext context) {
    Page page = context.newPage();
    Wire wire = new Wire(page);
    page.navigate(livegrad.address() + "#view=table");
    Dashboard dashboard = new Dashboard(page);
    dashboard.shows("connection", "live");
    dashboard.load("four-points");
    dashboard.tab("Graph").click();
    assertThat(page.locator(".graph-drawing .box").first()).isVisible();
    assertThat(page.locator(".graph-drawing .number").first()).not().hasText("–");
    dashboard.button("Walk through one step").click();
    assertThat(page.locator(".walk")).isVisible();
    dashboard.button("End the walk").click();
    dashboard.tab("Table").click();
    List<String> topics = List.of("[\"graph:0\"]", "[\"graph:0\"]");
    assertEquals(topics, wire.topics("subscribe").stream().skip(1).toList());
    assertEquals(topics, wire.topics("unsubscribe"));
    assertFalse(wire.received("graph").isEmpty());
  }

  @Test
  @Tag("thorough")
  void aNetworkTooLargeToBeShownSaysSo(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    livegrad.load(
        """
        {'name': 'large', 'data': {'generator': {'name': 'moons', 'samples': 10}},
         'model': {'layers': [64, 64, 1]}, 'optimizer': {'learningRate': 0.1}}
        """);
    dashboard.tab("Graph").click();
    assertThat(dashboard.page().locator("#panel-graph .panel-note"))
        .hasText(
            Pattern.compile(
                "^No graph: the graph of this run has more than 5,000 nodes, which is as many as can be shown\\.$"));
  }

  private static String lossAfter(GraphView view, int steps) {
    return lossOf(view, steps, 0);
  }

  private static String lossOf(GraphView view, int steps, int sample) {
    return GraphView.signed(view.engine(steps, sample).data()[view.idOf("loss")]);
  }

  private static List<String> ids(Locator boxes) {
    List<String> ids = new ArrayList<>();
    for (Locator box : boxes.all()) {
      ids.add(box.getAttribute("data-id"));
    }
    assertTrue(!ids.isEmpty());
    return ids;
  }
}
