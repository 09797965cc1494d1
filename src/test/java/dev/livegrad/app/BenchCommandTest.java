package dev.livegrad.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheColdRunThePeakAndALineForEachWorkload() {
    assertEquals(0, run("bench", "--seconds", "0.001"));
    List<String> lines = out.toString().lines().toList();
    assertMatches("cold: W1 reaches step 10,000 after \\d+\\.\\d{3} s", lines.get(0));
    assertMatches(
        "peak: [\\d.]+ GFLOP/s on one core, best of 5, fused multiply-adds on .+", lines.get(1));
    assertMatches(
        "each workload: 0.001 s warm-up, then 0.001 s measured, processors: \\d+", lines.get(2));
    for (Workload workload : Workload.values()) {
      assertMatches(
          workload
              + "  [^/]+  +[\\d,]+\\.\\d steps/s +\\d+\\.\\d{3} GFLOP/s +\\d+\\.\\d% of a core's peak",
          lines.get(3 + workload.ordinal()));
    }
    assertEquals(6, lines.size());
  }

  @Test
  void refusesATimeThatIsNone() {
    assertEquals(2, run("bench", "--seconds", "0"));
    assertEquals(
        "--seconds: 0.0 is not allowed; a number above 0, up to 3600, is" + System.lineSeparator(),
        err.toString());
  }

  @Test
  void countsTheMatrixProductsOnly() {
    assertEquals(2 * 4 * (2 * 12 + 3 * 16 + 3 * 4), Workload.W1.flopsAStep());
    assertEquals(2 * 100 * (2 * 32 + 3 * 256 + 3 * 16), Workload.W2.flopsAStep());
    assertEquals(2 * 1000 * (2 * 128 + 3 * 4096 + 3 * 64), Workload.W3.flopsAStep());
  }

  private static void assertMatches(String pattern, String line) {
    assertTrue(line.matches(pattern), line);
  }

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
