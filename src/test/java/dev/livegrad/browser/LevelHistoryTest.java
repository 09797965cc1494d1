package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.Predictions;
import dev.livegrad.training.inspect.Surface;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Views that are opened late show the whole run. */
@BrowserTest
final class LevelHistoryTest {
  private static final double SHOWN = 5e-5;

  private static final String REWIND =
      """
      step => {
        const socket = new WebSocket(`ws://${location.host}/ws`, 'livegrad.v1');
        socket.onopen = () => socket.send(JSON.stringify({ type: 'rewind', step }));
      }
      """;

  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void parametersOpenedLateGoBackToStepZero(BrowserContext context) {
    Dashboard dashboard = trained(context);
    Page page = dashboard.page();
    dashboard.tab("Parameters").click();
    assertThat(page.locator("#panel-parameters tbody tr")).hasCount(41);
    page.waitForFunction("() => document.getElementById('parameters-time').max > 30");
    Locator time = page.locator("#parameters-time");
    Locator value = page.locator("#panel-parameters tbody tr:nth-child(2) td").first();
    long places = Long.parseLong(time.getAttribute("max"));
    for (long place : new long[] {0, places / 2, places}) {
      String before = time.getAttribute("aria-valuetext");
      time.fill(String.valueOf(place));
      // It is drawn together with the table.
      assertThat(time).not().hasAttribute("aria-valuetext", before);
      long step = shownStep(page);
      assertThat(value).hasText(ViewsTest.signed(livegrad.replay(step).parameters()[1]));
      assertTrue(place == 0 ? step == 0 : place == places ? step == 300 : step % 300 != 0);
    }
  }

  @Test
  @Tag("thorough")
  void theNetworkLooksBackToStepZero(BrowserContext context) {
    Dashboard dashboard = trained(context);
    dashboard.tab("Network").click();
    lookBack(dashboard, "network");
    TrainingRun run = livegrad.replay(0);
    List<String> shown =
        dashboard.page().locator("#panel-network tbody td:nth-child(3)").allTextContents();
    int first = run.parameterNames().indexOf("layer3.neuron1.w0");
    for (int i = 0; i < 5; i++) {
      assertEquals(ViewsTest.signed(run.parameters()[first + i]), shown.get(i));
    }
  }

  @Test
  @Tag("thorough")
  void theSurfaceLooksBackToStepZero(BrowserContext context) {
    Dashboard dashboard = trained(context);
    dashboard.tab("Surface").click();
    lookBack(dashboard, "surface");
    Page page = dashboard.page();
    page.getByText("The same as a table").click();
    TrainingRun run = livegrad.replay(0);
    double[] values = Surface.of(run.network(), 0, 1, 0, null).values(run.parameters())[0];
    Locator corner = page.locator("#panel-surface tbody tr:last-child td").first();
    assertThat(corner).hasText(Pattern.compile("\\d"));
    String text = corner.textContent().replace('−', '-').replace("+", "");
    assertEquals(values[0], Double.parseDouble(text), SHOWN);
    page.locator("#surface-sample").fill("2");
    assertThat(page.locator("#surface-readout"))
        .containsText("output " + ViewsTest.signed(Predictions.of(run, 4)[2][0]));
  }

  @Test
  void aRunThatIsRewoundIsWholeAgain(BrowserContext context) {
    Dashboard dashboard = trained(context);
    dashboard.tab("Network").click();
    lookBack(dashboard, "network");
    long trajectory = livegrad.run().get("trajectory").longValue();
    dashboard.page().evaluate(REWIND, 200);
    dashboard.shows("step", "200");
    assertTrue(livegrad.run().get("trajectory").longValue() > trajectory);
    lookBack(dashboard, "network");
  }

  /** Moves the slider to its beginning, which is step 0. */
  private static void lookBack(Dashboard dashboard, String view) {
    Page page = dashboard.page();
    page.waitForFunction("id => Number(document.getElementById(id)?.max) > 16", view + "-time");
    page.locator("#" + view + "-time").press("Home");
    assertThat(page.locator("#" + view + "-time")).hasAttribute("aria-valuetext", "step 0");
    assertThat(page.locator("#" + view + "-note"))
        .hasText(Pattern.compile("^After 0 steps\\.", Pattern.DOTALL));
  }

  /** The first lesson after 300 steps that only the table has seen. */
  private static Dashboard trained(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.fullSpeed();
    dashboard.button("100").click();
    for (String step : List.of("100", "200", "300")) {
      dashboard.button("Step").click();
      dashboard.shows("step", step);
    }
    return dashboard;
  }

  /** How many steps were done at the moment that the parameters' table shows. */
  private static long shownStep(Page page) {
    Locator note = page.locator("#panel-parameters .panel-note").first();
    assertThat(note).hasText(Pattern.compile("^After "));
    return Long.parseLong(note.textContent().replaceAll("^After (\\d+) steps.*", "$1"));
  }
}
