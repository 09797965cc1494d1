package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many runs: each has an address, is listed, compared, branched, deleted, and outlives its server.
 */
@BrowserTest
final class ManyRunsTest {
  private static final String ENDLESS =
      """
      {'name': 'mine & yours', 'seed': 3, 'data': {'inline': {'inputs': [[-1], [1]], 'targets': [-1, 1]}},
       'model': {'layers': [2, 1], 'output': 'tanh'}, 'optimizer': {'learningRate': 0.01}}
      """;

  private static final String TESTED =
      """
      {'name': 'tested', 'data': {'generator': {'name': 'gaussians', 'samples': 40}, 'split': {'test': 0.5}},
       'model': {'layers': [1], 'output': 'tanh'}, 'loss': {'reduction': 'mean'},
       'optimizer': {'learningRate': 0.1}}
      """;

  @Test
  void aRunThatIsLeftTrainingGoesOnAfterTheServerWasStoppedAndStarted(
      Visit visit, @TempDir Path folder) throws SQLException {
    try (Livegrad livegrad = new Livegrad(folder)) {
      String id = livegrad.make(ENDLESS);
      visit.expect("WebSocket connection to");
      visit.expect("net::ERR_");
      visit.expect("503");
      Page page = visit.context().newPage();
      Wire wire = new Wire(page);
      page.navigate(livegrad.address() + "?run=" + id + "#view=table");
      Dashboard dashboard = new Dashboard(page);
      dashboard.shows("connection", "live");
      assertThat(page.locator("#run-name")).hasText("mine & yours");
      dashboard.fullSpeed();
      dashboard.button("Start").click();
      dashboard.reaches(2_000);

      livegrad.stop();
      dashboard.shows("connection", "reconnecting");
      long seen = dashboard.step();
      livegrad.startAgain();
      dashboard.shows("connection", "live");
      dashboard.reaches(seen + 2_000);
      dashboard.button("Pause").click();
      dashboard.shows("status", "paused");

      long next = 0;
      for (Wire.Range range : wire.ranges()) {
        assertEquals(next, range.from());
        next = range.step() + 1;
      }
      assertEquals(next, dashboard.step());
      assertEquals("ready", livegrad.run().get("status").textValue(), "the shared run is another");

      livegrad.stop();
      dashboard.shows("connection", "reconnecting");
      try (Connection file =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("livegrad.db"));
          Statement change = file.createStatement()) {
        change.execute("update run set status = 'purple' where id = '%s'".formatted(id));
      }
      livegrad.startAgain();
      visit.expect("503");
      visit.expect("405");
      assertThat(dashboard.hint())
          .hasText(
              Pattern.compile(
                  "^The server can’t open this run. run %s: its status .*".formatted(id)),
              new LocatorAssertions.HasTextOptions().setTimeout(20_000));
      link(page, "Runs").click();
      Locator row = page.locator("#runs > li[data-id='%s']".formatted(id));
      assertThat(row).containsText("can’t be opened: its status can't be read: \"purple\"");
      assertThat(row.getByRole(AriaRole.CHECKBOX)).isHidden();
      assertThat(page.locator("#runs > li")).hasCount(2);
      row.getByRole(AriaRole.BUTTON, named("Delete mine & yours")).click();
      assertThat(row).containsText("is deleted.");
      page.goBack();
      page.waitForCondition(() -> livegrad.runs().size() == 1);
    }
  }

  @Test
  void runsAreComparedBranchedAndDeletedAndTheBrowserGoesBackAndForth(Visit visit) {
    try (Livegrad livegrad = new Livegrad()) {
      Dashboard dashboard = Dashboard.open(visit.context(), livegrad.address());
      Page page = dashboard.page();
      dashboard.button("100").click();
      dashboard.fullSpeed();
      // Each reset keeps what was until then as a run of its own.
      train(dashboard, "0.1");
      dashboard.button("Reset").click();
      dashboard.shows("step", "0");
      train(dashboard, "0.2");
      dashboard.button("Reset").click();
      dashboard.shows("step", "0");
      train(dashboard, "0.3");
      Locator chart = page.locator("#loss-chart");
      Pattern before = Pattern.compile("; the run before ended with 0\\.\\d+ at step 99$");
      assertThat(chart).hasAttribute("aria-label", before);
      page.reload();
      assertThat(chart).hasAttribute("aria-label", before);

      String tested = livegrad.make(TESTED);
      command(page, tested, "{'type': 'setSpeed', 'stepsPerSecond': null}");
      command(page, tested, "{'type': 'step', 'count': 100}");
      link(page, "Runs").click();
      Locator rows = page.locator("#runs > li");
      assertThat(rows).hasCount(4);
      page.locator("#sort").getByText("Test loss").click();
      assertThat(rows.first())
          .containsText(
              Pattern.compile("made by a program .*accuracy 100.0%.*test accuracy 100.0%"));
      assertThat(rows.first().locator("time")).hasAttribute("datetime", Pattern.compile("^20.*Z$"));
      assertThat(rows.last()).containsText("made by the server");
      assertThat(rows.last().locator("[data-figure=testLoss]"))
          .hasAttribute("title", "it has no test set");
      page.locator("#search").fill("nobody's");
      assertThat(page.locator("#note")).hasText("No run has that in its name.");
      assertThat(rows).hasCount(0);
      page.locator("#search").fill("FOUR");
      assertThat(page.locator("#note")).hasText("3 runs found.");
      assertThat(link(page, "four-points")).hasCount(3);
      for (int i = 0; i < 3; i++) {
        rows.nth(i).getByRole(AriaRole.CHECKBOX).check();
      }
      page.locator("#search").fill("");
      page.getByRole(
              AriaRole.CHECKBOX,
              new Page.GetByRoleOptions().setName("Choose tested").setExact(true))
          .check();
      link(page, "Compare").click();
      Locator curves = page.locator("#comparison-chart");
      Pattern three =
          Pattern.compile(
              "^Loss by step of 4 runs: four-points ends at 0\\.0.*, the test loss at 0\\.\\d+$");
      assertThat(curves).hasAttribute("aria-label", three);
      assertThat(page.locator("#comparison-tests")).containsText("no test set: four-points");
      assertThat(page.locator("#compared tr").last()).containsText("100.0%");
      page.locator("#comparison-test").click();
      assertThat(curves).hasAttribute("aria-label", Pattern.compile("ends at [^,]*$"));
      assertThat(page.locator("#differences")).containsText("learning rate 0.3");
      Locator axis = page.locator("#comparison-axis");
      axis.selectOption("seconds");
      assertThat(curves)
          .hasAttribute("aria-label", Pattern.compile("^Loss by second of training of 4 runs"));
      assertThat(page.locator("#comparison-untimed")).isHidden();
      axis.selectOption("steps");
      page.getByRole(AriaRole.CHECKBOX).first().uncheck();
      assertThat(curves).hasAttribute("aria-label", Pattern.compile("^Loss by step of 3 runs"));
      page.locator("#compared button").nth(1).click();
      assertThat(page.locator("#compared tr").nth(2)).containsText(Pattern.compile("[+−]0\\.0"));
      page.reload();
      assertThat(page.locator("#compared button").nth(1)).hasAttribute("aria-pressed", "true");

      page.goBack();
      assertThat(rows).hasCount(4);
      page.goForward();
      assertThat(curves).hasAttribute("aria-label", Pattern.compile("^Loss by step of 3 runs"));
      page.goBack();
      page.goBack();
      dashboard.shows("connection", "live");
      dashboard.shows("step", "100");

      chart.click(new Locator.ClickOptions().setPosition(chart.boundingBox().width / 2, 60));
      page.mouse().move(1, 1);
      String step = dashboard.value("step");
      dashboard.button("Branch from here").click();
      page.waitForURL(Pattern.compile("\\?run=[a-z0-9]+#"));
      dashboard.shows("connection", "live");
      dashboard.shows("step", step);
      assertEquals(100, livegrad.run().get("step").longValue(), "what it branched from goes on");
      String branch = page.url().replaceAll(".*run=([a-z0-9]+).*", "$1");

      link(page, "Runs").click();
      Locator row = page.locator("#runs > li[data-id='%s']".formatted(branch));
      row.getByRole(AriaRole.BUTTON, named("Rename four-points, from step " + step)).click();
      page.keyboard().type("<b>mine</b>");
      page.keyboard().press("Enter");
      assertThat(link(page, "<b>mine</b>")).isFocused();
      row.getByRole(AriaRole.BUTTON, named("Delete <b>mine</b>")).click();
      assertThat(row).containsText("<b>mine</b> is deleted.");
      page.keyboard().press("Enter");
      assertThat(link(page, "<b>mine</b>")).isFocused();
      assertEquals(5, livegrad.runs().size());
      row.getByRole(AriaRole.BUTTON, named("Delete <b>mine</b>")).click();
      assertThat(row).containsText("is deleted.");
      visit.expect("404");
      visit.expect("WebSocket connection to");
      page.goBack();
      page.waitForCondition(() -> livegrad.runs().size() == 4);
      assertThat(dashboard.hint()).containsText("deleted");
      assertThat(link(page, "Go to all runs")).isVisible();
    }
  }

  private static void train(Dashboard dashboard, String rate) {
    dashboard.typeRate(rate);
    dashboard.button("Step").click();
    dashboard.shows("step", "100");
  }

  private static void command(Page page, String run, String command) {
    page.evaluate(
        "([run, body]) => fetch(`api/runs/${run}/commands`, {method: 'POST', body,"
            + " headers: {'Content-Type': 'application/json'}})",
        List.of(run, command.replace('\'', '"')));
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
