package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.diagnosis.Health;
import dev.livegrad.training.diagnosis.HealthReader;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The health view: what it says and shows, compared with what the engine says. */
@BrowserTest
final class HealthTest {
  private static final Page.LocatorOptions HAS_STRIPS =
      new Page.LocatorOptions().setHasText("The strips and lines");

  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void theDeadLessonExplainsItselfAndIsHealedByAButton(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("xor-relu-dead");
    Locator problem = dashboard.page().locator("#problem");
    assertThat(problem).isHidden();
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    assertThat(problem)
        .containsText(
            "Neuron 1 of layer 3 outputs 0 for all four samples, so no gradient from them");
    problem.getByRole(AriaRole.BUTTON).click();

    Locator finding = dashboard.page().locator(".finding.problem");
    assertThat(finding).hasAttribute("data-kind", "dead");
    assertThat(finding).hasAttribute("data-where", "layer3.neuron1");
    assertThat(finding).hasAttribute("data-step", "0");
    assertThat(dashboard.tab("Health, 1 problem")).isVisible();
    finding.locator("summary").click();
    assertThat(finding.locator("dd").nth(1)).hasText("all 0");

    finding.getByText("tanh instead of ReLU in a new run").click();
    assertThat(dashboard.page().locator("#problem")).isHidden();
    dashboard.shows("step", "0");
    dashboard.tab("Run").click();
    assertThat(dashboard.page().locator("#panel-run .changes"))
        .containsText("a new run with hidden tanh, output tanh");
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    assertThat(problem).isHidden();

    // Targets of 0 and 1 are parted at 0.5, and the header, the table and the picture agree.
    assertThat(dashboard.page().locator("#accuracy")).hasText("100.0%");
    dashboard.tab("Predictions").click();
    Locator predictions = dashboard.page().locator("#panel-predictions");
    assertThat(predictions.locator(".panel-note")).containsText("on the same side of 0.5.");
    assertThat(predictions.locator(".agrees")).hasCount(4);
    dashboard.tab("Surface").click();
    assertThat(dashboard.page().locator("#surface-picture"))
        .hasAttribute("aria-label", Pattern.compile("4 of 4 samples .* on their target’s side$"));
    assertThat(dashboard.page().locator("#panel-surface .legend"))
        .containsText("On the line the output is 0.5");
  }

  @Test
  @Tag("thorough")
  void aRunThatBeginsIsSaidToBeWellWhileItGoesOn(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Health").click();
    Locator said = dashboard.page().locator("#panel-health .panel-note").first();
    assertThat(said).hasText(Pattern.compile("^Nothing yet"));
    dashboard.button("Start").click();
    assertThat(said).hasText(Pattern.compile("^No problem found"));
    dashboard.shows("status", "running");
    dashboard.button("Pause").click();
  }

  @Test
  void aRunThatExplodesIsNotPraisedAndItsRateIsTakenBack(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("moons");
    dashboard.tab("Health").click();
    dashboard.typeRate("1000000");
    for (int step = 1; step <= 4; step++) {
      dashboard.button("Step").click();
      dashboard.shows("step", "" + step);
    }
    Locator panel = dashboard.page().locator("#panel-health");
    Locator finding = panel.locator(".finding.problem[data-kind='diverged']");
    assertThat(finding.locator(".finding-head"))
        .hasText(Pattern.compile("^Problem: learning rate raised, then diverged layer\\d"));
    assertThat(finding).containsText("The learning rate was raised from 1 to 1000000 at step 0.");
    assertThat(panel.locator(".health-layer > p").first())
        .hasText(
            Pattern.compile("One step changes its parameters by about [^%]* times their size"));
    assertThat(panel).not().containsText("NaN");
    finding.getByText("Begin again as it was").click();
    dashboard.shows("step", "0");
    dashboard.shows("rate", "1");
  }

  @Test
  @Tag("thorough")
  void theFiguresAreThoseOfTheStepThatIsPointedAt(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Health").click();
    dashboard.fullSpeed();
    dashboard.button("10").click();
    Locator note = dashboard.page().locator("#panel-health .panel-note", HAS_STRIPS);
    Locator shares = dashboard.page().locator(".health-layer .panel-note").first();
    for (int steps = 10; steps <= 30; steps += 10) {
      dashboard.button("Step").click();
      assertThat(note).hasText(Pattern.compile("^After %d steps\\.".formatted(steps)));
    }
    String atThirty = shares.textContent();
    dashboard.page().locator("#loss-chart").hover();
    // On a busy machine figures may have come between step 10 and the one that is pointed at.
    assertThat(note)
        .hasText(
            Pattern.compile(
                "^After 1[0-6] steps\\. Step 1[3-6] isn’t kept; 1[0-6] is the nearest before it\\."));
    assertThat(shares).not().hasText(atThirty);
  }

  @Test
  void theViewShowsTheEnginesFigures(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.tab("Health").click();
    dashboard.fullSpeed();
    dashboard.typeRate("0.00001");
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "10");
    dashboard.button("Step").click();
    dashboard.shows("step", "20");

    TrainingRun run = livegrad.replay(20);
    Health health = HealthReader.of(run.setup()).at(run.checkpoint());
    Locator samples = dashboard.page().locator(".sample-losses li");
    assertThat(samples).hasCount(4);
    for (int sample = 0; sample < 4; sample++) {
      Object expected = dashboard.page().evaluate("x => String(x)", health.sampleLosses()[sample]);
      assertThat(samples.nth(sample)).hasAttribute("data-value", expected.toString());
    }
    Locator layers = dashboard.page().locator(".health-layer > p");
    assertThat(layers).hasCount(3);
    for (int layer = 0; layer < 3; layer++) {
      Health.Layer figures = health.layers().get(layer);
      assertThat(layers.nth(layer))
          .hasText(
              String.format(
                      Locale.ROOT,
                      "%s of its outputs are saturated: within 1%% of −1 or 1. One step changes its"
                          + " parameters by about %s of their size, 10%.1f; the usual guide is 0.1%%,"
                          + " 10-3.",
                      percent(dashboard, figures.saturated()),
                      percent(dashboard, Math.pow(10, figures.updateRatio())),
                      figures.updateRatio())
                  .replace('-', '−'));
    }
    assertThat(dashboard.page().locator(".finding.problem > p:nth-child(2)"))
        .hasText(
            "The learning rate was lowered from 0.1 to 0.00001 at step 0. "
                + said(livegrad.replay(0), 20).getFirst());
  }

  @Test
  void aRunGoesBackToAStepAndOnFromThereBitForBit(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("moons");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    String first = dashboard.value("loss");
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    String last = dashboard.value("loss");
    dashboard.tab("Health").click();
    Locator note = dashboard.page().locator(".finding[data-where='layer1.neuron15']");
    note.locator("summary").click();
    note.getByText("Back to step 1").click();
    dashboard.shows("status", "paused");
    dashboard.shows("step", "1");
    dashboard.shows("loss", first);
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.shows("loss", last);
  }

  /** A share as the page writes it: two digits from 1% on, else one. */
  private static String percent(Dashboard dashboard, double share) {
    return dashboard
        .page()
        .evaluate("x => Number(x.toPrecision(x < 1 ? 1 : 2)) + '%'", 100 * share)
        .toString();
  }

  /**
   * What the diagnosis says of a run of so many steps at the rate that it is given at the start.
   */
  private static List<String> said(TrainingRun run, int steps) {
    Diagnosis diagnosis = new Diagnosis(run);
    for (int i = 0; i < steps; i++) {
      diagnosis.afterStepAndLook(run.step());
    }
    return diagnosis.findings().stream().map(Finding::text).toList();
  }
}
