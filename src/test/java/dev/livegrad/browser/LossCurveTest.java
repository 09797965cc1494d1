package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loss curve: what it shows, what it says, and how one looks back with it. */
@BrowserTest
final class LossCurveTest {
  /** Batches of one sample, for most of which a hinge loss is exactly 0 after some steps. */
  private static final String OFTEN_ZERO =
      """
      {'name': 'often-zero', 'seed': 3, 'data': {'inline': {'inputs': [[-1], [-0.5], [0.5], [1]],
       'targets': [-1, -1, 1, 1]}}, 'model': {'layers': [1], 'output': 'linear'},
       'loss': {'name': 'hinge', 'reduction': 'mean'},
       'optimizer': {'name': 'sgd', 'learningRate': 0.5},
       'training': {'steps': 200, 'batch': {'size': 1, 'shuffle': true}}}
      """;

  private static final String LONG =
      """
      {'name': 'long', 'seed': 3, 'data': {'inline': {'inputs': [[-1], [-0.5], [0.5], [1]],
       'targets': [-1, -1, 1, 1]}}, 'model': {'layers': [1], 'output': 'tanh'},
       'loss': {'name': 'squared_error', 'reduction': 'mean'},
       'optimizer': {'name': 'sgd', 'learningRate': 0.1}, 'training': {'steps': 30000}}
      """;

  @AutoClose private static final Livegrad livegrad = new Livegrad();
  private Dashboard dashboard;
  private Page page;

  @BeforeEach
  void open(BrowserContext context) {
    dashboard = Dashboard.open(context, livegrad.address());
    page = dashboard.page();
  }

  @Test
  void onPowersOfTenALossOfExactlyZeroStandsAtTheLowerEdgeAndIsSaid() {
    livegrad.load(OFTEN_ZERO);
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.shows("loss", "0");
    Locator said = page.locator("#zeros");
    assertThat(said).isHidden();
    dashboard.button("Logarithmic").click();
    assertThat(said).isVisible();
    assertThat(page.locator("#loss-chart"))
        .hasAttribute("aria-label", Pattern.compile("exactly 0 stands at the lower edge$"));
    assertTrue(lineReaches(0.95), "the curve goes on to its last step, at the lower edge");
  }

  @Test
  void lookingBackIsSaidOverEverythingAndFiguresAndPicturesBelongToThatStep() {
    dashboard.load("four-points-2d");
    dashboard.fullSpeed();
    dashboard.tab("Network").click();
    assertThat(page.locator("#network-note")).containsText("After 0 steps.");
    dashboard.button("10").click();
    dashboard.button("Step").click();
    dashboard.shows("step", "10");
    Locator measured = page.locator("#measured");
    assertThat(measured).hasText("Measured at step 9, before its update. Views: after it.");
    Locator banner = page.locator("#moment");
    assertThat(banner).isHidden();
    // Of the axis from 0 to 10, a little more than the numbers at its left.
    Locator chart = page.locator("#loss-chart");
    chart.click(new Locator.ClickOptions().setPosition(chart.boundingBox().width / 2, 60));
    page.mouse().move(1, 1);
    assertThat(banner).containsText(Pattern.compile("^\\s*Looking back at step [45] of 10\\."));
    page.setViewportSize(1440, 900);
    assertTrue(
        banner.boundingBox().x + banner.boundingBox().width
            <= page.locator(".pills").boundingBox().x,
        "the run's state stays in sight");
    String step = dashboard.value("step");
    assertThat(page.locator("#network-note"))
        .containsText(Pattern.compile("^After " + step + " steps"));
    assertThat(measured).hasText("Measured at step %s, as in the views.".formatted(step));
    assertEquals(livegrad.lossAt("four-points-2d", Long.parseLong(step)), dashboard.loss());
    assertThat(page.locator("#weight-field")).isDisabled();
    dashboard.tab("Table").click();
    assertThat(page.locator("#panel-table tr.lit th")).hasText(step);
    dashboard.button("Back to now").click();
    assertThat(banner).isHidden();
    dashboard.shows("step", "10");
    assertEquals(livegrad.lossAt("four-points-2d", 9), dashboard.loss());
  }

  @Test
  void aLossFromBeforeAWeightWasChangedIsMarkedUntilTheNextStep() {
    dashboard.load("four-points-2d");
    dashboard.button("Step").click();
    dashboard.shows("step", "1");
    dashboard.tab("Network").click();
    assertThat(page.locator("#network-note")).containsText("After 1 step");
    Locator field = page.locator("#weight-field");
    field.fill("4");
    field.press("Enter");
    Locator outdated = page.locator(".figure dd.outdated");
    assertThat(outdated).hasCount(2);
    assertThat(page.locator("#measured")).containsText("at step 0, before its update.");
    assertThat(dashboard.hint())
        .hasText(
            Pattern.compile("^layer3\\.neuron1\\.w0 was changed after step 0: .* from before\\."));
    dashboard.button("Step").click();
    dashboard.shows("step", "2");
    assertThat(outdated).hasCount(0);
  }

  @Test
  void theBeginningOfALongRunAtFullSpeedHasRoomAndEachOfItsStepsIsKnown() {
    livegrad.load(LONG);
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.shows("step", "30000");
    Locator axis = page.getByLabel("Steps in all charts");
    axis.selectOption("first");
    long fifty = stepInTheMiddle();
    assertTrue(fifty > 40 && fifty < 60, fifty + " in the middle of the first hundred");
    assertThat(page.locator("#measured"))
        .hasText("Measured at step %d, as in the views.".formatted(fifty));
    axis.selectOption("logarithmic");
    long root = stepInTheMiddle();
    assertTrue(root > 80 && root < 320, root + " in the middle of powers of ten up to 30,000");
    axis.selectOption("even");
    long half = stepInTheMiddle();
    assertTrue(half > 13_000 && half < 17_000, half + " in the middle of all");
  }

  @Test
  void aPartOfALongCurveIsShownAndKeptStepByStep() throws IOException {
    livegrad.load(LONG);
    dashboard.fullSpeed();
    dashboard.button("Start").click();
    dashboard.shows("status", "finished");
    dashboard.shows("step", "30000");
    Locator whole = dashboard.button("Whole curve");
    assertThat(whole).isDisabled();
    for (int i = 0; i < 9; i++) {
      dashboard.button("Zoom in").click();
    }
    Locator chart = page.locator("#loss-chart");
    // The server makes them again.
    assertThat(chart)
        .hasAttribute(
            "aria-label",
            Pattern.compile("; steps 14,\\d+ to 15,\\d+ are shown, each by itself$"),
            new LocatorAssertions.HasAttributeOptions().setTimeout(45_000));
    List<String[]> rows = csv();
    assertEquals(
        "from,step,seconds,loss,lossMin,lossMax,learningRate,accuracy",
        String.join(",", rows.getFirst()));
    assertTrue(rows.size() > 300 && rows.size() < 900, rows.size() + " rows");
    Path picture = page.waitForDownload(() -> dashboard.button("Save as PNG").click()).path();
    BufferedImage image = ImageIO.read(picture.toFile());
    assertTrue(image.getWidth() >= 2 * chart.boundingBox().width, image.getWidth() + " wide");
    page.getByText("strong", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#mean-key")).hasText("mean of known losses within 1,000 steps");
    assertTrue(List.of(csv().getFirst()).contains("lossSmoothed"));
    // With keys: back a little, then all of it.
    String shown = chart.getAttribute("aria-label");
    page.locator("#loss-box").focus();
    page.keyboard().press("ArrowLeft");
    assertThat(chart).not().hasAttribute("aria-label", shown);
    page.keyboard().press("0");
    assertThat(whole).isDisabled();
    // A box that is dragged looks at its part, and is no press.
    BoundingBox box = chart.boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
    page.mouse().down();
    page.mouse().move(box.x + box.width / 2 + 60, box.y + box.height / 2 + 60);
    page.mouse().up();
    assertThat(whole).isEnabled();
    page.mouse().move(1, 1);
    assertThat(page.locator("#moment")).isHidden();
    whole.click();
    page.locator("#step-axis").selectOption("seconds");
    assertThat(page.locator("#loss-title")).hasText("Loss by second");
  }

  /** What the page saves as a table: its head and its rows. */
  private List<String[]> csv() {
    Path file = page.waitForDownload(() -> dashboard.button("Save as CSV").click()).path();
    try {
      return Files.readAllLines(file).stream().map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void oneDragOfTheRateIsOneMarkAndOneRowWhileTheJournalHasEveryValue() {
    livegrad.load(LONG);
    dashboard.shows("status", "ready");
    dashboard.button("Start").click();
    Locator slider = dashboard.rateSlider();
    double y = slider.boundingBox().y + slider.boundingBox().height / 2;
    double left = slider.boundingBox().x;
    double[] rate = {0.1};
    for (int i = 1; i <= 4; i++) {
      page.mouse().move(left + 20 * i, y);
      if (i == 1) {
        page.mouse().down();
      }
      page.waitForCondition(() -> livegrad.run().get("learningRate").doubleValue() != rate[0]);
      rate[0] = livegrad.run().get("learningRate").doubleValue();
      dashboard.reaches(dashboard.step() + 2);
    }
    page.mouse().up();
    Locator change = dashboard.rateChanges();
    assertThat(change).hasCount(1);
    assertThat(change)
        .hasText(
            Pattern.compile(
                "^from step \\d+: .*, by viewer \\d+, who moved it from step \\d+ on$"));
    assertThat(page.locator("#loss-chart"))
        .hasAttribute("aria-label", Pattern.compile("learning rate was changed once$"));
    dashboard.tab("Run").click();
    assertThat(
            page.locator("#panel-run ol li")
                .filter(new Locator.FilterOptions().setHasText("learning rate")))
        .hasCount(4);
  }

  /** The step that the page shows while one points at the middle between the chart's axes. */
  private long stepInTheMiddle() {
    page.mouse().move(1, 1);
    dashboard.shows("step", "30000");
    Locator chart = page.locator("#loss-chart");
    chart.hover(new Locator.HoverOptions().setPosition(chart.boundingBox().width / 2 + 15, 60));
    assertThat(page.locator("#moment")).isVisible();
    return dashboard.step();
  }

  /** Whether the loss's line has a point to the right of this share of the chart's width. */
  private boolean lineReaches(double share) {
    return (boolean)
        page.evaluate(
            """
            share => {
              const canvas = document.getElementById('loss-chart');
              const key = document.querySelector('.key-line');
              const [r, g, b] = getComputedStyle(key).backgroundColor.match(/\\d+/g).map(Number);
              const from = Math.floor(share * canvas.width);
              const { data } = canvas.getContext('2d').getImageData(from, 0, canvas.width - from, canvas.height);
              for (let i = 0; i < data.length; i += 4) {
                if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) {
                  return true;
                }
              }
              return false;
            }
            """,
            share);
  }
}
