package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import dev.livegrad.server.ServerOptions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page whose connection is lost says so, keeps its picture, and comes back by itself. */
@BrowserTest
final class ReconnectingTest {
  /** What a browser writes to its console about each try that fails. */
  private static final String TRIED = "WebSocket connection to";

  /**
   * And about each file or answer that it asks for, or still waits for, while the network is gone.
   */
  private static final String LOST = "net::ERR_";

  @Test
  @Tag("thorough")
  void bothPagesOutliveTheServerAndTrainOnTheNextOne(Visit one) {
    try (Livegrad livegrad = new Livegrad();
        Visit other = new Visit(one.context().browser())) {
      List<Dashboard> pages =
          List.of(
              Dashboard.open(one.context(), livegrad.address()),
              Dashboard.open(other.context(), livegrad.address()));
      one.expect(TRIED);
      one.expect(LOST);
      other.expect(TRIED);
      other.expect(LOST);
      pages.getFirst().button("10").click();
      pages.getFirst().button("Step").click();
      pages.forEach(page -> page.shows("step", "10"));

      livegrad.stop();
      for (Dashboard page : pages) {
        page.shows("connection", "reconnecting");
        assertThat(page.hint()).hasText(Pattern.compile("^Offline since \\d+:\\d\\d:\\d\\d"));
        page.shows("step", "10");
        for (Locator control : controls(page)) {
          assertThat(control).isDisabled();
        }
      }

      livegrad.startAgain();
      for (Dashboard page : pages) {
        page.shows("connection", "live");
        page.shows("status", "ready");
        page.shows("step", "0");
        page.shows("loss", "5.230517512042235");
        assertThat(page.button("Start")).isEnabled();
      }
      pages.getLast().fullSpeed();
      pages.getLast().button("Start").click();
      pages.forEach(page -> page.shows("status", "finished"));
      pages.forEach(page -> page.shows("step", "100"));
      assertEquals(pages.getFirst().loss(), pages.getLast().loss());
      assertEquals(List.of(), other.complaints());
    }
  }

  @Test
  void aConnectionCutAtFullSpeedResumesWithoutAHole(Visit visit) {
    try (Relay relay = new Relay();
        Livegrad livegrad = new Livegrad(ServerOptions.defaults().at("127.0.0.1", 0))) {
      relay.to(livegrad.port());
      visit.expect(TRIED);
      visit.expect(LOST);
      Page page = visit.context().newPage();
      Wire wire = new Wire(page);
      page.navigate("http://127.0.0.1:" + relay.port() + "/#view=table");
      Dashboard dashboard = new Dashboard(page);
      dashboard.shows("connection", "live");
      dashboard.fullSpeed();
      dashboard.button("Start").click();
      dashboard.shows("status", "finished");
      dashboard.button("Start").click();
      dashboard.reaches(5_000);

      relay.cut();
      dashboard.shows("connection", "reconnecting");
      long seen = wire.ranges().getLast().step() + 1;
      relay.mend();
      dashboard.shows("connection", "live");
      dashboard.reaches(seen + 5_000);
      dashboard.button("Pause").click();
      dashboard.shows("status", "paused");

      long done = livegrad.run().get("step").longValue();
      dashboard.shows("step", String.valueOf(done));
      assertEquals(livegrad.replayedLoss(done), dashboard.loss());
      assertNoHole(wire.ranges(), done);
      JsonNode subscription = wire.sent("subscribe").getLast();
      assertEquals(seen, subscription.get("offset").longValue(), "it came back with its position");
      assertTrue(wire.connections() >= 2);
      Locator steps = page.locator("#panel-table tbody th");
      assertThat(steps.first()).hasText("0");
      assertThat(steps.last()).hasText("%,d".formatted(done - 1));
    }
  }

  @Test
  void aWaitingPageComesBackAtOnceWhenTheNetworkDoesAndDoesWhatWasPressed(Visit visit) {
    try (Relay relay = new Relay();
        Livegrad livegrad = new Livegrad(ServerOptions.defaults().at("127.0.0.1", 0))) {
      relay.to(livegrad.port());
      visit.expect(TRIED);
      visit.expect(LOST);
      Page page = visit.context().newPage();
      // Its own waiting never ends.
      page.addInitScript(
          "const wait = setTimeout;"
              + " window.setTimeout = (action, delay) => wait(action, delay > 100 ? 1e8 : delay)");
      page.navigate("http://127.0.0.1:" + relay.port() + "/#view=table");
      Dashboard dashboard = new Dashboard(page);
      dashboard.shows("connection", "live");
      // What the page still fetches would be cut off, too.
      page.waitForLoadState(LoadState.NETWORKIDLE);
      assertThat(page.locator("#lessons button").first()).isVisible();
      relay.cut();
      dashboard.shows("connection", "reconnecting");
      dashboard.fullSpeed();
      dashboard.button("Start").click();
      assertThat(dashboard.button("Start")).isDisabled();
      assertThat(dashboard.button("Reset")).isDisabled();
      relay.mend();
      page.evaluate("dispatchEvent(new Event('online'))");
      dashboard.shows("connection", "live");
      dashboard.shows("status", "finished");
      assertThat(dashboard.button("Full speed")).hasAttribute("aria-pressed", "true");
    }
  }

  private static void assertNoHole(List<Wire.Range> ranges, long done) {
    long next = 0;
    for (Wire.Range range : ranges) {
      assertEquals(next, range.from());
      next = range.step() + 1;
    }
    assertEquals(done, next);
  }

  private static List<Locator> controls(Dashboard page) {
    return List.of(
        page.button("Start"),
        page.button("Pause"),
        page.button("Step"),
        page.button("Reset"),
        page.button("Full speed"),
        page.button("Reset with a new seed"),
        page.rateField(),
        page.rateSlider(),
        page.lesson("xor-tanh"));
  }
}
