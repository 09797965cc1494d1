package dev.livegrad.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;

/** One person's cookies and pages, and what the pages complained about. */
final class Visit implements AutoCloseable {
  private final List<String> complaints = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private final BrowserContext context;

  Visit(Browser browser) {
    // Colours half way from one state to the next are nobody's.
    context =
        browser.newContext(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
    // A breach of the content security policy is a console error too.
    context.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add("%s (%s)".formatted(message.text(), message.location()));
      }
    });
    context.onWebError(error -> complaints.add(error.error()));
  }

  BrowserContext context() {
    return context;
  }

  /** A browser's complaint with these words in it is none: the test brings it about. */
  void expect(String words) {
    expected.add(words);
  }

  /** In the order in which they came, so far. */
  List<String> complaints() {
    return complaints.stream()
        .filter(complaint -> expected.stream().noneMatch(complaint::contains))
        .toList();
  }

  /** Closes the pages and forgets what they stored; only the browser's cache is kept. */
  void beginAgain() {
    for (Page page : context.pages()) {
      if (page.url().startsWith("http")) {
        page.evaluate("localStorage.clear()");
      }
      page.close();
    }
    context.clearCookies();
    complaints.clear();
    expected.clear();
  }

  @Override
  public void close() {
    context.close();
  }
}
