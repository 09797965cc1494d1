package dev.livegrad.run;

import dev.livegrad.training.Evaluation;
import java.util.List;

/**
 * The steps {@code from} to {@code step} of a series.
 *
 * @param loss of {@code step} itself, as are {@code learningRate} and {@code accuracy}
 * @param lossMin the least loss of all its steps; NaN if one of them is
 * @param lossMax the greatest loss of all its steps; NaN if one of them is
 * @param accuracy NaN where it is not defined
 * @param seconds how long the run had trained when {@code step} was made, pauses left out; NaN
 *     where that isn't known
 * @param testLoss of the test samples, at the last of its steps at which that was measured; NaN
 *     where it was at none, or there are none
 * @param testAccuracy measured with it; NaN where it is not defined
 */
public record SeriesEntry(
    long from,
    long step,
    double loss,
    double lossMin,
    double lossMax,
    double learningRate,
    double accuracy,
    double seconds,
    double testLoss,
    double testAccuracy) {

  /** One of a run that is not tested. */
  public SeriesEntry(
      long from,
      long step,
      double loss,
      double lossMin,
      double lossMax,
      double learningRate,
      double accuracy,
      double seconds) {
    this(
        from,
        step,
        loss,
        lossMin,
        lossMax,
        learningRate,
        accuracy,
        seconds,
        Double.NaN,
        Double.NaN);
  }

  /**
   * The most steps that an entry may cover, by where it begins: one for the first hundred and some,
   * then a 32nd of the steps before it. Where a run learns most, and on a logarithmic axis, the
   * beginning is the larger half.
   *
   * @return a power of 2
   */
  static long longest(long from) {
    return from < 128 ? 1 : Long.highestOneBit(from / 32);
  }

  /** One step, made at a time that isn't known. */
  public static SeriesEntry of(long step, double loss, double learningRate, double accuracy) {
    return new SeriesEntry(step, step, loss, loss, loss, learningRate, accuracy, Double.NaN);
  }

  /** This entry and the one that follows it as one. */
  public SeriesEntry and(SeriesEntry next) {
    if (next.from != step + 1) {
      throw new IllegalArgumentException(
          "step %d does not follow step %d".formatted(next.from, step));
    }
    return new SeriesEntry(
        from,
        next.step,
        next.loss,
        Math.min(lossMin, next.lossMin),
        Math.max(lossMax, next.lossMax),
        next.learningRate,
        next.accuracy,
        next.seconds,
        next.isTested() ? next.testLoss : testLoss,
        next.isTested() ? next.testAccuracy : testAccuracy);
  }

  /** Whether the test samples were measured at one of its steps. */
  public boolean isTested() {
    return !Double.isNaN(testLoss);
  }

  /** The same, tested at its last step. */
  SeriesEntry tested(Evaluation test) {
    return new SeriesEntry(
        from,
        step,
        loss,
        lossMin,
        lossMax,
        learningRate,
        accuracy,
        seconds,
        test.loss(),
        test.accuracy());
  }

  /** The same, made when the run had trained so long. */
  SeriesEntry at(double seconds) {
    return new SeriesEntry(
        from,
        step,
        loss,
        lossMin,
        lossMax,
        learningRate,
        accuracy,
        seconds,
        testLoss,
        testAccuracy);
  }

  /**
   * How many seconds a run had trained when {@code steps} steps were done: between the entries that
   * tell, as if all steps took as long. Where none of as many steps tells, the last that does.
   *
   * @param series from step 0
   * @return NaN where that isn't known
   */
  static double secondsAt(List<SeriesEntry> series, long steps) {
    long doneBefore = 0;
    double before = 0;
    for (SeriesEntry entry : series) {
      if (Double.isNaN(entry.seconds)) {
        continue;
      }
      long done = entry.step + 1;
      if (done >= steps) {
        double share = (double) (steps - doneBefore) / (done - doneBefore);
        return before + share * (entry.seconds - before);
      }
      doneBefore = done;
      before = entry.seconds;
    }
    return doneBefore == 0 && steps > 0 ? Double.NaN : before;
  }
}
