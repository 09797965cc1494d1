package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Runs that are built in the browser: what a form says is what is trained. */
@BrowserTest
final class BuilderTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  private static final String TABLE =
      """
      length;width;kind
      1,5;2;oak
      1,7;2,5;oak
      3;4;elm
      3,5;4,5;elm
      6;1;ash
      6,5;1,5;ash
      NA;1;ash
      """;

  @Test
  void aRunIsBuiltFromADataSetAndStarts(Visit visit) {
    visit.expect("400");
    Dashboard dashboard = Dashboard.open(visit.context(), livegrad.address());
    Page page = dashboard.page();
    dashboard.button("New run").click();
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    assertThat(page.locator("#plot"))
        .hasAttribute("aria-label", Pattern.compile("200 samples, 140 to learn from and 60 .*"));

    // The answer to what stood there before comes late, and is none to what stands there then.
    List<Route> held = new ArrayList<>();
    page.route("**/api/specs/preview", held::add, new Page.RouteOptions().setTimes(1));
    field(page, "Name").fill("two rings");
    page.waitForCondition(() -> !held.isEmpty());
    field(page, "Noise").fill("-1");
    held.getFirst().resume();
    Locator refused = page.locator(".refused:visible").first();
    assertThat(refused).hasText(Pattern.compile("data.generator.noise: -1.* is not allowed; .*"));
    assertThat(dashboard.button("Create")).isDisabled();
    page.locator("#verdict").getByRole(AriaRole.BUTTON).click();
    assertThat(field(page, "Noise")).isFocused();
    field(page, "Noise").fill("0,05");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");

    page.getByRole(AriaRole.BUTTON, named("One neuron more in the layer 1")).click();
    page.getByRole(AriaRole.BUTTON, named("Add a hidden layer")).last().click();
    assertThat(page.locator("#picture-note")).hasText("51 parameters to learn.");
    field(page, "Optimizer").selectOption("rmsprop");
    assertThat(field(page, "Decay")).hasValue("0.99");
    assertThat(page.locator("#yaml"))
        .hasValue(Pattern.compile(".*layers: \\[5, 5, 1\\].*rmsprop.*", Pattern.DOTALL));

    String yaml = page.locator("#yaml").inputValue();
    page.locator("#yaml").fill(yaml.replace("layers: [5, 5, 1]", "layers: [6, 1]"));
    assertThat(field(page, "Layer 1 neurons")).hasValue("6");
    page.locator("#yaml").fill(yaml.replace("hidden:", "hiden:"));
    assertThat(page.locator("#yaml-refused")).hasText(Pattern.compile("model.hiden: .*"));
    page.locator("#yaml").fill(yaml);
    assertThat(page.locator("#verdict")).hasText("Ready to train.");

    String link = page.url();
    dashboard.button("Create").click();
    page.waitForURL(Pattern.compile(".*\\?run=.*"));
    assertThat(page.locator("#run-name")).hasText("two rings");
    dashboard.reaches(5);
    assertThat(page.locator("#test-loss")).not().hasText("–");
    JsonNode spec = run(page).get("spec");
    assertEquals("[5,5,1]", spec.at("/model/layers").toString());
    assertEquals(0.05, spec.at("/data/generator/noise").doubleValue());
    assertEquals("rmsprop", spec.at("/optimizer/name").textValue());

    dashboard.button("Find a rate").click();
    assertThat(page.locator("#rate-reason"))
        .hasText(Pattern.compile("Over \\d+ steps from here, .*"));
    String take = page.locator("#take-rate").innerText();
    page.locator("#take-rate").click();
    assertThat(page.locator("#rate-field")).hasValue(take.replace("Take ", ""));
    assertThat(page.locator("#rate-finder")).isHidden();

    dashboard.button("Pause").click();
    dashboard.button("Start").waitFor();
    dashboard.tab("Network").click();
    assertThat(page.locator("#network-note")).containsText(Pattern.compile("After \\d+ steps"));
    page.locator("#weight-field").fill("4");
    page.locator("#weight-field").press("Enter");
    assertThat(page.locator(".figure dd.outdated")).hasCount(4);
    assertThat(page.locator("#test-loss-label")).hasText(Pattern.compile("Test loss, step \\d+"));

    dashboard.tab("Run").click();
    dashboard.button("Change this one").click();
    assertThat(field(page, "Name")).hasValue("two rings");
    assertThat(field(page, "Decay")).hasValue("0.99");
    field(page, "Decay").fill("0.9");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    page.locator("#begin-anew").click();
    page.waitForURL(Pattern.compile(".*\\?run=.*"));
    assertThat(page.locator("#earlier-link")).isVisible();

    page.navigate("about:blank");
    page.navigate(link);
    assertThat(field(page, "Name")).hasValue("two rings");
    assertThat(field(page, "Layer 2 neurons")).hasValue("5");
  }

  @Test
  void aTableThatIsPastedBecomesClassesAndPointsAreDrawn(Visit visit) {
    visit.expect("400");
    Page page = visit.context().newPage();
    page.navigate(livegrad.address() + "new.html");
    field(page, "Source").selectOption("dataset");
    field(page, "Pasted rows").fill("a,b\\n1");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator(".drop .refused")).isVisible();
    page.locator("#table-file")
        .setInputFiles(new FilePayload("large.csv", "text/csv", new byte[(8 << 20) + 300_000]));
    assertThat(page.locator(".drop .refused"))
        .hasText("The table has 8.3 MiB; at most 8 MiB are allowed.");
    field(page, "Pasted rows").fill("5.1,3.5\n4.9,3\n");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator(".table-form > [role=status]"))
        .hasText(
            "1 row, 2 columns. The first row was taken for their names; where it is a sample, put a row of names above it. What is to be done with each:");
    // One text among numbers is no category, a name that stands twice can't be used, and what most
    // rows lack isn't.
    field(page, "Pasted rows").fill("a,b,b,c,y\n1,2,3,,4\n2,3,4,,5\nx,4,5,6,6\n");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator("#verdict"))
        .containsText(
            "data.dataset: line 4, column a: \"x\" is not allowed; a finite number is; text needs the column in categorical");
    assertThat(field(page, "Use of b")).isDisabled();
    assertThat(field(page, "Use of c")).hasValue("not used");
    assertThat(page.locator(".columns")).containsText("another column has this name, too");
    field(page, "Pasted rows").fill(TABLE);
    page.getByText("Take what is pasted").click();
    assertThat(page.locator(".drop .refused")).isHidden();
    assertThat(page.locator("#plot-note")).hasText(Pattern.compile("6 samples, .*, 3 classes\\."));
    assertThat(page.locator("#plot-legend")).containsText("elm");
    assertThat(field(page, "Output activation")).hasValue("softmax");
    assertThat(field(page, "Output layer neurons")).hasValue("3");
    AccessibilityTest.check(page, "a table in the builder");
    field(page, "Use of width").selectOption("not used");
    assertThat(page.locator("#picture svg"))
        .hasAttribute("aria-label", Pattern.compile("A network of 1 inputs.*"));
    assertThat(page.locator("#yaml")).hasValue(Pattern.compile(".*decimal: .*", Pattern.DOTALL));

    field(page, "Source").selectOption("inline");
    Locator plane = page.locator(".drawing");
    plane.click(new Locator.ClickOptions().setPosition(20, 20));
    page.getByRole(AriaRole.BUTTON, named("B")).click();
    plane.press("ArrowRight");
    plane.press("Enter");
    assertThat(page.locator(".drawing-form [role=status]")).hasText("2 points.");
    assertThat(page.locator("#yaml"))
        .hasValue(Pattern.compile(".*\\[0.1, 0(.0)?\\].*", Pattern.DOTALL));
    assertThat(field(page, "Output layer neurons")).hasValue("1");
    assertTrue(page.locator("#yaml").inputValue().contains("targets: [A, B]"));
  }

  @Test
  void aGridOfRunsIsTrainedSideBySide(Visit visit) {
    Page page = visit.context().newPage();
    page.navigate(livegrad.address() + "new.html");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    field(page, "Steps").fill("20");
    page.getByText("Several at once").click();
    field(page, "Rates").fill("0.1, 0.2");
    field(page, "Seeds").fill("1 2");
    page.getByRole(AriaRole.BUTTON, named("Train the grid")).click();
    page.waitForURL(Pattern.compile(".*runs.html#grid=.*"));
    assertThat(page.locator("#grid-note"))
        .hasText("8 runs, 8 done.", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    assertThat(page.locator("#grid-body tr")).hasCount(4);
    assertThat(page.locator(".grid-cell a")).hasCount(8);
    assertThat(page.locator(".grid-best")).hasCount(1);
    assertThat(page.locator("#grid-stop")).isDisabled();
    AccessibilityTest.check(page, "the grid of runs");
    assertEquals(page.locator("#grid-progress").getAttribute("max"), "160");
    page.locator(".grid-cell a").first().click();
    assertThat(page.locator("#status")).hasAttribute("data-value", "finished");
    assertThat(page.locator("#step")).hasAttribute("data-value", "20");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
  }

  private static JsonNode run(Page page) {
    String id = page.url().replaceAll(".*run=([^&#]*).*", "$1");
    return livegrad.read(id);
  }
}
