package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * WCAG 2.2 AA as far as axe can check it: everything once, on a laptop in light; in dark what a
 * colour can break; on a projector and a phone what a size can break.
 */
@BrowserTest
final class AccessibilityTest {
  private static final List<String> WCAG_22_AA =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
  private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");
  private static final List<String> OF_SIZES =
      List.of("target-size", "scrollable-region-focusable");
  private static final List<String> OF_LABELS = List.of("label-content-name-mismatch");
  private static final String OUTSIDE = ".top, .learning, .controls";
  private static final String PANEL = "[role=tabpanel]:not([hidden])";
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  @Tag("thorough")
  void everyViewIsAccessible(BrowserContext context) {
    Dashboard dashboard = finished(context);
    Page page = dashboard.page();
    check(page, "the first view");
    for (String tab : dashboard.tabs()) {
      open(dashboard, tab);
      check(page, PANEL, tab);
      // Whoever steers by voice says what stands on a button.
      assertEquals(List.of(), violations(axe(page, PANEL).withRules(OF_LABELS)), tab);
    }
  }

  @Test
  void everyViewIsAccessibleAndFitsOnAPhone(BrowserContext context) {
    everyViewIsAccessibleAndFits(390, 844, context);
  }

  @Test
  @Tag("thorough")
  void everyViewIsAccessibleAndFitsOnAProjector(BrowserContext context) {
    everyViewIsAccessibleAndFits(1920, 1080, context);
  }

  private static void everyViewIsAccessibleAndFits(int width, int height, BrowserContext context) {
    Dashboard dashboard = finished(context);
    Page page = dashboard.page();
    page.setViewportSize(width, height);
    assertEquals(List.of(), violations(axe(page, "html").withTags(WCAG_22_AA)));
    for (String tab : dashboard.tabs()) {
      open(dashboard, tab);
      String where = "%s at %d by %d".formatted(tab, width, height);
      assertEquals(List.of(), violations(axe(page, PANEL).withRules(OF_SIZES)), where);
      fits(page, where);
    }
  }

  @Test
  void everyStateIsAccessible(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    dashboard.load("four-points-2d");
    check(page, OUTSIDE, "ready");
    dashboard.typeRate("-1");
    assertThat(page.locator("#rate-field-refused")).isVisible();
    check(page, OUTSIDE, "refused");
    dashboard.typeRate("0.04");
    page.locator("#speed-slider").focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#speed-value")).hasText("0.5 steps/s");
    dashboard.button("Start").click();
    dashboard.shows("status", "running");
    dashboard.reaches(1);
    check(page, OUTSIDE, "running");
    dashboard.fullSpeed();
    dashboard.shows("status", "finished");
    check(page, OUTSIDE, "finished");
    dashboard.page().keyboard().press("?");
    check(page, "dialog", "help");
    page.keyboard().press("Escape");
    dashboard.load("xor-relu-dead");
    dashboard.button("Step").click();
    dashboard.tab("Health").click();
    assertThat(page.locator(".finding.problem")).isVisible();
    check(page, "dead");
    livegrad.load(
        """
        {'name': 'too-far', 'data': {'inline': {'inputs': [[1], [2]], 'targets': [1, 2]}},
         'model': {'layers': [1], 'hidden': 'linear', 'output': 'linear'},
         'optimizer': {'learningRate': 1000}}
        """);
    dashboard.shows("rate", "1000");
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "diverged");
    check(page, OUTSIDE, "diverged");
  }

  @Test
  @Tag("thorough")
  void theWalkThroughAStepIsAccessible(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Graph").click();
    dashboard.button("Walk through one step").click();
    assertThat(dashboard.page().locator(".walk")).isVisible();
    dashboard.page().locator("[data-phase=update]").click();
    dashboard.page().getByText("The nodes as a table").click();
    check(dashboard.page(), PANEL, "walk");
  }

  @Test
  @Tag("thorough")
  void whatTheNetworkAndTheSurfaceOpenIsAccessible(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    dashboard.load("xor-relu-dead");
    dashboard.tab("Network").click();
    assertThat(page.locator("#panel-network tr.chosen")).isVisible();
    dashboard.button("Check gradients").click();
    assertThat(page.locator("#check-verdict")).not().isEmpty();
    check(page, PANEL, "gradients checked");
    dashboard.button("Fill the screen with this view").click();
    check(page, "the network on the whole screen");
    dashboard.tab("Surface").click();
    page.getByText("The same as a table").click();
    page.locator("#surface-sample").fill("2");
    check(page, PANEL, "the surface as a table");
    dashboard.button("Fill the screen with this view").click();
    dashboard.load("moons");
    dashboard.tab("Network").click();
    assertThat(page.locator(".network-neuron")).hasCount(33);
    check(page, PANEL, "moons");
  }

  @Test
  void theRunsAndTheirComparisonAreAccessibleAndFit(BrowserContext context) {
    String spec =
        """
        {'name': 'with a name that is too long for the place it has on a phone', 'seed': %d,
         'data': {'inline': {'inputs': [[-1], [1]], 'targets': [-1, 1]}},
         'model': {'layers': [2, 1]}, 'optimizer': {'learningRate': 0.01}}
        """;
    String ids = livegrad.make(spec.formatted(1)) + "," + livegrad.make(spec.formatted(2));
    Page page = context.newPage();
    page.navigate(livegrad.address() + "runs.html");
    page.setViewportSize(360, 740);
    page.getByLabel("Choose with a name").first().check();
    page.getByLabel("Choose with a name").last().check();
    page.getByLabel("Files of with a name").first().click();
    // The bar of those that are chosen lies over what one can scroll away from under it.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    check(page, "the runs");
    assertEquals(List.of(), violations(axe(page, "html").withRules(OF_LABELS)));
    page.evaluate("ids => location.hash = `compare=${ids}`", ids);
    assertThat(page.locator("#compared tr")).hasCount(2);
    page.locator("#compared button").first().click();
    check(page, "the comparison");
    page.setViewportSize(1920, 1080);
    check(page, "the comparison on a projector");
    page.getByLabel("Presentation size").click();
    assertThat(page.locator("html")).hasCSS("font-size", "32px");
    fits(page, "the comparison in large letters");
  }

  @Test
  @Tag("thorough")
  void theBuilderAndItsGridOfRunsAreAccessibleAndFit(Visit visit) {
    visit.expect("400");
    Page page = visit.context().newPage();
    page.setViewportSize(360, 740);
    page.navigate(livegrad.address() + "new.html");
    Locator verdict = page.locator("#verdict");
    assertThat(verdict).hasText("Ready to train.");
    page.evaluate("document.querySelectorAll('details').forEach(it => (it.open = true))");
    check(page, "the builder");
    page.getByLabel("Source").selectOption("inline");
    assertThat(verdict).hasClass("refused");
    check(page, "#form", "points that are drawn");
    page.getByLabel("Source").selectOption("dataset");
    page.getByLabel("Pasted rows")
        .fill("length of a leaf,width,kind\n1.5,2,oak\n2,3,elm\n3,1,ash\n");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator("#plot-note")).containsText("3 samples");
    check(page, "a table in the builder");
    assertEquals(List.of(), violations(axe(page, "html").withRules(OF_LABELS)));
    page.setViewportSize(1920, 1080);
    assertEquals(List.of(), violations(axe(page, "html").withRules(OF_SIZES)));
    fits(page, "the builder on a projector");
    page.getByLabel("Steps", new Page.GetByLabelOptions().setExact(true)).fill("20");
    page.getByLabel("Rates").fill("0.1");
    page.getByLabel("Seeds").fill("1, 2");
    page.getByText("Train the grid").click();
    assertThat(page.locator("#grid-note")).containsText("4 done");
    check(page, "the grid of runs");
    page.setViewportSize(360, 740);
    assertEquals(List.of(), violations(axe(page, "html").withTags(WCAG_22_AA)));
    fits(page, "the grid of runs on a phone");
  }

  /** A run at its end, so that every view has something to show. */
  private static Dashboard finished(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.page().setViewportSize(1440, 900);
    dashboard.load("four-points");
    dashboard.fullSpeed();
    dashboard.button("100").click();
    dashboard.button("Step").click();
    dashboard.shows("status", "finished");
    return dashboard;
  }

  private static void open(Dashboard dashboard, String tab) {
    Page page = dashboard.page();
    dashboard.tab(tab).click();
    assertThat(page.locator(PANEL)).not().isEmpty();
    if (tab.equals("Lab")) {
      assertThat(page.locator("#lab-verdict")).containsText("agree");
      assertThat(page.locator("#panel-lab .graph-drawing .box")).hasCount(7);
    }
  }

  /**
   * The page by every rule, then in dark by those of colours, and whether it fits; left in dark.
   */
  static void check(Page page, String where) {
    check(page, "html", where);
  }

  /** A part of the page by every rule, then in dark by those of colours. */
  private static void check(Page page, String part, String where) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertEquals(List.of(), violations(axe(page, part).withTags(WCAG_22_AA)), where);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertEquals(List.of(), violations(axe(page, part).withRules(OF_COLOURS)), where + ", dark");
    fits(page, where);
  }

  private static void fits(Page page, String where) {
    assertTrue(
        (boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        where + ": the page scrolls sideways");
  }

  private static AxeBuilder axe(Page page, String part) {
    // What passed would be described as well, which takes longer than the checks.
    AxeRunOptions violationsAlone = new AxeRunOptions();
    violationsAlone.setResultTypes(List.of("violations"));
    // A page without frames needs no second one to gather the results in.
    return new AxeBuilder(page).options(violationsAlone).include(part).setLegacyMode(true);
  }

  private static List<String> violations(AxeBuilder axe) {
    List<String> violations = new ArrayList<>();
    axe.analyze()
        .getViolations()
        .forEach(rule ->
            rule.getNodes()
                .forEach(node ->
                    violations.add(
                        "%s: %s %s"
                            .formatted(rule.getId(), node.getTarget(), node.getFailureSummary()))));
    return violations;
  }
}
