package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.livegrad.engine.Value;
import dev.livegrad.expression.Expression;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The expression lab, its numbers compared with the engine's. */
@BrowserTest
final class LabTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  @Test
  @Tag("thorough")
  void everyStartingExpressionShowsTheEnginesNumbers(BrowserContext context) {
    Page page = open(context).page();
    Locator examples = page.getByLabel("Start with");
    int count = examples.locator("option").count();
    assertEquals(12, count);
    for (int i = 0; i < count - 1; i++) {
      examples.selectOption(Integer.toString(i));
      assertThat(page.locator("#lab-note")).not().isEmpty();
      showsTheEnginesNumbers(page);
      assertThat(page.locator("#lab-verdict"))
          .hasText(Pattern.compile("^All \\d+ gradients agree with their central differences\\.$"));
    }
  }

  @Test
  void aSliderMovedByTheKeyboardRewritesTheTextAndAllNumbersFollow(BrowserContext context) {
    Page page = open(context).page();
    showsTheEnginesNumbers(page);
    String before = text(page);
    page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("a").setExact(true))
        .focus();
    for (int i = 0; i < 5; i++) {
      page.keyboard().press("ArrowRight");
    }
    assertThat(page.locator("#lab-text")).hasValue(before.replace("a=2", "a=2.05"));
    showsTheEnginesNumbers(page);
    page.keyboard().press("Home");
    assertThat(page.locator("#lab-text")).hasValue(before.replace("a=2", "a=-5"));
    showsTheEnginesNumbers(page);
    Locator typed = page.getByLabel("f, typed");
    typed.fill("0.125");
    typed.press("Enter");
    assertThat(page.locator("#lab-text")).hasValue(Pattern.compile("f=0\\.125"));
    typed.fill("0,25");
    typed.press("Tab");
    assertThat(page.locator("#lab-text")).hasValue(Pattern.compile("f=0\\.25"));
    typed.fill("1/2");
    typed.press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("“1/2” is not a number. 0.25 stays.");
    assertThat(page.locator("#lab-text")).hasValue(Pattern.compile("f=0\\.25"));
    showsTheEnginesNumbers(page);
  }

  @Test
  void theTutorialsSmallChangesGiveTheGradient(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    page.getByLabel("Start with").selectOption("Small changes: c = a*b + b");
    dashboard.button("a = 2.0001").click();
    assertThat(page.locator("#lab-comparison"))
        .hasText(
            "a: 2 → 2.0001 (+0.0001). c: 9 → 9.0003 (+0.0003). "
                + "That is 3 for each unit; the gradient was 3.");
    dashboard.button("b = 3.01").click();
    assertThat(page.locator("#lab-comparison"))
        .hasText(
            "b: 3 → 3.01 (+0.01). c: 9 → 9.03 (+0.03). "
                + "That is 3 for each unit; the gradient was 3.");
  }

  @Test
  void theTangentAtThreeHasTheSlopeFourteenAndTheArrowIsTheGradient(BrowserContext context) {
    Page page = open(context).page();
    page.getByLabel("Start with").selectOption("A slope: y = 3*x**2 - 4*x + 5");
    assertThat(page.locator("#lab-curve"))
        .hasAttribute(
            "aria-label", "y over x; dashed, the tangent at x = 3: its slope is the gradient, 14");
    assertThat(page.locator("#lab-curve")).isVisible();
    page.getByLabel("Start with").selectOption("Two slopes, one arrow: z = x**2 + y**2");
    assertThat(page.locator("#lab-contour"))
        .hasAttribute("aria-label", Pattern.compile("the gradient \\(2, 4\\) at \\(1, 2\\)$"));
    assertThat(page.locator("#lab-contour")).isVisible();
    assertThat(page.locator("#lab-curve")).isHidden();
    page.getByLabel("and over", new Page.GetByLabelOptions().setExact(true))
        .selectOption("nothing else");
    assertThat(page.locator("#lab-curve")).isVisible();
  }

  @Test
  @Tag("thorough")
  void theExpressionItsSliderItsSlopeAndItsPictureAreOnOneScreen(BrowserContext context) {
    Page page = open(context).page();
    for (int[] size : new int[][] {{1280, 800}, {390, 844}}) {
      page.setViewportSize(size[0], size[1]);
      page.locator("#why").evaluate("why => why.scrollIntoView()");
      for (int i = 0; i < 11; i++) {
        page.getByLabel("Start with").selectOption(Integer.toString(i));
        showsTheEnginesNumbers(page);
        for (String part :
            List.of("#lab-text", "#lab-result", "#lab-slope", ".lab-leaf.plotted input >> nth=0")) {
          isInSight(page, page.locator(part), size);
        }
        isInSight(page, page.locator("#panel-lab .lab-plot:visible"), size);
        isInSight(page, page.locator("#panel-lab .lab-leaf:visible").last(), size);
      }
    }
  }

  private static void isInSight(Page page, Locator part, int[] size) {
    BoundingBox panel = page.locator("#panel-lab").boundingBox();
    BoundingBox box = part.boundingBox();
    double bottom = Math.min(size[1] - (size[0] < 700 ? 70 : 0), panel.y + panel.height);
    assertTrue(
        box.y >= 0 && box.y + box.height <= bottom,
        "%s ends at %s of %s on %s".formatted(part, box.y + box.height, bottom, size[0]));
  }

  /** The server refuses twice, then takes long: where the slider is left is answered in the end. */
  @Test
  @Tag("thorough")
  void aBusyServerIsAskedAgainForWhereTheSliderIsNow(Visit visit) {
    visit.expect("status of 503");
    Page page = open(visit.context()).page();
    AtomicInteger refusals = new AtomicInteger();
    page.route(
        "**/api/expression",
        route -> {
          if (refusals.incrementAndGet() <= 2) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setHeaders(Map.of("Retry-After", "1"))
                    .setBody("{\"error\":\"the lab is busy\"}"));
          } else {
            route.resume();
          }
        });
    page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("a").setExact(true))
        .focus();
    for (int i = 0; i < 20; i++) {
      page.keyboard().press("ArrowRight");
    }
    assertThat(page.locator("#lab-text")).hasValue(Pattern.compile("^a=2\\.2;"));
    assertThat(page.locator("#lab-error")).isHidden();
    showsTheEnginesNumbers(page);
    assertTrue(refusals.get() > 2, "asked again");
  }

  @Test
  @Tag("thorough")
  void theBallRollsDownOvershootsAndIsLostAsTheRateSays(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    page.getByLabel("Start with").selectOption("A slope: y = 3*x**2 - 4*x + 5");
    Locator course = page.locator("#lab-course");
    Locator move = page.locator("#lab-move");
    Locator result = page.locator("#lab-result");
    assertThat(result).hasText("y = 20");
    assertThat(course).hasAttribute("data-value", "falling");
    dashboard.button("One move").click();
    assertThat(move).hasText("Move 1: x := 3 − 0.05 · 14 = 2.3. y = 11.67.");
    assertThat(result).hasText("y = 11.67 where the ball is");
    assertThat(page.locator("#lab-slope")).hasText("slope 9.8");
    assertThat(page.locator(".plotted input[type=range]")).hasValue("2.3");
    assertThat(page.locator(".plotted .lab-grad")).hasText("grad +9.8000");
    dashboard.button("Roll").click();
    page.waitForFunction("() => Number(document.getElementById('lab-move').dataset.value) >= 3");
    dashboard.button("Hold").click();
    dashboard.button("Put back").click();
    assertThat(move).hasText(Pattern.compile("^Each move: x := x − rate · grad of x\\.$"));
    assertThat(result).hasText("y = 20");
    assertThat(page.locator(".plotted input[type=range]")).hasValue("3");

    Locator rate = page.getByLabel("Rate of the descent");
    rateTo(rate, page, 0.2);
    assertThat(course).hasAttribute("data-value", "overshooting");
    dashboard.button("One move").click();
    assertThat(move).hasText(Pattern.compile("^Move 1: x := 3 − 0\\.\\d+ · 14 = 0\\.\\d+\\. "));
    rateTo(rate, page, 0.5);
    assertThat(course).hasAttribute("data-value", "diverging");
    assertThat(page.locator("#lab-curvature"))
        .hasText(
            Pattern.compile("a rate above 1/6 = 0\\.167 jumps.* above 2/6 = 0\\.333 diverges"));
    dashboard.button("Put back").click();
    dashboard.button("Roll").click();
    assertThat(dashboard.button("Roll")).isVisible();
    assertThat(move).hasText(Pattern.compile("The ball has left the picture\\.$"));
  }

  @Test
  void whatIsWrongIsToldWhereItIsAndTheLastPictureStays(Visit visit) {
    visit.expect("status of 400");
    Page page = open(visit.context()).page();
    showsTheEnginesNumbers(page);
    page.locator("#lab-text").fill("a=2; b=3\nL=(a*q+b");
    assertThat(page.locator("#lab-error"))
        .containsText("line 2, column 9: found the end; expected ')'");
    assertThat(page.locator("#lab-text")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("#lab-result")).hasAttribute("data-value", "-8");
    assertThat(page.locator("#panel-lab .panel-content")).hasClass(Pattern.compile("\\bstale\\b"));
    page.locator("#lab-text").fill("a=2; b=3\nL=(a*3+b)");
    assertThat(page.locator("#lab-error")).isHidden();
    showsTheEnginesNumbers(page);
    page.locator("#lab-text").fill("a=1e-200; L=1/a");
    assertThat(page.locator("#lab-verdict"))
        .hasText(Pattern.compile("^a: the gradient, .*, is too large for a computer’s numbers"));
  }

  @Test
  void aSliderThatLeavesTheDomainIsToldAndComesBack(Visit visit) {
    visit.expect("status of 400");
    Page page = open(visit.context()).page();
    page.locator("#lab-text").fill("x=1; log(x)");
    showsTheEnginesNumbers(page);
    Locator x = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("x"));
    x.focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#lab-error")).containsText("x = -2 has no logarithm");
    page.keyboard().press("End");
    assertThat(page.locator("#lab-error")).isHidden();
    assertThat(page.locator("#lab-text")).hasValue("x=2; log(x)");
    showsTheEnginesNumbers(page);
  }

  @Test
  void aLinkBringsTheLabAndItsExpressionAlong(BrowserContext context) {
    String shared = "p=0.5; q=-2\ns=sigmoid(p*q)";
    Page page = context.newPage();
    page.navigate(
        livegrad.address()
            + "#lab="
            + URLEncoder.encode(shared, StandardCharsets.UTF_8).replace("+", "%20"));
    assertThat(page.locator("#lab-text")).hasValue(shared);
    showsTheEnginesNumbers(page);
    String link = page.locator("#lab-link").getAttribute("href");
    page.navigate("about:blank");
    page.navigate(livegrad.address() + link);
    assertThat(page.locator("#lab-text")).hasValue(shared);
    page.navigate("about:blank");
    page.navigate(livegrad.address());
    new Dashboard(page).tab("Lab").click();
    assertThat(page.locator("#lab-text")).hasValue(shared);
  }

  @Test
  @Tag("thorough")
  void theLabWorksWhileARunTrainsAndTouchesItNot(BrowserContext context) {
    Dashboard dashboard = open(context);
    Page page = dashboard.page();
    dashboard.load("four-points-2d");
    String rate = dashboard.value("rate");
    page.locator("#speed-slider").focus();
    page.keyboard().press("Home");
    dashboard.button("Start").click();
    dashboard.shows("status", "running");
    long step = dashboard.step();
    page.locator("#lab-text").fill("a=1.5; b=a*a");
    showsTheEnginesNumbers(page);
    dashboard.reaches(step + 1);
    page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("a").setExact(true))
        .press("ArrowRight");
    showsTheEnginesNumbers(page);
    assertThat(dashboard.rateSlider()).hasCount(1);
    dashboard.button("Pause").click();
    dashboard.shows("status", "paused");
    dashboard.shows("rate", rate);
  }

  private static Dashboard open(BrowserContext context) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.tab("Lab").click();
    assertThat(dashboard.page().locator("#lab-result")).hasAttribute("data-value", "-8");
    return dashboard;
  }

  /** Compares the table, the graph and the result with what the engine makes of the text. */
  private static void showsTheEnginesNumbers(Page page) {
    Expression expression = Expression.evaluate(text(page));
    expression.output().backward();
    List<String> numbers = new ArrayList<>();
    for (Value node : expression.nodes()) {
      numbers.add(signed(node.data()));
      numbers.add(signed(node.grad()));
    }
    assertThat(page.locator("#panel-lab tbody td:is(:nth-child(2), :nth-child(3))"))
        .hasText(numbers.toArray(String[]::new));
    assertThat(page.locator("#panel-lab .graph-drawing .box")).hasCount(expression.nodes().size());
    for (int id = 0; id < expression.nodes().size(); id++) {
      assertThat(page.locator("#panel-lab .box[data-id='%d'] .number".formatted(id)))
          .hasText(new String[] {numbers.get(2 * id), numbers.get(2 * id + 1)});
    }
    String shown = page.locator("#lab-result").getAttribute("data-value");
    assertEquals(expression.output().data(), Double.parseDouble(shown));
    for (Value leaf : expression.nodes()) {
      if (leaf.operation() == null && !leaf.name().isEmpty()) {
        Locator typed =
            page.getByLabel(leaf.name() + ", typed", new Page.GetByLabelOptions().setExact(true));
        assertEquals(leaf.data(), Double.parseDouble(typed.inputValue()));
      }
    }
    assertNotEquals(0, numbers.size());
  }

  private static String text(Page page) {
    return page.locator("#lab-text").inputValue();
  }

  /** Moves the rate up by the keyboard until it is at least {@code wanted}. */
  private static void rateTo(Locator rate, Page page, double wanted) {
    rate.focus();
    double now = 0;
    for (int i = 0; i < 400 && now < wanted; i++) {
      page.keyboard().press("ArrowRight");
      now = Double.parseDouble(page.locator("#lab-rate-value").getAttribute("data-value"));
    }
    assertTrue(now >= wanted && now < 1.1 * wanted, "rate " + now);
  }

  /** As the page writes a number. */
  private static String signed(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String digits =
        size < 1e-3 || size >= 1e5
            ? "%.2e".formatted(size).replaceAll("e([+-])0?", "e$1")
            : "%.4f".formatted(size);
    return (value < 0 ? "−" : "+") + digits;
  }
}
