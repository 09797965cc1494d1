package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.livegrad.training.inspect.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the views beside the curve say, compared with what the server knows. */
@BrowserTest
final class ViewsTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void predictionsTickWhatAgreesAndCrossWhatDoesNot(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Predictions").click();
    // Before the first step half of them are wrong, see the accuracy of step 0 in the tutorials.
    assertThat(verdicts(dashboard, "agrees")).hasCount(2);
    assertThat(verdicts(dashboard, "disagrees")).hasCount(2);

    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    assertThat(dashboard.page().locator("#panel-predictions .panel-note"))
        .hasText(Pattern.compile("^After 100 steps\\."));
    assertThat(verdicts(dashboard, "agrees"))
        .hasText(new String[] {"✓agrees", "✓agrees", "✓agrees", "✓agrees"});
    assertThat(verdicts(dashboard, "disagrees")).hasCount(0);
    double[][] predictions = Predictions.of(livegrad.replay(100), 4);
    List<String> expected = new ArrayList<>();
    for (double[] prediction : predictions) {
      expected.add(signed(prediction[0]));
    }
    assertEquals(
        expected,
        dashboard
            .page()
            .locator("#panel-predictions [aria-label=Predictions] tbody td:nth-last-child(2)")
            .allTextContents());
  }

  @Test
  void everyViewNamesTheClassesThatComputeIt(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    List<String> sources =
        dashboard.page().locator("[role=tabpanel] > .how code").allTextContents();
    assertEquals(dashboard.page().locator("[role=tabpanel]").count(), sources.size());
    for (String source : sources) {
      String[] names = source.split(", ");
      String place = names[0].substring(0, names[0].lastIndexOf('.') + 1);
      for (String name : names) {
        assertDoesNotThrow(
            () -> Class.forName(name.startsWith(place) ? name : place + name), source);
      }
    }
  }

  @Test
  void parametersAreTheServersByLayerAndOneByOne(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Parameters").click();
    dashboard.fullSpeed();
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("status", "paused");
    assertThat(dashboard.page().locator("#panel-parameters .panel-note"))
        .hasText(Pattern.compile("^After 10 steps"));
    JsonNode parameters = livegrad.run().get("parameters");
    Locator choice =
        dashboard.page().getByLabel("Show", new Page.GetByLabelOptions().setExact(true));
    for (String chosen : List.of("layer1.", "layer2.", "layer3.", "layer2.neuron3.b")) {
      choice.selectOption(chosen);
      List<String> expected = new ArrayList<>();
      for (JsonNode parameter : parameters) {
        String name = parameter.get("name").textValue();
        if (name.equals(chosen) || chosen.endsWith(".") && name.startsWith(chosen)) {
          expected.add(name);
          expected.add(signed(parameter.get("data").doubleValue()));
          expected.add(signed(parameter.get("grad").doubleValue()));
          // The last step, at the lesson's rate.
          expected.add(signed(-0.1 * parameter.get("grad").doubleValue()));
        }
      }
      assertTrue(expected.size() >= 4);
      assertThat(dashboard.page().locator("#panel-parameters tbody :is(th, td)"))
          .hasText(expected.toArray(String[]::new));
    }
  }

  @Test
  void onlyTheLevelThatIsLookedAtIsSent(BrowserContext context) {
    Page page = context.newPage();
    Wire wire = new Wire(page);
    page.navigate(livegrad.address() + "#view=table");
    Dashboard dashboard = new Dashboard(page);
    dashboard.shows("connection", "live");
    dashboard.tab("Predictions").click();
    assertThat(page.locator("#panel-predictions tbody tr").first()).isVisible();
    dashboard.tab("Parameters").click();
    assertThat(page.locator("#panel-parameters tbody tr").first()).isVisible();
    dashboard.tab("Table").click();
    dashboard.button("Step").click();
    dashboard.shows("status", "paused");
    assertEquals(
        List.of("[\"steps\"]", "[\"predictions\"]", "[\"optimizer\"]"), wire.topics("subscribe"));
    assertEquals(List.of("[\"predictions\"]", "[\"optimizer\"]"), wire.topics("unsubscribe"));
    assertEquals(1, wire.received("optimizer").size(), "no step was made while it was watched");
  }

  @Test
  @Tag("thorough")
  void aSampleIsChosenByKeysAndStaysChosenInOtherViews(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    Page page = dashboard.page();
    dashboard.tab("Predictions").click();
    page.locator("#panel-predictions tbody button").first().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#panel-predictions tbody tr.lit th")).hasText("2");
    page.keyboard().press("Enter");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    assertThat(page.locator("#panel-predictions tbody [aria-pressed=true]")).hasText("2");
    dashboard.tab("Health").click();
    assertThat(page.locator(".sample-losses [aria-pressed=true]"))
        .hasText(Pattern.compile("^sample 2"));
    assertThat(page.locator("#panel-health").getByText("Show sample 2’s graph")).isVisible();
    page.locator(".sample-losses button").nth(3).click();
    dashboard.tab("Predictions").click();
    assertThat(page.locator("#panel-predictions tbody [aria-pressed=true]")).hasText("3");
  }

  @Test
  void aParameterThatIsChosenInOneViewIsLitInTheOthers(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    Page page = dashboard.page();
    dashboard.tab("Network").click();
    page.locator("#network-picture").waitFor();
    page.locator("#panel-network button[aria-label^='Neuron 2 of layer 1']").press("Enter");
    page.locator("#weight-choice").selectOption("2");
    dashboard.tab("Parameters").click();
    Locator chosen = page.locator("#panel-parameters tbody [aria-pressed=true]");
    assertThat(chosen).hasText("layer1.neuron2.w2");
    assertThat(page.locator("#panel-parameters tbody tr.lit th")).hasText("layer1.neuron2.w2");
    dashboard.tab("Graph").click();
    assertThat(page.locator(".graph-facts")).containsText("layer1.neuron2");
    dashboard.tab("Parameters").click();
    chosen.press("ArrowDown");
    page.keyboard().press("Enter");
    dashboard.tab("Network").click();
    assertThat(page.locator("#panel-network tr.chosen th")).hasText("layer1.neuron2.b");
    dashboard.tab("Parameters").click();
    chosen.press("Enter");
    assertThat(chosen).hasCount(0);
  }

  @Test
  void aPressedStepIsLookedBackToUntilItIsPressedAgain(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    Page page = dashboard.page();
    dashboard.tab("Predictions").click();
    dashboard.fullSpeed();
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "10");
    dashboard.button("Step").click();
    dashboard.shows("step", "20");
    dashboard.tab("Table").click();
    Locator ten = page.locator("#panel-table tbody button[aria-label='step 10']");
    ten.hover();
    page.mouse().move(1, 1);
    dashboard.tab("Predictions").click();
    Locator note = page.locator("#panel-predictions .panel-note");
    assertThat(note).hasText(Pattern.compile("^After 20 steps\\."));
    dashboard.tab("Table").click();
    ten.click();
    page.mouse().move(1, 1);
    dashboard.tab("Predictions").click();
    assertThat(note).hasText(Pattern.compile("^After 10 steps"));
    assertThat(page.locator("output[for=predictions-time]")).hasText("step 10");
    dashboard.tab("Table").click();
    ten.click();
    page.mouse().move(1, 1);
    dashboard.tab("Predictions").click();
    assertThat(note).hasText(Pattern.compile("^After 20 steps\\."));
  }

  @Test
  void theRunViewTellsTheSpecAndTheJournal(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.typeRate("0.25");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.tab("Run").click();
    Locator panel = dashboard.page().locator("#panel-run");
    assertThat(panel.locator(".facts")).containsText("3–4–4–1");
    assertThat(panel.locator(".facts")).containsText("41");
    assertThat(panel.locator("ol li"))
        .hasText(
            new Pattern[] {
              Pattern.compile("^step 0: reset with seed 42, by viewer \\d+$"),
              Pattern.compile("^step 0: learning rate 0\\.25, by viewer \\d+ Undo$"),
              Pattern.compile("^step 0: 1 step, by viewer \\d+$")
            });
  }

  private static Locator verdicts(Dashboard dashboard, String verdict) {
    return dashboard.page().locator("#panel-predictions tbody td." + verdict);
  }

  /** As the page writes a parameter. */
  static String signed(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String digits =
        size < 1e-3 ? "%.2e".formatted(size).replaceAll("e-0?", "e-") : "%.4f".formatted(size);
    return (value < 0 ? "−" : "+") + digits;
  }
}
