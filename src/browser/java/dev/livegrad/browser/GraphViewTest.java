package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.livegrad.graph.GraphNode;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.graph.Walk;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The graph as it is shown, and the walk through it, compared with the engine. */
@BrowserTest
final class GraphViewTest {
  private static Livegrad livegrad;

  @BeforeAll
  static void start() {
    livegrad = new Livegrad();
  }

  @AfterAll
  static void stop() {
    livegrad.close();
  }

  @Test
  void everyNodeHasTheEnginesDataAndGradOfTheChosenSample(BrowserContext context) {
    View view = View.open(context, 10);
    view.chooseSample(2);
    view.page().getByText("The nodes as a table").click();
    LossGraph graph = graphAfter(10, 2);
    List<String> expected = new ArrayList<>();
    for (int id = 0; id < graph.structure().nodes().size(); id++) {
      expected.add(signed(graph.data()[id]));
      expected.add(signed(graph.grad()[id]));
    }
    Locator numbers = view.panel().locator(".graph-table tbody td:nth-last-child(-n + 2)");
    assertThat(numbers).hasText(expected.toArray(String[]::new));
  }

  @Test
  void aBoxShowsItsNodesNumbersAndASearchFindsItInsideACollapsedNeuron(BrowserContext context) {
    View view = View.open(context, 10);
    String name = "layer2.neuron3.w1";
    int id = idOf(name);
    assertThat(view.box(id)).hasCount(0);
    Locator search = view.panel().getByLabel("Search for a parameter");
    search.fill(name);
    assertThat(view.panel().locator(".graph-facts"))
        .hasText("1 found, the first in layer2.neuron3; Enter expands it.");
    search.press("Enter");
    assertThat(view.box(id)).hasClass(Pattern.compile("\\bfound\\b"));
    LossGraph graph = graphAfter(10, 0);
    assertThat(view.box(id).locator(".name")).hasText("w1");
    assertThat(view.box(id).locator(".number"))
        .hasText(new String[] {signed(graph.data()[id]), signed(graph.grad()[id])});
  }

  @Test
  void whatItCannotShowOfAStepThatIsPointedAtItSays(BrowserContext context) {
    View view = View.open(context, 10);
    Locator note = view.panel().locator(".panel-note[role=status]");
    view.page().locator("#expand").click();
    view.page().locator("#loss-chart").hover();
    assertThat(note).hasText(Pattern.compile("the graph shows now, not step [4-6]\\.$"));
    view.page().locator("#status").hover();
    assertThat(note).hasText(Pattern.compile("those of all its samples\\.$"));
  }

  @Test
  void neuronsAndLayersCollapseAndExpand(BrowserContext context) {
    View view = View.open(context, 0);
    assertThat(view.boxes()).hasCount(13);
    view.group("layer1.neuron2").click();
    assertThat(view.boxes()).hasCount(13 - 1 + 11);
    assertThat(view.group("layer1.neuron2")).hasCount(0);
    view.frame("layer1").click();
    assertThat(view.boxes()).hasCount(13 - 4 + 1);
    LossGraph graph = graphAfter(0, 0);
    List<String> outputs =
        graph.structure().nodes().stream()
            .filter(node -> node.op().equals("tanh") && node.group().startsWith("layer1."))
            .sorted((a, b) -> a.group().compareTo(b.group()))
            .map(node -> signed(graph.data()[node.id()]))
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
  void aNodeThatIsPointedAtKeepsItsNeighboursLit(BrowserContext context) {
    View view = View.open(context, 0);
    view.group("layer3.neuron1").hover();
    assertThat(view.panel().locator(".graph-drawing")).hasClass(Pattern.compile("\\bfading\\b"));
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
    View view = View.open(context, 0);
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
    View view = View.open(context, 0);
    assertThat(view.note()).hasText(Pattern.compile("after 0 steps\\."));
    view.page().keyboard().press("w");
    view.dashboard().fullSpeed();
    view.dashboard().button("Start").click();
    view.dashboard().shows("status", "finished");
    assertThat(view.note()).hasText(Pattern.compile("after 100 steps\\."));
    LossGraph graph = graphAfter(100, 0);
    int loss = graph.structure().nodes().size() - 1;
    assertThat(view.group("loss").locator(".number"))
        .hasText(new String[] {signed(graph.data()[loss]), "+1.0000"});
  }

  @Test
  void backwardIsWalkedNodeByNodeWithTheEnginesSums(BrowserContext context) {
    View view = View.open(context, 3);
    view.chooseSample(1);
    view.walk();
    view.phase("backward").click();
    LossGraph graph = graphAfter(3, 1);
    Walk walk = graph.walk();
    List<GraphNode> nodes = graph.structure().nodes();
    for (Walk.Step step : walk.steps()) {
      view.dashboard().button("Next ▶").click();
      List<String> expected = new ArrayList<>();
      for (Walk.Share share : step.shares()) {
        expected.add(signed(share.local()));
        expected.add(signed(share.amount()));
        expected.add(signed(share.before()));
        expected.add(signed(share.after()));
      }
      assertThat(view.panel().locator(".walk-move tbody td"))
          .hasText(expected.toArray(String[]::new));
      assertThat(view.panel().locator(".walk-lines li"))
          .hasCount(nodes.get(step.node()).children().size());
    }
    // A node used by several neurons has got a share from each of them by now.
    view.dashboard().button("Every node").click();
    assertThat(view.boxes()).hasCount(120);
    view.panel().getByLabel("Search for a parameter").fill("layer1.neuron1.w0");
    int id = idOf("layer1.neuron1.w0");
    assertThat(view.box(id).locator(".number").nth(1)).hasText(signed(graph.grad()[id]));
  }

  @Test
  void oneStepIsWalkedThroughFromLossToLossAndThenMade(BrowserContext context) {
    View view = View.open(context, 4);
    TrainingRun run = livegrad.replay(4);
    double before = run.step().loss();
    double[] updated = run.parameters();
    double after = run.step().loss();
    view.walk();
    assertThat(view.move())
        .hasText(Pattern.compile("^1 of 155: compute layer\\d\\.neuron\\d\\.w0 \\* "));
    view.phase("zero").click();
    assertThat(view.move()).hasText(Pattern.compile("set every gradient to 0$"));
    view.phase("update").click();
    assertThat(view.panel().locator(".walk-text")).hasText(Pattern.compile("4 samples, added up"));
    view.page().keyboard().press("ArrowRight");
    assertThat(view.move()).hasText(Pattern.compile("change every parameter$"));
    List<String> parameters = new ArrayList<>();
    for (double parameter : updated) {
      parameters.add(signed(parameter));
    }
    assertThat(view.panel().locator(".walk-move tbody td:last-child"))
        .hasText(parameters.toArray(String[]::new));
    view.page().keyboard().press("ArrowRight");
    assertThat(view.panel().locator(".walk-move tbody td"))
        .hasText(new String[] {"%.6f".formatted(before), "%.6f".formatted(after)});

    view.dashboard().button("Make this step").click();
    view.dashboard().shows("step", "5");
    assertEquals(before, view.dashboard().loss(), 1e-12);
    assertThat(view.dashboard().button("Make this step")).isDisabled();
    view.dashboard().button("Walk through the run’s next step").click();
    assertThat(view.note()).hasText(Pattern.compile("after 5 steps\\.$"));
  }

  @Test
  void aResetEndsTheWalkAndKeepsWhatIsShown(BrowserContext context) {
    View view = View.open(context, 2);
    view.dashboard().button("Layers").click();
    assertThat(view.boxes()).hasCount(7);
    view.walk();
    view.page().keyboard().press("r");
    view.dashboard().shows("status", "ready");
    assertThat(view.panel().locator(".walk")).isHidden();
    assertThat(view.note()).hasText(Pattern.compile("after 0 steps\\."));
    assertThat(view.boxes()).hasCount(7);
    LossGraph graph = graphAfter(0, 0);
    assertThat(view.group("loss").locator(".number").first())
        .hasText(signed(graph.data()[graph.data().length - 1]));
  }

  @Test
  void theLevelIsSentOnlyWhileItIsLookedAt(BrowserContext context) {
    Page page = context.newPage();
    Wire wire = new Wire(page);
    page.navigate(livegrad.address());
    Dashboard dashboard = new Dashboard(page);
    dashboard.shows("connection", "live");
    dashboard.load("four-points");
    dashboard.tab("Graph").click();
    assertThat(page.locator(".graph-drawing .box").first()).isVisible();
    dashboard.button("Walk through one step").click();
    assertThat(page.locator(".walk")).isVisible();
    dashboard.button("End the walk").click();
    dashboard.tab("Table").click();
    List<String> topics = List.of("[\"graph:0\"]", "[\"graph:0\"]");
    assertEquals(topics, topics(wire, "subscribe").stream().skip(1).toList());
    assertEquals(topics, topics(wire, "unsubscribe"));
    assertFalse(wire.received("graph").isEmpty());
  }

  @Test
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

  private static List<String> topics(Wire wire, String type) {
    return wire.sent(type).stream().map(message -> message.get("topics").toString()).toList();
  }

  private static List<String> ids(Locator boxes) {
    List<String> ids = new ArrayList<>();
    for (Locator box : boxes.all()) {
      ids.add(box.getAttribute("data-id"));
    }
    assertTrue(!ids.isEmpty());
    return ids;
  }

  private static LossGraph graphAfter(int steps, int sample) {
    TrainingRun run = livegrad.replay(steps);
    LossGraph graph = new LossGraph(run.lesson());
    graph.run(run.parameters(), sample);
    return graph;
  }

  private static int idOf(String name) {
    return graphAfter(0, 0).structure().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** As the page writes a number. */
  private static String signed(double value) {
    double size = Math.abs(value);
    String digits =
        size != 0 && size < 1e-3
            ? "%.2e".formatted(size).replaceAll("e-0?", "e-")
            : "%.4f".formatted(size);
    return (value < 0 ? "−" : "+") + digits;
  }

  /** The graph's panel, large enough to be read. */
  private record View(Dashboard dashboard, Page page) {
    static View open(BrowserContext context, int steps) {
      Dashboard dashboard = Dashboard.open(context, livegrad.address());
      dashboard.page().setViewportSize(1600, 1000);
      dashboard.load("four-points");
      View view = new View(dashboard, dashboard.page());
      if (steps > 0) {
        dashboard.fullSpeed();
        for (int i = 1; i <= steps; i++) {
          dashboard.button("Step").click();
          dashboard.shows("step", Integer.toString(i));
        }
        dashboard.shows("status", "paused");
      }
      dashboard.tab("Graph").click();
      assertThat(view.note()).hasText(Pattern.compile("after " + steps + " steps\\."));
      view.page().keyboard().press("w");
      return view;
    }

    Locator panel() {
      return page.locator("#panel-graph");
    }

    Locator note() {
      return panel().locator(".panel-note");
    }

    Locator boxes() {
      return panel().locator(".graph-drawing .box");
    }

    Locator box(int id) {
      return group(Integer.toString(id));
    }

    Locator group(String id) {
      return panel().locator(".graph-drawing .box[data-id='%s']".formatted(id));
    }

    Locator frame(String group) {
      return panel().locator(".graph-drawing .frame-title[data-group='%s']".formatted(group));
    }

    Locator phase(String phase) {
      return panel().locator("[data-phase='%s']".formatted(phase));
    }

    Locator move() {
      return panel().locator(".walk-move h3");
    }

    void chooseSample(int sample) {
      Locator field = panel().getByLabel("Sample");
      field.fill(Integer.toString(sample));
      field.press("Enter");
      assertThat(panel().locator(".graph-sample-text")).hasText(Pattern.compile("^of 4: x1 "));
    }

    void walk() {
      dashboard.button("Walk through one step").click();
      assertThat(panel().locator(".walk")).isVisible();
    }
  }
}
