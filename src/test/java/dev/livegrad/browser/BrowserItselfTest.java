package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the browser the other tests rely on sees, presses, and complains. */
@BrowserTest
class BrowserItselfTest {
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void pressesAButtonAndSeesWhatItDid(Page page) {
    page.navigate(
        serve(
            """
            <button type="button">Start</button><output aria-label="Steps">0</output>
            <script type="module" src="/main.js"></script>\
            """,
            "document.querySelector('button').onclick = () => {"
                + " document.querySelector('output').value = '1'; };"));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")).click();
    assertThat(page.getByLabel("Steps")).hasText("1");
    assertEquals(List.of(), new AxeBuilder(page).analyze().getViolations());
  }

  @Test
  void axeFindsAPictureWithoutAName(Page page) {
    page.navigate(serve("<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">", ""));
    assertEquals(
        List.of("image-alt"),
        new AxeBuilder(page).analyze().getViolations().stream().map(rule -> rule.getId()).toList());
  }

  @Test
  void aVisitHearsErrorsAndBreachesOfThePolicy(Page page) {
    Visit visit = new Visit(page.context().browser());
    try (visit) {
      visit
          .context()
          .newPage()
          .navigate(serve("<script>1</script><script src=\"/main.js\"></script>", "throw 7;"));
      List<String> complaints = visit.complaints();
      assertFalse(complaints.stream().noneMatch(text -> text.contains("Content Security Policy")));
      assertFalse(complaints.stream().noneMatch(text -> text.contains("7")));
    }
  }

  @Test
  void aVisitThatBeginsAgainKnowsNothingOfTheOneBefore(Visit visit) {
    String address = serve("<script src=\"/main.js\"></script>", "document.cookie = 'a=b'");
    Page page = visit.context().newPage();
    page.navigate(address);
    page.evaluate("localStorage.setItem('theme', 'dark')");
    visit.beginAgain();
    assertEquals(List.of(), visit.context().pages());
    assertEquals(List.of(), visit.context().cookies());
    page = visit.context().newPage();
    page.navigate(address);
    assertEquals(0, page.evaluate("localStorage.length"));
  }

  private String serve(String body, String script) {
    answer("/main.js", "text/javascript", script);
    answer(
        "/",
        "text/html",
        """
        <!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">
        </head><body><main><h1>A page</h1>%s</main></body></html>
        """
            .formatted(body));
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(String path, String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange
                .getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'self'; img-src data:");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }
}
