package dev.livegrad.app;

import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.Predictions;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * A run as the tutorials print it: the loss every so many steps, and the predictions at the end.
 */
final class RunTable {
  private static final int ROWS = 10;
  private static final int PREDICTIONS = 20;

  private final PrintWriter out;
  private final long goal;
  private final long every;

  RunTable(PrintWriter out, long goal) {
    this.out = out;
    this.goal = goal;
    this.every = Math.max(1, goal / ROWS);
  }

  void step(StepResult result) {
    boolean last = result.step() == goal - 1 || result.divergence() != null;
    if (result.step() % every == 0 || last) {
      String accuracy =
          Double.isNaN(result.accuracy())
              ? ""
              : String.format(Locale.ROOT, "   accuracy %5.1f%%", 100 * result.accuracy());
      out.printf(
          Locale.ROOT,
          "step %d   loss %s%s%n",
          result.step(),
          written("%.6", result.loss()),
          accuracy);
    }
  }

  void finish(TrainingRun run) {
    double[][] predictions = Predictions.of(run, PREDICTIONS);
    for (int i = 0; i < predictions.length; i++) {
      for (int j = 0; j < predictions[i].length; j++) {
        double target = run.data().target(i, j);
        out.printf(
            Locale.ROOT,
            "sample %d   target %s   prediction %s%n",
            i,
            written("%+.4", target),
            written("%+.4", predictions[i][j]));
      }
    }
    if (run.data().samples() > predictions.length) {
      int more = run.data().samples() - predictions.length;
      out.printf("and %d %s more%n", more, more == 1 ? "sample" : "samples");
    }
    out.flush();
  }

  /** A number that would have hundreds of digits gets an exponent. */
  private static String written(String format, double number) {
    boolean large = Math.abs(number) >= 1e9 && Double.isFinite(number);
    return String.format(Locale.ROOT, format + (large ? "e" : "f"), number);
  }
}
