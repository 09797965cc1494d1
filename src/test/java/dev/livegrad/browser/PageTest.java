package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page keeps of its own, fetches late, and says beside its pictures. */
@BrowserTest
final class PageTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void aThemeThatWasChosenIsThereBeforeThePageIsDrawnTheNextTime(BrowserContext context) {
    Page page = Dashboard.open(context, livegrad.address()).page();
    Locator html = page.locator("html");
    Locator button = page.locator("#theme");
    assertThat(button).hasAccessibleName("Theme: system");
    button.click();
    assertThat(html).hasAttribute("data-theme", "light");
    button.click();
    assertThat(html).hasAttribute("data-theme", "dark");
    // Without the modules: what is there before they come.
    page.route(
        "**/shell/main.js",
        route -> route.fulfill(new Route.FulfillOptions().setContentType("text/javascript")));
    page.reload();
    assertThat(html).hasAttribute("data-theme", "dark");
    page.unroute("**/shell/main.js");
    page.reload();
    assertThat(button).hasAccessibleName("Theme: dark");
    button.click();
    assertThat(html).not().hasAttribute("data-theme", Pattern.compile(".*"));
  }

  @Test
  void whoeverOpensThePageSeesANetworksAnswersOverThePlane(BrowserContext context) {
    Dashboard dashboard = Dashboard.openAt(context, livegrad.address() + "#lesson=moons");
    assertThat(dashboard.page().locator("#run-name")).hasText("moons");
    assertThat(dashboard.tab("Surface")).hasAttribute("aria-selected", "true");
    assertThat(dashboard.page().locator("#surface-picture"))
        .hasAttribute("aria-label", Pattern.compile("100 samples"));
    dashboard.shows("step", "0");
    double first = livegrad.begun("moons").step().loss();
    assertThat(dashboard.page().locator("#loss")).hasText("%.6f".formatted(first));
    assertThat(dashboard.page().locator("#loss-chart"))
        .hasAttribute("aria-label", "Loss by step: %.6f before the first step".formatted(first));
    assertThat(dashboard.rateField()).isInViewport();
  }

  @Test
  void anAddressLeadsBackToLessonAndView(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    Page page = dashboard.page();
    dashboard.load("xor-tanh");
    dashboard.tab("Network").click();
    page.waitForURL(livegrad.address() + "#lesson=xor-tanh&view=network");
    livegrad.load(
        """
        {'name': 'own', 'data': {'inline': {'inputs': [[1]], 'targets': [1]}},
         'model': {'layers': [1]}, 'optimizer': {'learningRate': 0.1}}
        """);
    page.waitForURL(livegrad.address() + "#view=network");
    page.evaluate("location.hash = 'lesson=moons&view=run'");
    assertThat(page.locator("#run-name")).hasText("moons");
    assertThat(dashboard.tab("Run")).hasAttribute("aria-selected", "true");
    page.reload();
    assertThat(dashboard.tab("Run")).hasAttribute("aria-selected", "true");
    page.waitForURL(livegrad.address() + "#lesson=moons&view=run");
  }

  @Test
  void aLinkToAnotherLessonReplacesNoRunThatOthersWatchUnasked(BrowserContext context) {
    Dashboard teacher = Dashboard.open(context, livegrad.address());
    teacher.load("four-points");
    Dashboard student = Dashboard.openAt(context, livegrad.address() + "#lesson=moons&view=table");
    Locator offer = student.page().locator("#lesson-offer");
    assertThat(offer).containsText("Your link leads to the lesson moons.");
    assertThat(student.page().locator("#run-name")).hasText("four-points");
    student.button("Load it").click();
    assertThat(teacher.page().locator("#run-name")).hasText("moons");
    assertThat(offer).isHidden();
  }

  @Test
  @Tag("thorough")
  void anExpressionIsThereAgainWhenThePageIsOpenedAgain(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.tab("Lab").click();
    dashboard.page().locator("#lab-text").fill("p=3; q=p*p");
    assertThat(dashboard.page().locator("#lab-result")).hasText("q = 9");
    Dashboard again = Dashboard.open(context, livegrad.address());
    again.tab("Lab").click();
    assertThat(again.page().locator("#lab-text")).hasValue("p=3; q=p*p");
  }

  @Test
  void aViewWithoutItsStyleSheetSaysSoAndIsShownWhenItCanBeFetched(Visit visit) {
    Dashboard dashboard = Dashboard.open(visit.context(), livegrad.address());
    visit.expect("network.css");
    visit.expect("net::ERR_FAILED");
    dashboard.page().route("**/network.css", route -> route.abort());
    dashboard.tab("Network").click();
    Locator panel = dashboard.page().locator("#panel-network .panel-content");
    assertThat(panel).hasText(Pattern.compile("^Network could not be fetched\\."));
    dashboard.page().unroute("**/network.css");
    dashboard.tab("Network").click();
    assertThat(panel.locator(".network-stage")).hasCSS("position", "relative");
  }

  @Test
  @Tag("thorough")
  void theNetworksColoursAndWidthsAreExplainedForWhatIsShown(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Network").click();
    Locator edges = dashboard.page().locator("#panel-network .legend").nth(1);
    assertThat(edges).hasText(Pattern.compile("^An edge is a weight: the wider, the larger\\."));
    dashboard.button("Gradients").click();
    assertThat(edges).hasText(Pattern.compile("^An edge is a gradient: "));
    assertThat(dashboard.page().locator("#panel-network .legend").nth(2))
        .hasText(Pattern.compile("; full colour is ±1\\.$"));
  }

  @Test
  @Tag("thorough")
  void histogramsSayWhatTheyShowNowAndOverTime(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Health").click();
    dashboard.button("Step").click();
    Locator layer = dashboard.page().locator("#panel-health .health-layer").first();
    assertThat(layer.locator("svg").first())
        .hasAttribute(
            "aria-label", Pattern.compile("^parameters of layer 1: from −0\\.\\d+ to 0\\.\\d+$"));
    assertThat(layer.locator("canvas").first())
        .hasAttribute(
            "aria-label",
            Pattern.compile("^parameters of layer 1 over time, between −0\\.\\d+ and 0\\.\\d+$"));
    assertThat(layer.locator("svg path").first())
        .hasAttribute("d", Pattern.compile("^(M[\\d.]+ 32v-[\\d.]+h[\\d.]+V32z)+$"));
  }
}
