package dev.livegrad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A teacher's and a student's browser on one run. */
@BrowserTest
final class TwoBrowsersTest {
  @Test
  void whatOneDoesBothSeeAndWhoLeftThePageIsNoLongerCounted(Visit one) {
    try (Livegrad livegrad = new Livegrad();
        Visit two = new Visit(one.context().browser())) {
      Dashboard teacher = Dashboard.open(one.context(), livegrad.address());
      Dashboard student = Dashboard.open(two.context(), livegrad.address());
      assertThat(teacher.page().locator("#connection")).hasText("live, 2 watching");

      teacher.button("Start").click();
      student.shows("status", "running");
      student.reaches(3);
      student.typeRate("0.02");
      assertThat(teacher.rateChanges()).hasCount(1);
      student.button("Pause").click();
      teacher.shows("status", "paused");
      student.shows("status", "paused");

      String done = livegrad.run().get("step").asText();
      for (Dashboard page : List.of(teacher, student)) {
        page.shows("step", done);
        page.shows("rate", "0.02");
        assertThat(page.rateField()).hasValue("0.02");
        assertEquals(livegrad.replayedLoss(Long.parseLong(done)), page.loss());
      }
      assertEquals(
          teacher.rateChanges().allTextContents(), student.rateChanges().allTextContents());
      assertEquals(
          teacher.page().locator("#panel-table tbody").innerText(),
          student.page().locator("#panel-table tbody").innerText());

      teacher.button("Reset").click();
      student.shows("status", "ready");
      student.shows("step", "0");
      assertThat(student.rateChanges()).hasCount(0);

      // Kept by the browser in case that somebody comes back to it.
      student.page().evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))");
      assertThat(teacher.page().locator("#connection")).hasText("live");
      student.page().evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))");
      assertThat(teacher.page().locator("#connection")).hasText("live, 2 watching");
      assertEquals(List.of(), two.complaints());
    }
  }
}
