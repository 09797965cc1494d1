package dev.livegrad.run;

/**
 * The steps {@code from} to {@code step} of a series.
 *
 * @param loss of {@code step} itself, as are {@code learningRate} and {@code accuracy}
 * @param lossMin the least loss of all its steps; NaN if one of them is
 * @param lossMax the greatest loss of all its steps; NaN if one of them is
 * @param accuracy NaN where it is not defined
 */
public record SeriesEntry(
    long from,
    long step,
    double loss,
    double lossMin,
    double lossMax,
    double learningRate,
    double accuracy) {

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

  /** One step. */
  public static SeriesEntry of(long step, double loss, double learningRate, double accuracy) {
    return new SeriesEntry(step, step, loss, loss, loss, learningRate, accuracy);
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
        next.accuracy);
  }
}
