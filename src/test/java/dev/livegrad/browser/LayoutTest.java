package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ForcedColors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in sight and can be read: on a projector, on small screens, in forced colours. */
@BrowserTest
final class LayoutTest {
  /** The size of letters in the loss chart's axes. */
  private static final String CHART_LETTERS =
      "import('chart.js').then(it => it.Chart.getChart('loss-chart').scales.x.options.ticks.font.size)";

  /** The least size of visible text on the page. */
  private static final String LEAST_LETTERS =
      "Math.min(...[...document.querySelectorAll('body *')].filter(it =>"
          + " [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim() !== '')"
          + " && it.checkVisibility() && it.tagName !== 'OPTION' && it.getBoundingClientRect().width > 1)"
          + ".map(it => parseFloat(getComputedStyle(it).fontSize)))";

  /** The names of elements whose text is wider than they are. */
  private static final String CUT_OFF =
      "all => all.filter(it => it.scrollWidth > it.clientWidth).map(it => it.textContent)";

  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void aViewThatFillsTheScreenKeepsWhatALessonNeedsUntilEscape(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    Page page = dashboard.page();
    Locator chart = page.locator("#loss-chart");
    for (int[] size : new int[][] {{1920, 1080}, {390, 844}}) {
      page.setViewportSize(size[0], size[1]);
      dashboard.button("Fill the screen with this view").click();
      for (Locator needed :
          List.of(
              dashboard.button("Start"),
              dashboard.button("Step"),
              page.locator("#step"),
              page.locator("#loss"))) {
        assertThat(needed).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
      }
      assertThat(chart).isHidden();
      dashboard.button("Step").click();
      page.keyboard().press("Escape");
      assertThat(chart).isVisible();
    }
    dashboard.shows("step", "2");
  }

  @Test
  @Tag("thorough")
  void lettersFollowTheWindowToTheProjectorAndAreLargeEnoughForARoom(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    page.setViewportSize(1440, 900);
    assertEquals(12.48, letters(page, CHART_LETTERS), 1e-9);
    page.setViewportSize(1920, 1080);
    page.waitForFunction(CHART_LETTERS + ".then(size => size === 15.6)");
    page.keyboard().press("p");
    assertThat(dashboard.button("Presentation size")).hasAttribute("aria-pressed", "true");
    page.waitForFunction(CHART_LETTERS + ".then(size => size >= 24)");
    for (String tab : dashboard.tabs()) {
      dashboard.tab(tab).click();
      double least = letters(page, LEAST_LETTERS);
      assertTrue(least >= 24, tab + " has letters of " + least);
    }
    for (String name : List.of("Start", "Step")) {
      assertThat(dashboard.button(name)).isInViewport();
    }
    for (int times = 0; times < 2; times++) {
      for (String tab : List.of("Network", "Surface")) {
        dashboard.tab(tab).click();
        assertThat(page.locator("#%s-picture".formatted(tab.toLowerCase(Locale.ROOT))))
            .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(0.99));
      }
      page.keyboard().press("w");
    }
    page.reload();
    dashboard.shows("connection", "live");
    assertThat(dashboard.button("Presentation size")).hasAttribute("aria-pressed", "true");
    dashboard.button("Presentation size").click();
    page.waitForFunction(CHART_LETTERS + ".then(size => size === 15.6)");
  }

  @Test
  void nothingIsCutOffOrScrolledAwayOnSmallScreens(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    page.setViewportSize(900, 500);
    page.reload();
    dashboard.shows("connection", "live");
    page.keyboard().press("9");
    assertThat(dashboard.tab("Lab")).hasAttribute("aria-selected", "true");
    assertEquals(0, page.evaluate("scrollY"));
    livegrad.load(
        """
        {'name': 'large', 'data': {'inline': {'inputs': [[1e47]], 'targets': [0]}},
         'model': {'layers': [1], 'output': 'linear'}, 'optimizer': {'learningRate': 0}}
        """);
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    assertThat(page.locator("#loss")).hasText(Pattern.compile("^\\d\\.\\d{4}e\\+\\d+$"));
    nothingIsCutOff(page);
    livegrad.load(
        """
        {'name': 'long', 'data': {'inline': {'inputs': [[1]], 'targets': [0]}},
         'model': {'layers': [1]}, 'optimizer': {'learningRate': 0.1}, 'training': {'steps': 4000}}
        """);
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    assertThat(page.locator("#measured"))
        .hasText("Measured at step 3,999, before its update. Views: after it.");
    assertThat(page.locator("#accuracy")).isHidden();
    page.evaluate("document.getElementById('connection').textContent = 'live, 300 watching'");
    nothingIsCutOff(page);
  }

  private static void nothingIsCutOff(Page page) {
    for (int width : new int[] {1440, 1100, 390, 320}) {
      page.setViewportSize(width, 900);
      assertEquals(
          List.of(),
          page.locator(".figure dt, .figure dd, .main-buttons button, .pill").evaluateAll(CUT_OFF),
          width + " pixels");
      assertEquals(true, page.locator(".pills").evaluate("it => it.clientHeight < 32"));
      assertEquals(width, page.evaluate("document.documentElement.scrollWidth"));
    }
  }

  @Test
  void aProblemMovesNothingBelowItAndLeavesTheCurveItsPlaceOnAProjector(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("xor-relu-dead");
    Page page = dashboard.page();
    Locator chart = page.locator("#loss-chart");
    int[][] sizes = {{1280, 900}, {390, 844}};
    List<Double> before = new ArrayList<>();
    for (int[] size : sizes) {
      page.setViewportSize(size[0], size[1]);
      before.add(chart.boundingBox().y);
    }
    dashboard.button("Step").click();
    assertThat(page.locator("#problem")).isVisible();
    assertThat(dashboard.hint()).isHidden();
    for (int i = 0; i < sizes.length; i++) {
      page.setViewportSize(sizes[i][0], sizes[i][1]);
      assertEquals(before.get(i), chart.boundingBox().y, 1, sizes[i][0] + " pixels wide");
    }
    page.setViewportSize(1920, 1080);
    page.keyboard().press("p");
    page.waitForFunction("document.getElementById('loss-chart').clientHeight >= 0.4 * 1080");
    dashboard.load("four-points");
  }

  @Test
  void whatIsPressedIsSeenInForcedColours(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard
        .page()
        .emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    assertNotEquals(
        background(dashboard.button("Linear")), background(dashboard.button("Logarithmic")));
    assertNotEquals(background(dashboard.tab("Table")), background(dashboard.tab("Lab")));
  }

  private static Object background(Locator button) {
    return button.evaluate("it => getComputedStyle(it).backgroundColor");
  }

  private static double letters(Page page, String script) {
    return ((Number) page.evaluate(script)).doubleValue();
  }
}
