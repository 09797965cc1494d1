package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The picture of the network, compared with what the engine says. */
@BrowserTest
final class NetworkViewTest {
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
  void aNeuronShowsItsParametersAndItsOutputsAsTheEngineHasThem(BrowserContext context) {
    Dashboard dashboard = open(context);
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
    double[] outputs = run.network().neurons().values(run.parameters())[4 + 2];
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
    page.locator("#weight-field").fill("0.625");
    page.locator("#weight-field").press("Enter");
    assertThat(page.locator("#panel-network tr.chosen td.positive")).hasText("+0.6250");
    JsonNode entry = livegrad.run().get("journal").get(2);
    assertEquals("layer1.neuron2.w2", entry.get("name").textValue());
    assertEquals(0.625, entry.get("value").doubleValue());
    assertEquals(1, entry.get("step").longValue());
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
    String worst = livegrad.replay(0).gradientCheck().run().rows().getFirst().name();
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
  void anEdgeThatIsPressedChoosesItsWeight(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    var from = dashboard.button("Neuron 1 of layer 2").boundingBox();
    var to = dashboard.button("Neuron 1 of layer 3").boundingBox();
    page.mouse()
        .click(
            (from.x + from.width / 2 + to.x + to.width / 2) / 2,
            (from.y + from.height / 2 + to.y + to.height / 2) / 2);
    assertThat(page.locator("#panel-network tr.chosen th")).hasText("layer3.neuron1.w0");
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
      assertThat(page.locator("#network-note")).hasText("After %d steps.".formatted(step));
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

  private static Dashboard open(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Network").click();
    assertThat(dashboard.page().locator("#panel-network tr.chosen")).isVisible();
    return dashboard;
  }
}
