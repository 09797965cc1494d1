package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.Lattice;
import dev.livegrad.training.inspect.Predictions;
import dev.livegrad.training.inspect.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The picture of the output, compared with what the engine says. */
@BrowserTest
final class SurfaceViewTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void theTableHasTheEnginesOutputs(BrowserContext context) {
    Dashboard dashboard = open(context);
    dashboard.fullSpeed();
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("status", "paused");
    Page page = dashboard.page();
    page.getByText("The same as a table").click();
    assertThat(page.locator("#surface-note")).hasText(Pattern.compile("^After 10 steps"));
    TrainingRun run = livegrad.replay(10);
    Surface surface = Surface.of(run.network(), 0, 1, 0, null);
    Lattice plane = surface.lattice();
    double[] values = surface.values(run.parameters())[0];
    Locator cells = page.locator("#panel-surface table td");
    assertThat(cells).hasCount(25);
    List<String> shown = cells.allTextContents();
    for (int i = 0; i < 25; i++) {
      int column = Math.round(i % 5 * (plane.columns() - 1) / 4f);
      int row = Math.round((4 - i / 5) * (plane.rows() - 1) / 4f);
      assertEquals(values[row * plane.columns() + column], number(shown.get(i)), 1e-4);
    }
  }

  @Test
  void aSampleTellsItsErrorAndIsLitInTheTableOfPredictions(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    page.locator("#surface-sample").fill("2");
    double output = Predictions.of(livegrad.replay(0), 4)[2][0];
    assertThat(page.locator("#surface-readout"))
        .hasText(
            "Sample 2: x1 0.5, x2 1, x3 1; target −1, output %s, error %s."
                .formatted(ViewsTest.signed(output), ViewsTest.signed(output + 1)));
    dashboard.tab("Predictions").click();
    assertThat(page.locator("#panel-predictions tr.lit th")).hasText("2");
    page.locator("#panel-predictions .choosable tr").nth(1).hover();
    assertThat(page.locator("#panel-predictions tr.lit th")).hasText("1");
  }

  @Test
  @Tag("thorough")
  void aSampleUnderThePointerTellsItsError(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    // The leftmost sample stands half way up, a tenth of the plane from the left; axes lie around
    // it.
    var box = page.locator("#surface-picture").boundingBox();
    boolean found = false;
    for (double y = 0.4 * box.height; y < 0.6 * box.height && !found; y += 10) {
      for (double x = 0; x < 0.3 * box.width && !found; x += 10) {
        page.mouse().move(box.x + x, box.y + y);
        found = page.locator("#surface-readout").textContent().startsWith("Sample ");
      }
    }
    assertTrue(found);
    assertThat(page.locator("#surface-readout")).containsText("error");
  }

  @Test
  void otherInputsCanStandAtASampleAndACurveCanBeDrawn(BrowserContext context) {
    Page page = context.newPage();
    Wire wire = new Wire(page);
    page.navigate(livegrad.address() + "#view=table");
    Dashboard dashboard = new Dashboard(page);
    dashboard.shows("connection", "live");
    dashboard.load("four-points");
    dashboard.tab("Surface").click();
    assertThat(page.locator("#surface-note")).containsText("x3 stands at its mean");
    page.locator("#surface-rest").selectOption("3");
    assertThat(page.locator("#surface-note")).containsText("x3 stands at sample 3’s values");
    page.locator("#surface-y").selectOption("output");
    assertThat(page.locator("#surface-note")).containsText("x2 and x3 stand at sample 3’s values");
    assertThat(page.locator("#surface-picture"))
        .hasAttribute("aria-label", Pattern.compile("^Output over x1: from"));
    List<String> topics =
        wire.topics("subscribe").stream()
            .filter(list -> list.contains("surface"))
            .map(list -> list.replaceAll(".*(surface:[\\d,]*).*", "$1"))
            .toList();
    assertEquals(List.of("surface:0,1,0", "surface:0,1,0,3", "surface:0,0,0,3"), topics);
    assertEquals(2, wire.topics("unsubscribe").size(), "only one is watched at a time");
  }

  @Test
  @Tag("thorough")
  void twoInputsNeedNoOthersAndADeadNetworkSaysSo(BrowserContext context) {
    Dashboard dashboard = open(context);
    dashboard.load("xor-relu-dead");
    Page page = dashboard.page();
    assertThat(page.locator("#surface-note")).containsText("The output is the same everywhere");
    assertThat(page.locator("#surface-rest")).isHidden();
    assertThat(page.locator("#surface-output")).isHidden();
  }

  @Test
  void theSurfaceOfAnEarlierStepComesBack(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    assertThat(page.locator("#surface-picture"))
        .hasAttribute("aria-label", Pattern.compile("2 of 4 samples"));
    String before = page.locator("#surface-picture").getAttribute("aria-label");
    dashboard.button("100").click();
    dashboard.button("Step").click();
    dashboard.fullSpeed();
    dashboard.shows("status", "finished");
    assertThat(page.locator("#surface-note")).hasText(Pattern.compile("^After 100 steps"));
    page.locator("#surface-time").focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#surface-picture")).hasAttribute("aria-label", before);
  }

  @Test
  void inputsOfManyOutputsOfferAChoice(BrowserContext context) {
    livegrad.load(
        """
        {'name': 'two-outputs', 'data': {'inline': {'inputs': [[0], [1], [2]],
         'targets': [[1, 0], [0, 1], [1, 1]]}}, 'model': {'layers': [3, 2]},
         'optimizer': {'learningRate': 0.1}}
        """);
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.tab("Surface").click();
    Page page = dashboard.page();
    assertThat(page.locator("#surface-x")).isHidden();
    page.locator("#surface-output").selectOption("1");
    page.locator("#surface-sample").fill("1");
    assertThat(page.locator("#surface-readout")).containsText("target 1, output");
    JsonNode spec = livegrad.run().get("spec");
    assertEquals("two-outputs", spec.get("name").textValue());
  }

  @Test
  void severalClassesAreOneMapOverTheDatasOwnColumnsAndAConfusionMatrix(BrowserContext context) {
    livegrad.load(
        """
        {'name': 'colours', 'seed': 7, 'data': {'inline': {'inputs': [[10, 1], [12, 3], [20, 2], [22, 5], [31, 8]],
         'targets': ['red', 'red', 'green', 'green', 'blue']}, 'standardize': true},
         'model': {'layers': [6, 3], 'output': 'softmax'},
         'loss': {'name': 'cross_entropy'}, 'optimizer': {'name': 'adam', 'learningRate': 0.1}, 'training': {'steps': 100}}
        """);
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.tab("Surface").click();
    Page page = dashboard.page();
    assertThat(page.locator("#surface-picture"))
        .hasAttribute(
            "aria-label",
            Pattern.compile(
                "^Classes over x1 and x2: blue on \\d+%, green on \\d+%, red on \\d+% of it; 5 of 5 samples are classified correctly$"));
    assertThat(page.locator(".class-legend > span")).hasText(new String[] {"blue", "green", "red"});
    page.locator("#surface-sample").fill("4");
    assertThat(page.locator("#surface-readout"))
        .hasText(
            Pattern.compile("^Sample 4: x1 31, x2 8; class blue, predicted blue \\(blue 0\\.9"));
    page.getByText("The same as a table").click();
    assertThat(page.locator("#panel-surface table tbody tr").last().locator("td").last())
        .hasText(Pattern.compile("blue|green|red"));
    page.locator("#surface-output").selectOption("2");
    assertThat(page.locator("#surface-readout")).containsText("target 0, output");
    dashboard.tab("Predictions").click();
    Locator rows = page.getByRole(AriaRole.TABLE, named("Confusion matrix")).locator("tbody tr");
    assertThat(rows).hasText(new String[] {"blue100100%", "green020100%", "red002100%"});
    assertThat(page.getByRole(AriaRole.TABLE, named("Predictions")).locator("tbody tr").nth(2))
        .hasText(Pattern.compile("^2202greengreen✓agrees"));
  }

  @Test
  void testSamplesStandInThePictureAndInATableOfTheirOwn(BrowserContext context) {
    livegrad.load(
        """
        {'name': 'tested', 'seed': 7, 'data': {'inline': {'inputs': [[0, 0], [1, 5], [2, 1], [3, 4], [4, 4], [5, 1]],
         'targets': [-1, -1, -1, 1, 1, 1]}, 'split': {'test': 0.3, 'seed': 1}},
         'model': {'layers': [3, 1]}, 'optimizer': {'learningRate': 0.1}}
        """);
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.tab("Surface").click();
    Page page = dashboard.page();
    assertThat(page.locator("#surface-picture"))
        .hasAttribute(
            "aria-label",
            Pattern.compile("\\d of 4 samples have .* side; \\d of 2 test samples have .* side$"));
    assertThat(page.locator("#panel-surface .legend"))
        .containsText("Hollow marks are test samples");
    dashboard.tab("Predictions").click();
    Locator rows = page.getByRole(AriaRole.TABLE, named("Predictions")).locator("tbody tr");
    assertThat(rows).hasCount(4);
    page.getByRole(AriaRole.BUTTON, named("Test").setExact(true)).click();
    assertThat(rows).hasCount(2);
    assertThat(rows.last().locator("th")).hasText("test 1");
    assertThat(page.locator("#panel-predictions .panel-note"))
        .containsText("Of the test samples, which the network doesn’t learn from.");
    rows.last().hover();
    assertThat(page.locator("#panel-predictions tr.lit th")).hasText("test 1");
  }

  @Test
  void pointsAreDrawnIntoThePlaneWhileItTrainsAndJoinTheDataAndTheJournal(BrowserContext context) {
    livegrad.load(
        """
        {'name': 'drawn', 'seed': 7, 'data': {'inline': {'inputs': [[0, 0], [1, 5], [2, 1], [3, 4]],
         'targets': ['no', 'no', 'yes', 'yes']}},
         'model': {'layers': [3, 1]}, 'optimizer': {'learningRate': 0.01}}
        """);
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.button("Start").click();
    dashboard.shows("status", "running");
    dashboard.tab("Surface").click();
    Page page = dashboard.page();
    dashboard.button("Draw points").click();
    page.locator("#drawn-class").selectOption("yes");
    Locator picture = page.locator("#surface-picture");
    assertThat(picture).hasAttribute("role", "application");
    picture.click();
    assertThat(page.locator(".surface-drawing")).containsText("1 point added.");
    picture.press("Shift+ArrowRight");
    picture.press("Enter");
    assertThat(page.locator(".surface-drawing")).containsText("2 points added.");
    assertThat(picture).hasAttribute("aria-label", Pattern.compile("of 6 samples have"));
    dashboard.button("End drawing").click();
    assertThat(picture).hasAttribute("role", "img");
    dashboard.button("Pause").click();
    dashboard.tab("Predictions").click();
    assertThat(page.getByRole(AriaRole.TABLE, named("Predictions")).locator("tbody tr"))
        .hasCount(6);
    JsonNode journal = livegrad.run().get("journal");
    List<JsonNode> added = new ArrayList<>();
    journal.forEach(entry -> {
      if (entry.get("command").textValue().equals("addPoints")) {
        added.add(entry);
      }
    });
    assertEquals(2, added.size());
    assertEquals(1, added.getLast().get("first").intValue());
    JsonNode point = added.getFirst().get("value").get(0);
    assertEquals(1.5, point.get(0).doubleValue(), 0.3);
    assertEquals(2.5, point.get(1).doubleValue(), 0.5);
    assertEquals("yes", point.get(2).textValue());
    dashboard.tab("Run").click();
    dashboard.button("Change this one").click();
    page.waitForURL("**/new.html**");
    page.getByText("YAML").first().waitFor();
    assertThat(page.locator("#yaml")).hasValue(Pattern.compile("yes(?:[\\s\\S]*yes){3}"));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Dashboard open(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Surface").click();
    assertThat(dashboard.page().locator("#surface-note")).containsText("After 0 steps.");
    return dashboard;
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace('−', '-'));
  }
}
