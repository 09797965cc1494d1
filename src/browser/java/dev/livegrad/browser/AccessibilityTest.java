package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** WCAG 2.2 AA as far as axe can check it, from a projector to a phone, in light and dark. */
@BrowserTest
final class AccessibilityTest {
  private static final List<String> WCAG_22_AA =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  private record Size(int width, int height) {}

  @Test
  void everyViewIsAccessibleOnALaptop(BrowserContext context) {
    everyViewIsAccessible(context, new Size(1440, 900));
  }

  @Test
  void everyViewIsAccessibleOnAProjector(BrowserContext context) {
    everyViewIsAccessible(context, new Size(1920, 1080));
  }

  @Test
  void everyViewIsAccessibleAndFitsOnAPhone(BrowserContext context) {
    everyViewIsAccessible(context, new Size(390, 844));
  }

  @Test
  void everyStateIsAccessible(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    dashboard.load("four-points-2d");
    check(page, "ready");
    dashboard.typeRate("-1");
    assertThat(page.locator("#notice")).isVisible();
    check(page, "refused");
    dashboard.typeRate("0.04");
    page.locator("#speed-slider").focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#speed-value")).hasText("0.5 steps/s");
    dashboard.button("Start").click();
    dashboard.shows("status", "running");
    dashboard.reaches(1);
    check(page, "running");
    dashboard.fullSpeed();
    dashboard.shows("status", "finished");
    check(page, "finished");
    dashboard.page().keyboard().press("?");
    check(page, "help");
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
    check(page, "diverged");
  }

  @Test
  void theWalkThroughAStepIsAccessible(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Graph").click();
    dashboard.button("Walk through one step").click();
    assertThat(dashboard.page().locator(".walk")).isVisible();
    dashboard.page().locator("[data-phase=update]").click();
    dashboard.page().getByText("The nodes as a table").click();
    check(dashboard.page(), "walk");
  }

  private static void everyViewIsAccessible(BrowserContext context, Size size) {
    Page page = context.newPage();
    page.setViewportSize(size.width(), size.height());
    page.navigate(livegrad.address());
    Dashboard dashboard = new Dashboard(page);
    dashboard.shows("connection", "live");
    dashboard.load("four-points");
    dashboard.fullSpeed();
    dashboard.button("100").click();
    dashboard.button("Step").click();
    dashboard.shows("status", "finished");
    for (String tab : dashboard.tabs()) {
      dashboard.tab(tab).click();
      assertThat(page.locator("[role=tabpanel]:visible")).not().isEmpty();
      if (tab.equals("Lab")) {
        assertThat(page.locator("#lab-verdict")).containsText("agree");
        assertThat(page.locator("#panel-lab .graph-drawing .box")).hasCount(7);
      }
      check(page, tab + " at " + size);
    }
  }

  @Test
  void whatTheNetworkAndTheSurfaceOpenIsAccessible(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    dashboard.load("xor-relu-dead");
    dashboard.tab("Network").click();
    dashboard.button("Check gradients").click();
    assertThat(page.locator("#check-verdict")).not().isEmpty();
    check(page, "gradients checked");
    dashboard.button("Fill the screen with this view").click();
    check(page, "the network on the whole screen");
    dashboard.tab("Surface").click();
    page.getByText("The same as a table").click();
    page.locator("#surface-sample").fill("2");
    check(page, "the surface as a table");
    dashboard.button("Fill the screen with this view").click();
    dashboard.load("moons");
    dashboard.tab("Network").click();
    assertThat(page.locator(".network-neuron")).hasCount(33);
    check(page, "moons");
  }

  /** In light and in dark; the page must not be wider than the screen either. */
  private static void check(Page page, String where) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      // Colours half way from one theme to the other are nobody's.
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(scheme)
              .setReducedMotion(ReducedMotion.REDUCE));
      assertEquals(List.of(), violations(page), where + ", " + scheme);
    }
    assertTrue(
        (boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        where + ": the page scrolls sideways");
  }

  private static List<String> violations(Page page) {
    List<String> violations = new ArrayList<>();
    new AxeBuilder(page)
        .withTags(WCAG_22_AA)
        // A page without frames needs no second one to gather the results in.
        .setLegacyMode(true)
        .analyze()
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
