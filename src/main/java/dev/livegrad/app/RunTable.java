package dev.livegrad.app;

import dev.livegrad.training.Evaluation;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.Predictions;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run as the tutorials print it: the loss every so many steps, and the predictions at the end.
 */
final class RunTable {
  private static final int ROWS = 10;
  private static final int PREDICTIONS = 20;

  private final PrintWriter out;
  private final long goal;
  private final long every;

  /** The last step, where it was not printed. */
  private @Nullable StepResult left;

  RunTable(PrintWriter out, long goal) {
    this.out = out;
    this.goal = goal;
    this.every = Math.max(1, goal / ROWS);
  }

  /**
   * Prints a step, if its turn has come.
   *
   * @param test asked how the network did on its test samples; gives null where there are none
   */
  void step(StepResult result, Supplier<@Nullable Evaluation> test) {
    boolean last = result.step() == goal - 1 || result.divergence() != null;
    if (result.step() % every == 0 || last) {
      print(result, test.get());
      left = null;
    } else {
      left = result;
    }
  }

  private void print(StepResult result, @Nullable Evaluation test) {
    out.printf(
        Locale.ROOT,
        "step %d   loss %s%s%s%n",
        result.step(),
        written("%.6", result.loss()),
        accuracy(result.accuracy()),
        test == null
            ? ""
            : "   test loss " + written("%.6", test.loss()) + accuracy(test.accuracy()));
  }

  private static String accuracy(double accuracy) {
    return Double.isNaN(accuracy)
        ? ""
        : String.format(Locale.ROOT, "   accuracy %5.1f%%", 100 * accuracy);
  }

  /**
   * Prints the last step, where it ended before its time, and predictions.
   *
   * @param test as of {@link #step}
   */
  void finish(TrainingRun run, Supplier<@Nullable Evaluation> test) {
    if (left != null) {
      print(left, test.get());
    }
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
