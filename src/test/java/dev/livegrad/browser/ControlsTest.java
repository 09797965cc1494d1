package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is pressed, dragged and typed, with the mouse and with the keyboard. */
@BrowserTest
final class ControlsTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();
  private Dashboard dashboard;
  private Page page;

  @BeforeEach
  void open(BrowserContext context) {
    dashboard = Dashboard.open(context, livegrad.address());
    page = dashboard.page();
    dashboard.load("four-points");
  }

  @Test
  void whatIsNoRateIsRefusedAtTheFieldWhichHasTheOldOneAgain() {
    Locator alert = page.getByRole(AriaRole.ALERT);
    dashboard.typeRate("-1");
    assertThat(alert).hasText("-1 is not allowed; 0 to 1000000 is. 0.1 stays.");
    dashboard.typeRate("1/2");
    assertThat(alert).hasText("“1/2” is not a number. 0.1 stays.");
    assertThat(dashboard.rateField()).hasValue("0.1");
    dashboard.typeRate("");
    assertThat(alert).hasText("A number is missing. 0.1 stays.");
    dashboard.rateField().press("Escape");
    assertThat(alert).isHidden();
    assertEquals(0.1, livegrad.run().get("learningRate").doubleValue());
    assertThat(dashboard.rateChanges()).hasCount(0);
  }

  @Test
  void aDecimalCommaIsUnderstoodTabAppliesAndEscapeGivesUp() {
    dashboard.typeRate("0,05");
    dashboard.shows("rate", "0.05");
    assertThat(dashboard.rateField()).hasValue("0.05");
    dashboard.rateField().fill("0,2");
    dashboard.rateField().press("Tab");
    dashboard.shows("rate", "0.2");
    dashboard.rateField().fill("7");
    dashboard.rateField().press("Escape");
    assertThat(dashboard.rateField()).hasValue("0.2");
    dashboard.rateField().press("Tab");
    assertThat(dashboard.rateSlider()).isFocused();
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.shows("rate", "0.2");
    assertEquals(0.2, livegrad.run().get("learningRate").doubleValue());
  }

  @Test
  void aSeedThatWasTypedIsKeptForTheResetAndANewOneResetsAtOnce() {
    Locator seed = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Seed"));
    seed.fill("7");
    seed.press("Enter");
    assertEquals(42, livegrad.run().get("seed").longValue());
    seed.fill("1,5");
    seed.press("Tab");
    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText("1,5 is not allowed; a whole number is. 7 stays.");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.button("Reset").click();
    dashboard.shows("step", "0");
    assertEquals(7, livegrad.run().get("seed").longValue());
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.button("Reset with a new seed").click();
    dashboard.shows("step", "0");
    assertThat(seed).hasValue(livegrad.run().get("seed").asText());
  }

  @Test
  void whatIsChangedMoreSeldomIsBehindADisclosureAndUndoneByABranch() {
    assertThat(page.getByLabel("Momentum")).hasCount(0);
    page.getByText("More to change").click();
    Locator momentum =
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Momentum"));
    assertThat(momentum).hasValue("0");
    momentum.fill("0,9");
    momentum.press("Enter");
    Locator last = page.getByText("Last change:");
    assertThat(last).containsText("momentum 0.9, at step 0.");
    assertThat(page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Momentum")))
        .hasValue("182");
    assertEquals(0.9, inForce("optimizer.momentum").doubleValue());

    Locator batch =
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Batch size"));
    batch.fill("5");
    batch.press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText(
            "Batch size: 5 is not allowed; a whole number from 1 to 4, as many as there are samples to learn from, is");
    assertThat(batch).hasValue("");
    batch.fill("3");
    batch.press("Enter");
    assertThat(last).containsText("batch 3, at step 0.");
    assertThat(dashboard.button("All")).hasAttribute("aria-pressed", "false");

    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.button("Freeze layer 2").click();
    assertThat(dashboard.button("Freeze layer 2")).hasAttribute("aria-pressed", "true");
    assertThat(last).containsText("layer 2 frozen, at step 1.");
    dashboard.button("Undo in a branch").click();
    page.waitForURL("**/?run=*");
    dashboard.shows("connection", "live");
    dashboard.shows("step", "1");
    page.getByText("More to change").click();
    assertThat(last).containsText("batch 3, at step 0.");
    assertThat(momentum).hasValue("0.9");
    assertThat(dashboard.button("Freeze layer 2")).hasAttribute("aria-pressed", "false");
  }

  private static JsonNode inForce(String name) {
    return livegrad.run().get("hyperparameters").get(name);
  }

  @Test
  void theSliderAndTheFieldAgree() {
    assertThat(dashboard.rateSlider()).hasValue("400");
    dashboard.typeRate("0.001");
    assertThat(dashboard.rateSlider()).hasValue("200");
    assertThat(dashboard.rateSlider()).hasAttribute("aria-valuetext", "0.001");
    dashboard.rateSlider().focus();
    page.keyboard().press("Home");
    dashboard.shows("rate", "0.00001");
    assertThat(dashboard.rateField()).hasValue("0.00001");
    page.keyboard().press("End");
    dashboard.shows("rate", "10");
    assertThat(dashboard.rateField()).hasValue("10");
    page.keyboard().press("ArrowLeft");
    dashboard.shows("rate", "9.77");
    assertThat(dashboard.rateField()).hasValue("9.77");
    assertThat(dashboard.rateChanges()).hasCount(1);
    assertEquals(9.77, livegrad.run().get("learningRate").doubleValue());
  }

  @Test
  void aFingerScrollsOverTheSliderAndChangesTheRateOnlyAlongIt(Visit visit) {
    Browser.NewContextOptions phone =
        new Browser.NewContextOptions().setViewportSize(390, 844).setHasTouch(true);
    try (BrowserContext context = visit.context().browser().newContext(phone)) {
      Dashboard touched = Dashboard.open(context, livegrad.address());
      Locator slider = touched.rateSlider();
      slider.evaluate("it => it.scrollIntoView({block: 'center'})");
      BoundingBox box = slider.boundingBox();
      double x = box.x + 30;
      double y = box.y + box.height / 2;
      swipe(touched.page(), x, y, 0, 8);
      touched.page().waitForCondition(() -> slider.boundingBox().y > box.y);
      y = slider.boundingBox().y + box.height / 2;
      swipe(touched.page(), x, y, 0, 0);
      assertThat(slider).hasValue("400");
      swipe(touched.page(), x, y, 2, 0);
      // As far as the finger went, from where the slider was: 38 of 324 pixels.
      assertThat(slider).hasValue("470");
      touched.shows("rate", "0.501");
      assertThat(dashboard.rateChanges().last()).hasAttribute("data-value", "0.501");
      JsonNode journal = livegrad.run().get("journal");
      for (JsonNode entry : journal) {
        if (entry.get("command").textValue().equals("setLearningRate")) {
          assertTrue(entry.get("value").doubleValue() > 0.1, "moved one way only: " + journal);
        }
      }
    }
  }

  /** A finger comes down at a place, makes nineteen moves of the same length and goes up. */
  private static void swipe(Page page, double x, double y, double right, double down) {
    CDPSession touch = page.context().newCDPSession(page);
    for (int i = 0; i < 20; i++) {
      touch.send(
          "Input.dispatchTouchEvent",
          JsonParser.parseString(
                  "{'type': '%s', 'touchPoints': [{'x': %s, 'y': %s}]}"
                      .formatted(i == 0 ? "touchStart" : "touchMove", x + i * right, y + i * down))
              .getAsJsonObject());
    }
    touch.send(
        "Input.dispatchTouchEvent",
        JsonParser.parseString("{'type': 'touchEnd', 'touchPoints': []}").getAsJsonObject());
    touch.detach();
  }

  @Test
  @Tag("thorough")
  void aRateOfAScheduleIsShownWithoutWhatArithmeticLeavesInItsLastDigits() {
    dashboard.load("moons");
    dashboard.fullSpeed();
    dashboard.button("10").click();
    for (String step : List.of("10", "20", "30", "40", "50", "60")) {
      dashboard.button("Step").click();
      dashboard.shows("step", step);
    }
    dashboard.shows("rate", "0.45999999999999996");
    assertThat(dashboard.rateField()).hasValue("0.46");
  }

  @Test
  void stepMakesAsManyStepsAsWereChosen() {
    dashboard.fullSpeed();
    dashboard.button("10").click();
    assertThat(dashboard.button("10")).hasAttribute("aria-pressed", "true");
    dashboard.button("Step").click();
    dashboard.shows("step", "10");
    dashboard.button("1").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "11");
    dashboard.button("100").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "100");
    dashboard.shows("status", "finished");
  }

  @Test
  @Tag("thorough")
  void theSpeedSliderAndFullSpeedAgree() {
    Locator slider = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Speed"));
    Locator text = page.locator("#speed-value");
    assertThat(text).hasText("10 steps/s");
    slider.focus();
    page.keyboard().press("Home");
    assertThat(text).hasText("0.5 steps/s");
    assertEquals(0.5, livegrad.run().get("stepsPerSecond").doubleValue());
    dashboard.fullSpeed();
    assertThat(text).hasText("no limit");
    dashboard.button("Full speed").click();
    assertThat(text).hasText("0.5 steps/s");
  }

  @Test
  void theKeyboardDoesWhatTheButtonsDo() {
    page.keyboard().press("s");
    dashboard.shows("step", "1");
    page.keyboard().press("Space");
    dashboard.shows("status", "running");
    page.keyboard().press("Space");
    dashboard.shows("status", "paused");
    page.keyboard().press("f");
    assertThat(dashboard.button("Full speed")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("f");
    assertThat(dashboard.button("Full speed")).hasAttribute("aria-pressed", "false");
    page.keyboard().press("l");
    assertThat(dashboard.button("Logarithmic")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("l");
    assertThat(dashboard.button("Linear")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("3");
    assertThat(dashboard.tab("Parameters")).hasAttribute("aria-selected", "true");
    page.keyboard().press("r");
    dashboard.shows("status", "ready");
    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.keyboard().press("s");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    dashboard.shows("step", "0");
  }

  @Test
  @Tag("thorough")
  void spaceStartsAndPausesAfterAButtonWasPressedWithTheMouse() {
    dashboard.button("Full speed").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.shows("status", "paused");
    page.keyboard().press("Space");
    dashboard.shows("status", "finished");
    assertThat(dashboard.button("Full speed")).hasAttribute("aria-pressed", "true");
    dashboard.lesson("four-points-2d").click();
    dashboard.shows("status", "ready");
    page.keyboard().press("Space");
    dashboard.shows("status", "running");
  }

  @Test
  void typingInAFieldIsNoShortcut() {
    Locator seed = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Seed"));
    seed.fill("");
    seed.pressSequentially("1 3 s f l r 2");
    dashboard.rateField().fill("");
    dashboard.rateField().pressSequentially("0.2 sf");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.shows("status", "paused");
    assertThat(dashboard.tab("Table")).hasAttribute("aria-selected", "true");
    assertThat(dashboard.button("Full speed")).hasAttribute("aria-pressed", "false");
    assertThat(dashboard.button("Linear")).hasAttribute("aria-pressed", "true");
    dashboard.shows("rate", "0.1");
  }

  @Test
  void theFocusGoesFromStartToPauseAndBackWhereTheyTakeTurns() {
    dashboard.button("Start").focus();
    page.keyboard().press("Enter");
    assertThat(dashboard.button("Pause")).isFocused();
    page.keyboard().press("Enter");
    dashboard.shows("status", "paused");
    assertThat(dashboard.button("Start")).isFocused();
    dashboard.fullSpeed();
    dashboard.button("Start").focus();
    page.keyboard().press("Enter");
    dashboard.shows("status", "finished");
    assertThat(dashboard.button("Start")).isFocused();
  }

  @Test
  void spaceOnAButtonPressesItAndNothingElse() {
    dashboard.button("Step").focus();
    page.keyboard().press("Space");
    dashboard.shows("step", "1");
    dashboard.shows("status", "paused");
  }

  @Test
  @Tag("thorough")
  void arrowKeysGoRoundTheTabs() {
    dashboard.tab("Table").focus();
    List<String> tabs = dashboard.tabs();
    for (int i = 1; i <= tabs.size(); i++) {
      String next = tabs.get(i % tabs.size());
      page.keyboard().press("ArrowRight");
      assertThat(dashboard.tab(next)).isFocused();
      assertThat(dashboard.tab(next)).hasAttribute("aria-selected", "true");
      assertThat(page.getByRole(AriaRole.TABPANEL)).hasCount(1);
      assertThat(page.getByRole(AriaRole.TABPANEL, new Page.GetByRoleOptions().setName(next)))
          .isVisible();
    }
    page.keyboard().press("ArrowLeft");
    assertThat(dashboard.tab(tabs.getLast())).isFocused();
    page.keyboard().press("Home");
    assertThat(dashboard.tab("Table")).isFocused();
    page.keyboard().press("End");
    assertThat(dashboard.tab(tabs.getLast())).isFocused();
  }
}
