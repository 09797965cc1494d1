package dev.livegrad.app;

import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis.Change;
import dev.livegrad.training.diagnosis.Finding;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * How far a run is, on standard error: one line that is written over a few times a second on a
 * terminal, and only the last one anywhere else.
 */
final class ProgressLine {
  private static final long NANOS_BETWEEN = 100_000_000;

  /** Asking the clock costs more than a step of a small network. */
  private static final int STEPS_BETWEEN_LOOKS = 64;

  private final PrintWriter err;
  private final long goal;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long last = start;

  private ProgressLine(PrintWriter err, long goal, boolean terminal) {
    this.err = err;
    this.goal = goal;
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // On JDK 25 it is null again where there is no terminal.
  static ProgressLine of(PrintWriter err, long goal) {
    Console console = System.console();
    return new ProgressLine(err, goal, console != null && console.isTerminal());
  }

  void step(StepResult result) {
    if (terminal && result.step() % STEPS_BETWEEN_LOOKS == 0) {
      long now = System.nanoTime();
      if (now - last >= NANOS_BETWEEN) {
        last = now;
        err.printf(
            Locale.ROOT,
            "\rstep %,d of %,d   loss %.6g   %,.0f steps/s   ",
            result.step() + 1,
            goal,
            result.loss(),
            rate(result.step() + 1));
        err.flush();
      }
    }
  }

  /** Tells of a finding when it begins; that one has ended stands nowhere but in the page. */
  void tell(Change change) {
    if (change instanceof Change.Began(int _, Finding finding)) {
      err.printf(
          "%s%s: %s, %s, since step %,d: %s%n",
          terminal ? "\r\033[K" : "",
          finding.severity().word(),
          finding.kind().word(),
          finding.where(),
          finding.step(),
          finding.text());
      err.flush();
    }
  }

  void finish(TrainingRun run) {
    String end = run.divergence() == null ? "" : " " + run.divergence().text();
    err.printf(
        Locale.ROOT,
        "%s%,d %s done, %,.0f steps/s.%s%n",
        terminal ? "\r\033[K" : "",
        run.stepsDone(),
        run.stepsDone() == 1 ? "step" : "steps",
        rate(run.stepsDone()),
        end);
    err.flush();
  }

  private double rate(long steps) {
    return steps * 1e9 / Math.max(1, System.nanoTime() - start);
  }
}
