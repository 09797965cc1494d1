package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.training.TrainingRun;
import java.util.regex.Pattern;

/** The graph's panel, large enough to be read, and what the engine says of it. */
record GraphView(Livegrad livegrad, Dashboard dashboard, Page page) {
  /** Loads a run of four samples, makes {@code steps} steps, and only then looks at the graph. */
  static GraphView open(Livegrad livegrad, BrowserContext context, int steps) {
    return open(livegrad, context, "four-points", steps);
  }

  static GraphView open(Livegrad livegrad, BrowserContext context, String lesson, int steps) {
    Dashboard dashboard = Dashboard.open(context, livegrad.address());
    dashboard.page().setViewportSize(1600, 1000);
    dashboard.load(lesson);
    dashboard.fullSpeed();
    GraphView view = new GraphView(livegrad, dashboard, dashboard.page());
    view.step(steps);
    dashboard.tab("Graph").click();
    view.showsMoment(steps);
    view.page().keyboard().press("w");
    return view;
  }

  /** Makes steps, one by one. */
  void step(int count) {
    long done = dashboard.step();
    for (int i = 1; i <= count; i++) {
      dashboard.button("Step").click();
      dashboard.shows("step", Long.toString(done + i));
    }
  }

  /** Waits until the picture is that of so many steps. */
  void showsMoment(int steps) {
    assertThat(note()).hasText(Pattern.compile("[Aa]fter " + steps + " steps?(\\.|,)"));
  }

  Locator panel() {
    return page.locator("#panel-graph");
  }

  Locator note() {
    return panel().locator(".panel-note");
  }

  Locator boxes() {
    return panel().locator(".graph-host .box");
  }

  Locator box(int id) {
    return group(Integer.toString(id));
  }

  Locator group(String id) {
    return panel().locator(".graph-host .box[data-id='%s']".formatted(id));
  }

  Locator frame(String group) {
    return panel().locator(".graph-drawing .frame-title[data-group='%s']".formatted(group));
  }

  Locator phase(String phase) {
    return panel().locator("[data-phase='%s']".formatted(phase));
  }

  /** The button that goes on in the walk. */
  Locator next() {
    return dashboard.button("Next ▶");
  }

  /** A move in the list of all moves, which goes there. */
  Locator inOrder(int place) {
    return panel().locator(".walk-order li").nth(place);
  }

  Locator move() {
    return panel().locator(".walk-move h3");
  }

  void chooseSample(int sample) {
    Locator field = panel().getByLabel("Sample");
    field.fill(Integer.toString(sample));
    field.press("Enter");
    assertThat(panel().locator(".graph-sample-text")).hasText(Pattern.compile("^of 4: x1 "));
  }

  void walk() {
    dashboard.button("Walk through one step").click();
    assertThat(panel().locator(".walk")).isVisible();
  }

  /** The graph of a sample's loss as the engine has it after so many steps of this run. */
  LossGraph engine(int steps, int sample) {
    return engine(livegrad.replay(steps), sample);
  }

  static LossGraph engine(TrainingRun run, int sample) {
    LossGraph graph = new LossGraph(run.setup());
    graph.run(run.parameters(), sample);
    return graph;
  }

  int idOf(String name) {
    return idOf(engine(0, 0), name);
  }

  static int idOf(LossGraph graph, String name) {
    return graph.structure().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** As the page writes a number. */
  static String signed(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String digits =
        size < 1e-3 ? "%.2e".formatted(size).replaceAll("e-0?", "e-") : "%.4f".formatted(size);
    return (value < 0 ? "−" : "+") + digits;
  }

  /** As the page writes a number in a formula. */
  static String brief(double value) {
    String text = signed(value).replace("+", "").replace("e-", "e−");
    return text.contains("e") || !text.contains(".") ? text : text.replaceAll("\\.?0+$", "");
  }

  /** A text for a pattern that the browser reads. */
  static String literally(String text) {
    return text.replaceAll("[.+()]", "\\\\$0");
  }

  /** The same as {@link #brief}, in brackets where it is negative. */
  static String factor(double value) {
    return value < 0 ? "(" + brief(value) + ")" : brief(value);
  }
}
