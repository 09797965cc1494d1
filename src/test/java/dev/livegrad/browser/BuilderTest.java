package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that are built in the browser: what a form says is what is trained. */
@BrowserTest
final class BuilderTest {
  @AutoClose private static final Livegrad livegrad = new Livegrad();

  private static final String TABLE =
      """
      length;width;kind
      1,5;2;oak
      1,7;2,5;oak
      3;4;elm
      3,5;4,5;elm
      6;1;ash
      6,5;1,5;ash
      NA;1;ash
      """;

  @Test
  void aRunIsBuiltFromADataSetAndStarts(Visit visit) {
    visit.expect("400");
    Dashboard dashboard = Dashboard.open(visit.context(), livegrad.address());
    Page page = dashboard.page();
    dashboard.button("New run").click();
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    assertThat(page.locator("#plot"))
        .hasAttribute("aria-label", Pattern.compile("200 samples, 140 to learn from and 60 .*"));

    // The answer to what stood there before comes late, and is none to what stands there then.
    List<Route> held = new ArrayList<>();
    page.route("**/api/specs/preview", held::add, new Page.RouteOptions().setTimes(1));
    // A circle is drawn as one: a unit has the same length in both directions.
    assertEquals(
        1,
        (double)
            page.evaluate(
                """
                async () => {
                  const { x, y } = (await import('chart.js')).Chart.getChart('plot').scales;
                  return (x.width / (x.max - x.min)) / (y.height / (y.max - y.min));
                }
                """),
        0.03);

    field(page, "x1²").check();
    assertThat(page.locator("#yaml"))
        .hasValue(Pattern.compile(".*features: \\[x1, x2, x1\\*\\*2\\].*", Pattern.DOTALL));
    field(page, "x1²").uncheck();
    field(page, "Optimizer").selectOption("sgd");
    assertThat(page.locator("#verdict"))
        .hasText("The learning rate is 0.3 now, as is usual for SGD.");
    field(page, "Optimizer").selectOption("adam");
    assertThat(field(page, "Learning rate")).hasValue("0.05");

    field(page, "Name").fill("two rings");
    page.waitForCondition(() -> !held.isEmpty());
    field(page, "Noise").fill("-1");
    held.getFirst().resume();
    Locator refused = page.locator(".refused:visible").first();
    assertThat(refused).hasText("−1 is not allowed; allowed is a number from 0 to 10.");
    assertThat(page.locator("#verdict")).containsText("Noise: −1 is not allowed");
    assertThat(dashboard.button("Create")).isDisabled();
    page.locator("#verdict").getByRole(AriaRole.BUTTON).click();
    assertThat(field(page, "Noise")).isFocused();
    field(page, "Noise").fill("0,05");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");

    page.getByRole(AriaRole.BUTTON, named("One neuron more in layer 1")).click();
    page.getByRole(AriaRole.BUTTON, named("Add a hidden layer")).last().click();
    assertThat(page.locator("#picture-note")).hasText("51 parameters to learn.");
    field(page, "Optimizer").selectOption("rmsprop");
    assertThat(field(page, "Decay")).hasValue("0.99");
    assertThat(page.locator("#yaml"))
        .hasValue(Pattern.compile(".*layers: \\[5, 5, 1\\].*rmsprop.*", Pattern.DOTALL));

    String yaml = page.locator("#yaml").inputValue();
    page.locator("#yaml").fill(yaml.replace("layers: [5, 5, 1]", "layers: [6, 1]"));
    assertThat(field(page, "Layer 1 neurons")).hasValue("6");
    page.locator("#yaml").fill(yaml.replace("hidden:", "hiden:"));
    assertThat(page.locator("#yaml-refused")).hasText(Pattern.compile("model.hiden: .*"));
    page.locator("#yaml").fill(yaml);
    assertThat(page.locator("#verdict")).hasText("Ready to train.");

    String link = page.url();
    dashboard.button("Create").click();
    page.waitForURL(Pattern.compile(".*\\?run=.*"));
    assertThat(page.locator("#run-name")).hasText("two rings");
    dashboard.reaches(5);
    assertThat(page.locator("#test-loss")).not().hasText("–");
    JsonNode spec = run(page).get("spec");
    assertEquals("[5,5,1]", spec.at("/model/layers").toString());
    assertEquals(0.05, spec.at("/data/generator/noise").doubleValue());
    assertEquals("rmsprop", spec.at("/optimizer/name").textValue());

    dashboard.button("Find a rate").click();
    assertThat(page.locator("#rate-reason"))
        .hasText(Pattern.compile("Over \\d+ steps from here, .*"));
    String take = page.locator("#take-rate").innerText();
    page.locator("#take-rate").click();
    assertThat(page.locator("#rate-field")).hasValue(take.replace("Take ", ""));
    assertThat(page.locator("#rate-finder")).isHidden();

    dashboard.button("Pause").click();
    dashboard.button("Start").waitFor();
    dashboard.tab("Network").click();
    assertThat(page.locator("#network-note")).containsText(Pattern.compile("After \\d+ steps"));
    page.locator("#weight-field").fill("4");
    page.locator("#weight-field").press("Enter");
    assertThat(page.locator(".figure dd.outdated")).hasCount(4);
    assertThat(page.locator("#measured"))
        .hasText(Pattern.compile("Measured at step [\\d,]+, before its update. Views: after it."));

    dashboard.tab("Run").click();
    dashboard.button("Copy as Python").click();
    assertThat(page.getByText("Copied as Python.")).isVisible();
    dashboard.button("Change this one").click();
    assertThat(field(page, "Name")).hasValue("two rings");
    assertThat(field(page, "Decay")).hasValue("0.99");
    field(page, "Decay").fill("0.9");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    page.locator("#begin-anew").click();
    page.waitForURL(Pattern.compile(".*\\?run=.*"));
    assertThat(page.locator("#earlier-link")).isVisible();

    page.navigate("about:blank");
    page.navigate(link);
    assertThat(field(page, "Name")).hasValue("two rings");
    assertThat(field(page, "Layer 2 neurons")).hasValue("5");
  }

  /** The choices and buttons whose text is not seen whole; with words a third longer, if asked. */
  private static final String CUT =
      """
      async longer => {
        for (const choice of longer ? document.querySelectorAll('.builder-form select') : []) {
          [...choice.options].forEach(it => it.textContent += it.textContent.slice(0, Math.ceil(it.textContent.length / 3)));
          choice.replaceChildren(...choice.children);
        }
        const context = document.createElement('canvas').getContext('2d');
        const isCut = choice => {
          const style = getComputedStyle(choice);
          context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          const widest = Math.max(...[...choice.options].map(it => context.measureText(it.textContent).width));
          return widest + 16 > choice.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        };
        const seen = it => it.offsetParent !== null;
        const cut = () => [
          ...[...document.querySelectorAll('select')].filter(it => seen(it) && isCut(it)).map(it => it.id),
          ...[...document.querySelectorAll('button')].filter(it => seen(it) && it.scrollWidth > it.clientWidth + 1).map(it => it.textContent),
          ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
        ];
        // A picture follows the window's width some frames later.
        for (let frame = 0; frame < 60 && cut().length > 0; frame++) {
          await new Promise(requestAnimationFrame);
        }
        return cut();
      }
      """;

  @Test
  void aTableThatIsPastedBecomesClassesAndPointsAreDrawn(Visit visit) {
    visit.expect("400");
    Page page = visit.context().newPage();
    page.navigate(livegrad.address() + "new.html");
    field(page, "Source").selectOption("dataset");
    assertThat(page.locator("#verdict")).containsText("Choose a CSV file, or paste rows.");
    assertThat(page.locator("#plot-note"))
        .hasText("The picture shows the data as they were before.");
    assertThat(page.locator(".features").first()).isHidden();
    field(page, "Pasted rows").fill("a,b\\n1");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator(".drop .refused")).isVisible();
    page.locator("#table-file")
        .setInputFiles(new FilePayload("large.csv", "text/csv", new byte[(8 << 20) + 300_000]));
    assertThat(page.locator(".drop .refused"))
        .hasText("The table has 8.3 MiB; at most 8 MiB are allowed.");
    field(page, "Pasted rows").fill("5.1,3.5\n4.9,3\n");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator(".table-form > [role=status]"))
        .hasText(
            "1 row, 2 columns. The first row was taken for their names; where it is a sample, put a row of names above it. Choose what to do with each:");
    // One text among numbers is no category, a name that stands twice can't be used, and what most
    // rows lack isn't.
    field(page, "Pasted rows").fill("a,b,b,c,y\n1,2,3,,4\n2,3,4,,5\nx,4,5,6,6\n");
    page.getByText("Take what is pasted").click();
    assertThat(page.locator("#verdict"))
        .containsText(
            "Column a: Line 4: \"x\" is not a number. If the column holds words, choose “category” for it.");
    page.locator("#verdict").getByRole(AriaRole.BUTTON).click();
    assertThat(field(page, "Use of a")).isFocused();
    assertThat(field(page, "Use of b")).isDisabled();
    assertThat(field(page, "Use of c")).hasValue("not used");
    assertThat(page.locator(".columns")).containsText("another column has this name, too");
    page.locator("#table-file")
        .setInputFiles(new FilePayload("trees.csv", "text/csv", TABLE.getBytes(UTF_8)));
    assertThat(field(page, "Name")).hasValue("trees");
    assertThat(page.locator(".drop .refused")).isHidden();
    assertThat(page.locator("#plot-note")).hasText(Pattern.compile("6 samples, .*, 3 classes\\."));
    assertThat(page.locator("#plot-legend")).containsText("elm");
    assertThat(field(page, "Output activation")).hasValue("softmax");
    assertThat(field(page, "Output layer neurons")).hasValue("3");
    AccessibilityTest.check(page, "a table in the builder");
    for (int width : new int[] {320, 768, 1280}) {
      page.setViewportSize(width, 800);
      assertEquals(List.of(), page.evaluate(CUT, false), "at " + width);
    }
    page.setViewportSize(320, 800);
    assertEquals(List.of(), page.evaluate(CUT, true), "with longer words");
    page.setViewportSize(1280, 720);
    field(page, "Use of width").selectOption("not used");
    assertThat(page.locator("#picture svg"))
        .hasAttribute("aria-label", Pattern.compile("A network of 1 input and .*"));
    assertThat(page.locator("#yaml")).hasValue(Pattern.compile(".*decimal: .*", Pattern.DOTALL));

    field(page, "Source").selectOption("inline");
    Locator plane = page.locator(".drawing");
    plane.click(new Locator.ClickOptions().setPosition(20, 20));
    page.getByRole(AriaRole.BUTTON, named("B")).click();
    plane.press("ArrowRight");
    plane.press("Enter");
    assertThat(page.locator(".drawing-form [role=status]")).hasText("2 points.");
    assertThat(page.locator("#yaml"))
        .hasValue(Pattern.compile(".*\\[0.1, 0(.0)?\\].*", Pattern.DOTALL));
    assertThat(field(page, "Output layer neurons")).hasValue("1");
    assertTrue(page.locator("#yaml").inputValue().contains("targets: [A, B]"));
  }

  /** Whatever the server refuses of a spec that the form shows is said where it can be mended. */
  @Test
  @Tag("thorough")
  void eachRefusalIsSaidAtTheFieldThatItIsAbout(Visit visit) {
    visit.expect("400");
    visit.expect("404");
    Page page = visit.context().newPage();
    page.navigate(livegrad.address() + "new.html");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    String table =
        (String)
            page.evaluate(
                """
                async () => (await (await fetch('api/datasets', {method: 'POST',
                    headers: {'Content-Type': 'text/csv'}, body: 'a,b,kind\\n1,2,oak\\n2,3,elm\\n,5,elm\\n'})).json()).id
                """);
    for (String row : REFUSALS.formatted(table).lines().toList()) {
      String[] cells = row.split(" *\\| *");
      page.evaluate(
          """
          ([path, value, base]) => {
            document.getElementById('verdict').replaceChildren();
            const names = path.split('.');
            const spec = JSON.parse(base);
            const place = names.slice(0, -1).reduce((at, name) => at[name] ??= {}, spec);
            place[names.at(-1)] = JSON.parse(value);
            location.hash = 'spec=' + btoa(JSON.stringify(spec)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
          }
          """,
          List.of(cells[0], cells[1], BASE.formatted(cells.length > 3 ? cells[3] : MOONS)));
      Locator verdict = page.locator("#verdict");
      assertThat(verdict).containsText(cells[2] + ": ");
      verdict.getByRole(AriaRole.BUTTON).click();
      assertEquals(
          true,
          page.evaluate(
              "() => document.activeElement.getAttribute('aria-invalid') === 'true' || document.activeElement.matches('canvas, [type=file]')"),
          row);
      assertThat(page.locator(".refused:visible:not(#verdict)")).hasCount(1);
    }
  }

  private static final String BASE =
      """
      {"name": "any", "data": {%s}, "model": {"layers": [4, 1], "hidden": "tanh", "output": "sigmoid", "init": {}},
      "loss": {"name": "binary_cross_entropy"}, "optimizer": {"name": "adam", "learningRate": 0.1}, "training": {}}
      """;

  private static final String MOONS = "\"generator\": {\"name\": \"circles\"}";

  /**
   * The path, a wrong value, what the page calls the place, and data other than points in circles.
   */
  private static final String REFUSALS =
      """
      name | "" | Name
      seed | 1e30 | Seed
      data.source | 1 | Source
      data.generator.name | "rings" | Data set
      data.generator.samples | 1 | Samples
      data.generator.noise | -1 | Noise
      data.generator.seed | -1 | Seed of the data
      data.generator.factor | 2 | Size of the inner circle
      data.generator | {"name": "blobs", "centers": 1} | Clouds
      data.split | {"test": 1.5} | Kept for a test
      data.split | {"test": 0.001} | Kept for a test
      data.split | {"test": 0.3, "seed": 1e30} | Seed of the test
      data.features | ["x1", "x2", "x3*x1"] | Input x3·x1
      data.features | ["x1", "x2*", "x2"] | Input x2·
      data.features | ["x1*x1*x1", "log(x1)"] | Input log(x1)
      data.standardize | 7 | Standardize inputs
      data.standardize | true | Standardize inputs | "inline": {"inputs": [[1, 2], [1, 3]], "targets": ["A", "B"]}
      data.inline.inputs.1 | [1] | Point 2 | "inline": {"inputs": [[1, 2], [1, 3]], "targets": ["A", "B"]}
      data.inline.targets.1 | "" | Point 2 | "inline": {"inputs": [[1, 2], [1, 3], [2, 2]], "targets": ["A", "B", "C"]}
      data.dataset | "none" | A table of mine | "inputs": ["b"], "targets": ["kind"]
      data.inputs | [] | Columns | "dataset": "%1$s", "targets": ["kind"]
      data.inputs | ["a"] | Column a | "dataset": "%1$s", "targets": ["kind"]
      data.inputs | ["c"] | A table of mine | "dataset": "%1$s", "targets": ["kind"]
      data.targets | [] | Columns | "dataset": "%1$s", "inputs": ["b"]
      data.categorical | [] | Columns | "dataset": "%1$s", "inputs": ["b"], "targets": ["kind"]
      data.missing | "some" | Missing values | "dataset": "%1$s", "inputs": ["b"], "targets": ["kind"]
      data.decimal | "x" | Columns | "dataset": "%1$s", "inputs": ["b"], "targets": ["kind"]
      data.delimiter | "x" | Columns | "dataset": "%1$s", "inputs": ["b"], "targets": ["kind"]
      model.layers.0 | 0 | Layer 1
      model.layers.1 | 3 | Output layer
      model.hidden | ["tanh", "relu"] | Activation
      model.hidden | "step" | Activation
      model.output | "tanh" | Output activation
      model.init.weights | "one" | First weights
      model.init.biases | "one" | First biases
      loss.name | "none" | Loss
      loss.reduction | "none" | Of all samples
      loss.l1 | -1 | L1 penalty
      loss.l2 | -1 | L2 penalty
      optimizer.name | "none" | Optimizer
      optimizer.learningRate | -1 | Learning rate
      optimizer.beta1 | 1 | Beta 1
      optimizer.weightDecay | -1 | Weight decay
      optimizer | {"nesterov": true, "learningRate": 1} | Nesterov
      optimizer.learningRate | {"schedule": "none"} | Schedule
      optimizer.learningRate | {"schedule": "linear", "from": 1, "to": -1, "steps": 2} | Last rate
      optimizer.learningRate | {"schedule": "step", "from": 1, "factor": 1, "every": 0} | After steps
      training.steps | 0 | Steps
      training.stopAtLoss | "low" | Stop at loss
      training.batch | {"size": 500} | Batch size
      training.batch | {"size": 5, "shuffle": 1} | Shuffled
      """;

  @Test
  void aGridOfRunsIsTrainedSideBySide(Visit visit) {
    Page page = visit.context().newPage();
    page.navigate(livegrad.address() + "new.html");
    assertThat(page.locator("#verdict")).hasText("Ready to train.");
    field(page, "Steps").fill("20");
    page.getByText("Several at once").click();
    field(page, "Rates").fill("0.1, 0.2");
    field(page, "Seeds").fill("1 2");
    page.getByRole(AriaRole.BUTTON, named("Train the grid")).click();
    page.waitForURL(Pattern.compile(".*runs.html#grid=.*"));
    assertThat(page.locator("#grid-note"))
        .hasText("8 runs, 8 done.", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    assertThat(page.locator("#grid-body tr")).hasCount(4);
    assertThat(page.locator(".grid-cell a")).hasCount(8);
    assertThat(page.locator(".grid-best")).hasCount(1);
    assertThat(page.locator("#grid-stop")).isDisabled();
    AccessibilityTest.check(page, "the grid of runs");
    assertEquals(page.locator("#grid-progress").getAttribute("max"), "160");
    page.locator(".grid-cell a").first().click();
    assertThat(page.locator("#status")).hasAttribute("data-value", "finished");
    assertThat(page.locator("#step")).hasAttribute("data-value", "20");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
  }

  private static JsonNode run(Page page) {
    String id = page.url().replaceAll(".*run=([^&#]*).*", "$1");
    return livegrad.read(id);
  }
}
