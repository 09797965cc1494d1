package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What can be loaded, and how a run ends. */
@BrowserTest
final class LessonsTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  void eachLessonsButtonLoadsItsRun(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    assertThat(dashboard.page().locator("#lessons button"))
        .hasText(livegrad.lessonNames().toArray(String[]::new));
    for (String lesson : livegrad.lessonNames()) {
      dashboard.load(lesson);
      assertThat(dashboard.lesson(lesson)).hasAttribute("aria-current", "true");
      assertThat(dashboard.page().locator("#lessons [aria-current=true]")).hasCount(1);
      dashboard.shows("step", "0");
      JsonNode run = livegrad.run();
      assertEquals(lesson, run.get("spec").get("name").textValue());
      dashboard.shows("rate", jsNumber(run.get("learningRate")));
    }
  }

  @Test
  void aDeadReluLeavesTheLossAtExactlyOneHalf(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("xor-relu-dead");
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.shows("step", "100");
    dashboard.shows("loss", "0.5");
    assertThat(dashboard.page().locator("#loss-chart"))
        .hasAttribute("aria-label", Pattern.compile("from 0\\.500000 .* at least 0\\.500000"));
  }

  @Test
  void aFinishedRunSaysSoAndStartGoesOn(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points-2d");
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.shows("step", "61");
    assertThat(dashboard.hint()).hasText(Pattern.compile("^Finished after 61 steps .*Start"));
    dashboard.button("Start").click();
    dashboard.shows("status", "running");
    assertTrue(dashboard.reaches(500) >= 500);
    assertThat(dashboard.hint()).hasText(Pattern.compile("^Training until you pause it"));
    dashboard.button("Pause").click();
    dashboard.shows("status", "paused");
    assertThat(dashboard.hint()).hasText(Pattern.compile("^Paused"));
  }

  @Test
  void aDivergedRunSaysWhereAndAResetLeadsOut(BrowserContext context) {
    livegrad.load(
        """
        {'name': 'too-far', 'data': {'inline': {'inputs': [[1], [2]], 'targets': [1, 2]}},
         'model': {'layers': [1], 'hidden': 'linear', 'output': 'linear'},
         'optimizer': {'learningRate': 0.1}}
        """);
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.shows("rate", "0.1");
    dashboard.typeRate("1000");
    dashboard.shows("rate", "1000");
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "diverged");

    JsonNode run = livegrad.run();
    long step = run.get("step").longValue();
    dashboard.shows("step", String.valueOf(step));
    assertThat(dashboard.hint()).hasAttribute("data-kind", "diverged");
    assertThat(dashboard.hint())
        .hasText(Pattern.compile("^Stopped at step %d.*Reset starts again".formatted(step)));
    assertThat(dashboard.page().locator("#problem"))
        .containsText(Pattern.compile("At step %d .*layer1\\.neuron1\\.".formatted(step)));
    assertThat(dashboard.button("Start")).isDisabled();
    assertThat(dashboard.button("Step")).isDisabled();
    assertThat(dashboard.button("Pause")).isDisabled();
    assertThat(dashboard.rateField()).isDisabled();
    assertThat(dashboard.rateSlider()).isDisabled();

    dashboard.button("Reset").click();
    dashboard.shows("status", "ready");
    dashboard.shows("step", "0");
    // The loss that the run begins with, before its first step.
    assertThat(dashboard.page().locator("#loss"))
        .hasAttribute("data-value", Pattern.compile("^\\d+\\.\\d+$"));
    dashboard.shows("rate", "0.1");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.shows("status", "paused");
  }

  @Test
  void aResetBeginsWithTheSeedThatWasTyped(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.load("four-points");
    dashboard.page().getByLabel("Seed", new Page.GetByLabelOptions().setExact(true)).fill("7");
    dashboard.button("Reset").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    assertEquals(7, livegrad.run().get("seed").longValue());
    double seven = dashboard.loss();
    dashboard.load("four-points");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    assertEquals(5.230518, dashboard.loss(), 5e-7);
    assertTrue(seven != dashboard.loss(), "another seed gives another run");
  }

  /** A number as a script writes it. */
  private static String jsNumber(JsonNode number) {
    double value = number.doubleValue();
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
