package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import dev.livegrad.graph.BackwardPass;
import dev.livegrad.graph.GraphNode;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One training step, walked through, compared with the engine. */
@BrowserTest
final class GraphWalkTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void backwardIsWalkedNodeByNodeWithTheEnginesSums(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 3);
    view.chooseSample(1);
    walkBackward(view, view.engine(3, 1).backwardPass().steps().subList(0, 20));
  }

  @Test
  @Tag("thorough")
  void backwardIsWalkedToTheFirstNode(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 3);
    view.chooseSample(1);
    LossGraph graph = view.engine(3, 1);
    walkBackward(view, graph.backwardPass().steps());
    // A node used by several neurons has got a share from each of them by now.
    view.dashboard().button("Every node").click();
    assertThat(view.boxes()).hasCount(120);
    int id = view.idOf("layer1.neuron1.w0");
    assertThat(view.box(id).locator(".number").nth(1)).hasText(GraphView.signed(graph.grad()[id]));
  }

  private static void walkBackward(GraphView view, List<BackwardPass.Step> steps) {
    view.walk();
    view.phase("backward").click();
    for (BackwardPass.Step step : steps) {
      view.next().click();
      List<String> sums = new ArrayList<>();
      List<String> grads = new ArrayList<>();
      for (BackwardPass.Contribution share : step.shares()) {
        sums.add(
            "%s.grad = %s + %s · %s = %s"
                .formatted(
                    sums.isEmpty() ? "a" : "b",
                    GraphView.brief(share.before()),
                    GraphView.factor(share.local()),
                    GraphView.factor(step.grad()),
                    GraphView.brief(share.after())));
        grads.add(GraphView.signed(share.after()));
      }
      grads.addFirst(GraphView.signed(step.grad()));
      assertThat(view.panel().locator(".walk-lines li:nth-child(even)"))
          .hasText(sums.toArray(String[]::new));
      // From near: the node, then its children, each with data and grad.
      assertThat(view.panel().locator(".close-up .box .number:last-child"))
          .hasText(grads.toArray(String[]::new));
    }
  }

  @Test
  void forwardIsComputedFromTheChildren(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 1);
    view.walk();
    LossGraph graph = view.engine(1, 0);
    double[] data = graph.data();
    List<GraphNode> computed =
        graph.structure().nodes().stream().filter(node -> !node.op().isEmpty()).toList();
    for (int place = 0; place < computed.size(); place += 6) {
      GraphNode node = computed.get(place);
      view.inOrder(place).click();
      assertThat(view.panel().locator(".walk-lines li"))
          .hasText(
              Pattern.compile(" = " + GraphView.literally(GraphView.brief(data[node.id()])) + "$"));
      List<String> shown = new ArrayList<>(List.of(GraphView.signed(data[node.id()])));
      node.children().forEach(child -> shown.add(GraphView.signed(data[child])));
      assertThat(view.panel().locator(".close-up .box .number:nth-last-child(2)"))
          .hasText(shown.toArray(String[]::new));
    }
    view.inOrder(computed.size() - 1).click();
    double loss = livegrad.replay(1).step().loss();
    assertThat(view.panel().locator(".walk-remark"))
        .hasText(
            "This is the loss of sample 0 alone. That of the step, over its 4 samples, is %.6f."
                .formatted(loss));
  }

  @Test
  @Tag("thorough")
  void theDeadReluPassesNothingOnAndTheStepMovesNothing(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, "xor-relu-dead", 0);
    view.chooseSample(1);
    view.walk();
    LossGraph graph = GraphView.engine(livegrad.begun("xor-relu-dead"), 1);
    GraphNode output = graph.structure().nodes().get(GraphView.idOf(graph, "output"));
    Locator remark = view.panel().locator(".walk-remark");
    view.panel()
        .locator(".walk-order")
        .getByText("pass back from output", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(view.panel().locator(".walk-lines li"))
        .hasText(
            new String[] {
              "∂out/∂a = 1 if a > 0, else 0: here a is %s, so 0"
                  .formatted(GraphView.brief(graph.data()[output.children().getFirst()])),
              "a.grad = 0 + 0 · (−2) = 0"
            });
    assertThat(remark).hasText(Pattern.compile("^ReLU is flat here, so nothing is passed on"));
    view.phase("update").click();
    assertThat(remark).hasText("Every one of them is 0: no sample says which way to go.");
    view.page().keyboard().press("End");
    assertThat(view.panel().locator(".walk-text"))
        .hasText(
            Pattern.compile(
                "the loss is 0\\.500000 as before\\. Every gradient is 0, so no parameter has moved\\.$"));
  }

  @Test
  @Tag("thorough")
  void aStepThatIsTooMuchToBeShownIsWalkedWithoutItsUpdate(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    livegrad.load(
        """
        {'name': 'much', 'data': {'generator': {'name': 'moons', 'samples': 1000}},
         'model': {'layers': [24, 24, 1]}, 'optimizer': {'learningRate': 0.1}}
        """);
    dashboard.tab("Graph").click();
    dashboard.button("Walk through one step").click();
    Locator panel = dashboard.page().locator("#panel-graph");
    assertThat(panel.locator("[data-phase='update']")).isDisabled();
    assertThat(panel.locator(".walk-missing"))
        .hasText(
            Pattern.compile(
                "^No update here: a step of this run visits 2,[0-9,]+ nodes for its 1,000 samples; up to 2,000,000 can be shown\\.$"));
  }

  @Test
  @Tag("thorough")
  void onALaptopTheNodeInTurnStandsAboveTheFoldWithItsFormulas(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 2);
    view.page().setViewportSize(1280, 800);
    view.page().keyboard().press("w");
    view.walk();
    view.phase("backward").click();
    for (int i = 0; i < 12; i++) {
      view.next().click();
      assertThat(view.panel().locator(".close-up"))
          .isInViewport(new IsInViewportOptions().setRatio(1));
      assertThat(view.panel().locator(".graph-host"))
          .isInViewport(new IsInViewportOptions().setRatio(1));
    }
    assertEquals(0, view.panel().evaluate("panel => panel.scrollTop"));
  }

  @Test
  void oneStepIsWalkedThroughFromLossToLossAndThenMade(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 4);
    TrainingRun run = livegrad.replay(4);
    double before = run.step().loss();
    double[] updated = run.parameters();
    double after = run.step().loss();
    view.walk();
    assertThat(view.move())
        .hasText(Pattern.compile("^1 of 155: compute w0\\*x1 in layer1\\.neuron1$"));
    assertThat(view.panel().locator(".close-up .turn .name")).hasText("w0*x1");
    view.panel().getByLabel("Go by").selectOption("neuron");
    view.next().click();
    assertThat(view.move()).hasText("7 of 155: compute tanh(…) in layer1.neuron1");
    view.next().click();
    assertThat(view.move()).hasText(Pattern.compile(": compute tanh\\(…\\) in layer1\\.neuron2$"));
    view.panel().getByLabel("Go by").selectOption("layer");
    view.panel().getByLabel("Speed").selectOption("10");
    view.dashboard().button("Play").click();
    assertThat(view.move()).hasText(Pattern.compile("measure the loss again$"));
    view.phase("zero").click();
    assertThat(view.move()).hasText(Pattern.compile("set every gradient to 0$"));
    view.panel().getByLabel("Go by").selectOption("node");
    view.phase("update").click();
    assertThat(view.panel().locator(".walk-text")).hasText(Pattern.compile("4 samples, added up"));
    view.page().keyboard().press("ArrowRight");
    assertThat(view.move()).hasText(Pattern.compile("change every parameter$"));
    List<String> parameters = new ArrayList<>();
    for (double parameter : updated) {
      parameters.add(GraphView.signed(parameter));
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
  @Tag("thorough")
  void theStepThatIsLookedBackAtIsWalkedThrough(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 4);
    view.panel().getByLabel("Look back").press("Home");
    view.showsMoment(0);
    view.walk();
    assertThat(view.note())
        .hasText("Looking back at step 0 with sample 0, from the parameters after 0 steps.");
    view.page().keyboard().press("End");
    TrainingRun run = livegrad.replay(0);
    double before = run.step().loss();
    assertThat(view.panel().locator(".walk-move tbody td"))
        .hasText(new String[] {"%.6f".formatted(before), "%.6f".formatted(run.step().loss())});
    view.dashboard().button("Walk through the run’s next step").click();
    assertThat(view.note()).hasText(Pattern.compile("^Step 4 .* after 4 steps\\.$"));
  }

  @Test
  @Tag("thorough")
  void onAPhoneTheMoveStandsAboveTheFold(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 1);
    view.page().keyboard().press("w");
    view.page().setViewportSize(390, 844);
    view.walk();
    assertThat(view.panel().locator(".walk-lines"))
        .isInViewport(new IsInViewportOptions().setRatio(1));
    assertThat(view.phase("forward")).isInViewport(new IsInViewportOptions().setRatio(1));
    assertThat(view.phase("update")).isInViewport(new IsInViewportOptions().setRatio(1));
  }

  @Test
  @Tag("thorough")
  void aResetEndsTheWalkAndKeepsWhatIsShown(BrowserContext context) {
    GraphView view = GraphView.open(livegrad, context, 2);
    view.dashboard().button("Layers").click();
    assertThat(view.boxes()).hasCount(7);
    view.walk();
    view.page().keyboard().press("r");
    view.dashboard().shows("status", "ready");
    assertThat(view.panel().locator(".walk")).isHidden();
    view.showsMoment(0);
    assertThat(view.boxes()).hasCount(7);
    LossGraph graph = view.engine(0, 0);
    assertThat(view.group("loss").locator(".number").first())
        .hasText(GraphView.signed(graph.data()[graph.data().length - 1]));
  }
}
