package dev.livegrad.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the browser once for all tests and a {@link Visit} for each class of them. */
final class BrowserExtension implements BeforeAllCallback, ParameterResolver, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(BrowserExtension.class);
  private static final Path FAILURES = Path.of("target", "browser");

  @Override
  public void beforeAll(ExtensionContext test) {
    Chromium.Running chromium =
        test.getRoot()
            .getStore(OURS)
            .computeIfAbsent(Chromium.Running.class, _ -> start(), Chromium.Running.class);
    test.getStore(OURS).put(Visit.class, new Visit(chromium.browser()));
  }

  private static Chromium.Running start() {
    // Nothing is slowed down by this: a page is looked at until it shows what is expected.
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    return Chromium.start();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return type == Page.class || type == BrowserContext.class || type == Visit.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Visit visit = visit(test);
    Class<?> type = parameter.getParameter().getType();
    if (type == Visit.class) {
      return visit;
    }
    return type == Page.class ? visit.context().newPage() : visit.context();
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    Visit visit = visit(test);
    List<String> complaints = visit.complaints();
    if (test.getExecutionException().isPresent() || !complaints.isEmpty()) {
      keep(visit, "%s.%s".formatted(test.getRequiredTestClass().getSimpleName(), name(test)));
    }
    visit.beginAgain();
    if (!complaints.isEmpty()) {
      throw new AssertionError("The page complained:\n" + String.join("\n", complaints));
    }
  }

  /** The class's, which its tests find from where they are. */
  private static Visit visit(ExtensionContext test) {
    return test.getStore(OURS).get(Visit.class, Visit.class);
  }

  private static String name(ExtensionContext test) {
    return test.getRequiredTestMethod().getName();
  }

  private static void keep(Visit visit, String name) throws IOException {
    Files.createDirectories(FAILURES);
    Files.write(FAILURES.resolve(name + ".log"), visit.complaints());
    List<Page> pages = visit.context().pages();
    for (int i = 0; i < pages.size(); i++) {
      Path picture = FAILURES.resolve("%s.%d.png".formatted(name, i));
      pages.get(i).screenshot(new Page.ScreenshotOptions().setPath(picture).setFullPage(true));
    }
  }
}
