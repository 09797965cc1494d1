package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;

/** The page as people use it: what they see by its names. */
record Dashboard(Page page) {
  /** Opens the page at the table, the view that asks for least, and waits until it is live. */
  static Dashboard open(BrowserContext context, String address) {
    return openAt(context, address + "#view=table");
  }

  /** Opens the page by a link and waits until it is live and shows its view. */
  static Dashboard openAt(BrowserContext context, String address) {
    Page page = context.newPage();
    page.navigate(address);
    Dashboard dashboard = new Dashboard(page);
    dashboard.shows("connection", "live");
    assertThat(page.locator("[role=tabpanel]:visible .panel-content")).not().isEmpty();
    return dashboard;
  }

  /** Waits until the element with this id has this exact value. */
  void shows(String id, String value) {
    assertThat(page.locator("#" + id)).hasAttribute("data-value", value);
  }

  /** Waits until at least so many steps are done; says how many are. */
  long reaches(long steps) {
    page.waitForFunction(
        "n => Number(document.getElementById('step').dataset.value) >= n", (double) steps);
    return step();
  }

  long step() {
    return Long.parseLong(value("step"));
  }

  double loss() {
    return Double.parseDouble(value("loss"));
  }

  String value(String id) {
    return page.locator("#" + id).getAttribute("data-value");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The button that loads a lesson. */
  Locator lesson(String name) {
    return page.locator("#lessons button[data-lesson='%s']".formatted(name));
  }

  Locator tab(String name) {
    return page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name));
  }

  /** What every tab is called, from the first to the last. */
  List<String> tabs() {
    return new ArrayList<>(page.getByRole(AriaRole.TAB).allTextContents());
  }

  Locator rateField() {
    return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Learning rate"));
  }

  Locator rateSlider() {
    return page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Learning rate"));
  }

  Locator rateChanges() {
    return page.locator("#rate-changes li[data-step][data-value]");
  }

  Locator hint() {
    return page.locator("#hint");
  }

  /** Types a learning rate and applies it. */
  void typeRate(String rate) {
    rateField().fill(rate);
    rateField().press("Enter");
  }

  /** Loads a lesson by its button and waits until it is there. */
  void load(String lesson) {
    lesson(lesson).click();
    assertThat(page.locator("#run-name")).hasText(lesson);
    shows("status", "ready");
    // Name and status may be those of the run before; a lesson begins at this speed.
    assertThat(page.locator("#speed-value")).hasText("10 steps/s");
  }

  /** Makes the run as fast as it goes. */
  void fullSpeed() {
    button("Full speed").click();
    assertThat(button("Full speed")).hasAttribute("aria-pressed", "true");
  }
}
