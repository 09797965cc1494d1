package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.GradientCheck;
import dev.livegrad.training.inspect.Neurons;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The picture of the network, compared with what the engine says. */
@BrowserTest
final class NetworkViewTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void aNeuronShowsItsParametersAndItsOutputsAsTheEngineHasThem(BrowserContext context) {
    Dashboard dashboard = open(context);
    dashboard.fullSpeed();
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("status", "paused");
    dashboard.button("Neuron 3 of layer 2").click();
    Locator panel = dashboard.page().locator("#panel-network");
    assertThat(panel.locator("#network-note")).hasText("After 10 steps.");
    List<String> expected = new ArrayList<>();
    for (JsonNode parameter : livegrad.run().get("parameters")) {
      if (parameter.get("name").textValue().startsWith("layer2.neuron3.")) {
        expected.add(ViewsTest.signed(parameter.get("data").doubleValue()));
        expected.add(ViewsTest.signed(parameter.get("grad").doubleValue()));
      }
    }
    assertEquals(10, expected.size());
    assertThat(panel.locator(".neuron tbody td:nth-child(n + 3)"))
        .hasText(expected.toArray(String[]::new));
    TrainingRun run = livegrad.replay(10);
    double[] outputs = Neurons.of(run.network()).values(run.parameters())[4 + 2];
    String text = panel.locator(".neuron .panel-note").textContent();
    for (int sample = 0; sample < 4; sample++) {
      Matcher told = Pattern.compile("(\\S+) for sample " + sample).matcher(text);
      assertTrue(told.find(), text);
      // Pictures come in 16 bits.
      assertEquals(
          outputs[sample], Double.parseDouble(told.group(1).replace('−', '-')), 1e-4, text);
    }
  }

  @Test
  void aWeightThatIsTypedIsJournalledShownAndReplayed(BrowserContext context) {
    Dashboard dashboard = open(context);
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.button("Neuron 2 of layer 1").click();
    Page page = dashboard.page();
    page.locator("#weight-choice").selectOption("2");
    page.locator("#weight-field").fill("a");
    page.locator("#weight-field").press("Enter");
    assertThat(page.locator("#weight-field-refused"))
        .hasText(Pattern.compile("^“a” is not a number"));
    page.locator("#weight-field").fill("0,625");
    page.locator("#weight-field").press("Enter");
    assertThat(page.locator("#panel-network tr.chosen td.positive")).hasText("+0.6250");
    JsonNode entry = livegrad.run().get("journal").get(2);
    assertEquals("layer1.neuron2.w2", entry.get("name").textValue());
    assertEquals(0.625, entry.get("value").doubleValue());
    assertEquals(1, entry.get("step").longValue());
    dashboard.fullSpeed();
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "11");
    assertEquals(livegrad.replayedLoss(11), dashboard.loss());
    dashboard.tab("Run").click();
    assertThat(page.locator("#panel-run ol")).containsText("layer1.neuron2.w2 set to 0.625");
    assertThat(page.locator("#loss-chart"))
        .hasAttribute("aria-label", Pattern.compile("parameters were set once"));
  }

  @Test
  @Tag("thorough")
  void aWeightIsDraggedByKeysAndLeavesOneEntryWhilePaused(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    page.locator("#weight-slider").focus();
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("ArrowRight");
    }
    page.keyboard().press("End");
    assertThat(page.locator("#panel-network tr.chosen td.positive")).hasText("+2.0000");
    JsonNode journal = livegrad.run().get("journal");
    assertEquals(2, journal.size(), "the reset and the last value");
    assertEquals(2, journal.get(1).get("value").doubleValue());
  }

  @Test
  void theGradientsAreCheckedAndTheWorstIsShown(BrowserContext context) {
    Dashboard dashboard = open(context);
    dashboard.button("Check gradients").click();
    Locator verdict = dashboard.page().locator("#check-verdict");
    assertThat(verdict).containsText("All 41 gradients agree with the central difference.");
    assertThat(verdict).hasAttribute("data-kind", "good");
    assertThat(dashboard.page().locator(".gradient-check tbody tr")).hasCount(20);
    assertThat(dashboard.page().locator(".gradient-check")).containsText("∛ε · max(1, |p|)");
    String worst = new GradientCheck(livegrad.replay(0)).run().rows().getFirst().name();
    assertThat(dashboard.page().locator(".gradient-check tbody th").first()).hasText(worst);
  }

  @Test
  void arrowKeysGoFromNeuronToNeuron(BrowserContext context) {
    Dashboard dashboard = open(context);
    dashboard.button("Neuron 1 of layer 3").focus();
    for (String key : List.of("ArrowLeft", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp")) {
      dashboard.page().keyboard().press(key);
    }
    assertThat(dashboard.button("Neuron 2 of layer 1")).isFocused();
    dashboard.page().keyboard().press("Enter");
    assertThat(dashboard.page().locator("#neuron-title")).hasText("Neuron 2 of layer 1");
  }

  @Test
  @Tag("thorough")
  void anEdgeThatIsPressedChoosesItsWeight(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    Point edge = middle(dashboard, "Neuron 3 of layer 2", "Neuron 1 of layer 3");
    page.mouse().click(edge.x, edge.y);
    assertThat(page.locator("#panel-network tr.chosen th")).hasText("layer3.neuron1.w2");
    assertEquals(1, livegrad.run().get("journal").size(), "nothing was set by the click");
  }

  @Test
  void anEdgeThatIsDraggedUpMakesItsWeightLargerAndIsJournalled(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    double before = parameter("layer3.neuron1.w1");
    Point edge = middle(dashboard, "Neuron 2 of layer 2", "Neuron 1 of layer 3");
    page.mouse().move(edge.x, edge.y);
    Locator value = page.locator(".network-value");
    assertThat(value).containsText("layer3.neuron1.w1 = " + ViewsTest.signed(before));
    page.mouse().down();
    page.mouse().move(edge.x + 5, edge.y - 60, new Mouse.MoveOptions().setSteps(6));
    double wanted = Math.round(1000 * (before + 0.6)) / 1000.0;
    assertThat(value).hasText("layer3.neuron1.w1 = " + ViewsTest.signed(wanted));
    page.mouse().up();
    Locator row = page.locator("#panel-network tr.chosen");
    assertThat(row.locator("th")).hasText("layer3.neuron1.w1");
    assertThat(row.locator("td").nth(1)).hasText(ViewsTest.signed(wanted));
    assertThat(page.locator("#weight-drag"))
        .hasAttribute("aria-valuetext", ViewsTest.signed(wanted));
    page.waitForCondition(() -> parameter("layer3.neuron1.w1") == wanted);
    JsonNode journal = livegrad.run().get("journal");
    JsonNode last = journal.get(journal.size() - 1);
    assertEquals("layer3.neuron1.w1", last.get("name").textValue());
    assertEquals(wanted, last.get("value").doubleValue());
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    assertEquals(livegrad.replayedLoss(1), dashboard.loss());
  }

  @Test
  @Tag("thorough")
  void aBiasIsDraggedDownAtItsNeuronsCorner(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    double before = parameter("layer1.neuron3.b");
    var neuron = dashboard.button("Neuron 3 of layer 1").boundingBox();
    page.mouse().move(neuron.x + 1, neuron.y + neuron.height - 1);
    page.mouse().down();
    page.mouse().move(neuron.x + 1, neuron.y + neuron.height + 29);
    page.mouse().up();
    double wanted = Math.round(1000 * (before - 0.3)) / 1000.0;
    page.waitForCondition(() -> parameter("layer1.neuron3.b") == wanted);
    assertThat(page.locator("#panel-network tr.chosen th")).hasText("layer1.neuron3.b");
  }

  @Test
  @Tag("thorough")
  void theHandleOnTheChosenEdgeAnswersToArrowKeys(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    double before = parameter("layer3.neuron1.w0");
    Locator handle =
        page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("layer3.neuron1.w0"));
    handle.press("ArrowUp");
    handle.press("ArrowUp");
    handle.press("PageDown");
    double wanted = before + 0.05 + 0.05 - 0.5;
    page.waitForCondition(() -> Math.abs(parameter("layer3.neuron1.w0") - wanted) < 0.002);
    assertThat(handle).isFocused();
  }

  @Test
  void aFingerChoosesAnEdgeAndScrollsThePageButDragsTheHandle(BrowserContext laptop) {
    try (BrowserContext context =
        laptop
            .browser()
            .newContext(
                new Browser.NewContextOptions().setViewportSize(390, 844).setHasTouch(true))) {
      Dashboard dashboard = open(context);
      Page page = dashboard.page();
      page.locator("#network-picture").scrollIntoViewIfNeeded();
      Point edge = middle(dashboard, "Neuron 4 of layer 2", "Neuron 1 of layer 3");
      page.touchscreen().tap(edge.x, edge.y);
      assertThat(page.locator("#panel-network tr.chosen th")).hasText("layer3.neuron1.w3");
      assertThat(page.locator("#network-picture")).hasCSS("touch-action", "auto");
      assertThat(page.locator("#weight-drag")).hasCSS("touch-action", "none");
      assertThat(page.locator("#weight-drag")).hasAttribute("aria-label", "layer3.neuron1.w3");
      assertEquals(1, livegrad.run().get("journal").size(), "nothing was set by the tap");
    }
  }

  @Test
  void theStepUnderThePointerOnTheCurveIsShownAsItWas(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    Locator value = page.locator("#panel-network tr.chosen td:nth-child(3)");
    String first = value.textContent();
    for (int step = 1; step <= 5; step++) {
      dashboard.button("Step").click();
      dashboard.shows("step", String.valueOf(step));
      assertThat(page.locator("#network-note"))
          .hasText(step == 1 ? "After 1 step." : "After %d steps.".formatted(step));
    }
    assertNotEquals(first, value.textContent());
    Locator chart = page.locator("#loss-chart");
    page.locator("#network-time").focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#network-note")).hasText("After 0 steps.");
    assertThat(value).hasText(first);
    chart.hover();
    assertThat(page.locator("#network-note")).hasText(Pattern.compile("^After 5 steps"));
  }

  @Test
  @Tag("thorough")
  void ofAWideNetworkTheStrongestWeightsAreDrawnAndThatIsSaid(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    livegrad.load(
        """
        {'name': 'wide', 'data': {'generator': {'name': 'moons', 'samples': 50}},
         'model': {'layers': [64, 64, 1], 'hidden': 'tanh'}, 'optimizer': {'learningRate': 0.01}}
        """);
    assertThat(dashboard.page().locator("#run-name")).hasText("wide");
    dashboard.tab("Network").click();
    assertThat(dashboard.page().locator(".network-neuron")).hasCount(129);
    assertThat(dashboard.page().locator("#network-note"))
        .containsText("Drawn are the 600 strongest of 4,288 weights.");
  }

  private record Point(double x, double y) {}

  /** Where the edge between two neurons has its middle on the screen. */
  private static Point middle(Dashboard dashboard, String from, String to) {
    var a = dashboard.button(from).boundingBox();
    var b = dashboard.button(to).boundingBox();
    return new Point(
        (a.x + a.width / 2 + b.x + b.width / 2) / 2, (a.y + a.height / 2 + b.y + b.height / 2) / 2);
  }

  private static double parameter(String name) {
    for (JsonNode parameter : livegrad.run().get("parameters")) {
      if (parameter.get("name").textValue().equals(name)) {
        return parameter.get("data").doubleValue();
      }
    }
    throw new AssertionError(name);
  }

  private static Dashboard open(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Network").click();
    assertThat(dashboard.page().locator("#panel-network tr.chosen")).isVisible();
    return dashboard;
  }
}
