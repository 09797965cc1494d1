package dev.livegrad.training.inspect;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Network;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run would go on from where it stands at other learning rates: each is tried on a copy, with
 * the same parameters, samples and optimizer's memory.
 *
 * @param steps of each trial
 * @param loss where nothing is learned: that of a trial at a rate of 0
 * @param trials by their rates, ascending
 * @param proposal the rate to take; null where none brings the loss down
 * @param reason a sentence
 */
public record RateSweep(
    int steps, double loss, List<Trial> trials, @Nullable Double proposal, String reason) {
  private static final int MOST_STEPS = 50;
  private static final int FEWEST_STEPS = 4;

  /** All trials together, in about. */
  private static final long NANOS = 3_000_000_000L;

  private static final long WARM_UP_NANOS = 300_000_000;

  /** 1, 2 and 5 of each power of ten between these. */
  private static final int LEAST_POWER = -5;

  private static final int GREATEST_POWER = 1;

  /** A loss that falls to more than this part of what it was has not fallen. */
  private static final double FALLEN = 0.99;

  public RateSweep {
    trials = List.copyOf(trials);
  }

  /**
   * What comes of a rate.
   *
   * @param loss the mean over the last quarter of the steps; not finite where it diverged
   */
  public record Trial(double rate, double loss) {}

  /**
   * Tries many rates, which takes a few seconds for a large network.
   *
   * @param at where the run stands
   * @param nanoTime as {@link System#nanoTime}: the more a step takes, the fewer a trial has
   */
  public static RateSweep of(Network network, long seed, Checkpoint at, LongSupplier nanoTime) {
    List<Double> rates = rates();
    long aStep = shortestStep(new TrainingRun(network, seed, at), nanoTime);
    int steps = Math.clamp(NANOS / (aStep * rates.size()), FEWEST_STEPS, MOST_STEPS);
    double loss = lossAfter(new TrainingRun(network, seed, at), 0, steps);
    List<Trial> trials = new ArrayList<>();
    for (double rate : rates) {
      trials.add(new Trial(rate, lossAfter(new TrainingRun(network, seed, at), rate, steps)));
    }
    return judged(steps, loss, trials);
  }

  private static List<Double> rates() {
    List<Double> rates = new ArrayList<>();
    for (int power = LEAST_POWER; power < GREATEST_POWER; power++) {
      for (int times : new int[] {1, 2, 5}) {
        rates.add(Double.parseDouble(times + "e" + power));
      }
    }
    rates.add(Math.pow(10, GREATEST_POWER));
    return rates;
  }

  /** Of several: the first take longer, as code is compiled for them, and any may be held up. */
  private static long shortestStep(TrainingRun run, LongSupplier nanoTime) {
    run.limitThreads(() -> 1);
    run.setLearningRate(0);
    long begin = nanoTime.getAsLong();
    long before = begin;
    long shortest = Long.MAX_VALUE;
    for (int i = 0;
        run.divergence() == null
            && (i < FEWEST_STEPS || (i < MOST_STEPS && before - begin < WARM_UP_NANOS));
        i++) {
      var _ = run.step();
      long now = nanoTime.getAsLong();
      shortest = Math.min(shortest, now - before);
      before = now;
    }
    return Math.max(1, shortest);
  }

  private static double lossAfter(TrainingRun run, double rate, int steps) {
    run.limitThreads(() -> 1);
    run.setLearningRate(rate);
    int last = Math.max(1, steps / 4);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double loss = run.step().loss();
      sum += i < steps - last ? 0 : loss;
      if (run.divergence() != null) {
        return Double.NaN;
      }
    }
    return sum / last;
  }

  /**
   * The rate that comes lowest before the loss first rises again: behind that it is chance where a
   * rate comes out. Half of it where the loss is higher than it was at the next larger one already,
   * and where no larger one was tried.
   *
   * @param trials ascending
   */
  static RateSweep judged(int steps, double loss, List<Trial> trials) {
    int calm = beforeRise(loss, trials);
    Optional<Trial> lowest =
        trials.subList(0, calm).stream()
            .filter(it -> it.loss() <= FALLEN * loss)
            .min(Comparator.comparingDouble(Trial::loss));
    if (lowest.isEmpty()) {
      String reason =
          (steps < MOST_STEPS
                  ? "There was time for only %d steps at each rate, too few to tell."
                  : "None of these rates brings the loss clearly down within %d steps from here.")
              .formatted(steps);
      return new RateSweep(steps, loss, trials, null, reason);
    }
    Trial best = lowest.get();
    int next = trials.indexOf(best) + 1;
    boolean isLast = next == trials.size();
    boolean steep = !isLast && !(trials.get(next).loss() < loss);
    String distance =
        isLast
            ? " Larger ones were not tried, so half of it keeps a distance."
            : steep
                ? " At %s the loss rises already, so half of it keeps a distance."
                    .formatted(brief(trials.get(next).rate()))
                : "";
    String reason =
        "Over %d steps from here, %s comes lowest%s: from a loss of %s to %s.%s Many more steps may need a smaller one."
            .formatted(
                steps,
                brief(best.rate()),
                calm < trials.size() && !steep ? " before the loss rises again" : "",
                brief(loss),
                brief(best.loss()),
                distance);
    double proposal = isLast || steep ? best.rate() / 2 : best.rate();
    return new RateSweep(steps, loss, trials, proposal, reason);
  }

  /**
   * The number of trials before the first whose loss is clearly higher than that of a smaller rate.
   */
  private static int beforeRise(double loss, List<Trial> trials) {
    double least = loss;
    for (int i = 0; i < trials.size(); i++) {
      double reached = trials.get(i).loss();
      if (!(reached <= least + (1 - FALLEN) * loss)) {
        return i;
      }
      least = Math.min(least, reached);
    }
    return trials.size();
  }

  /** Three digits are enough for people. */
  private static String brief(double value) {
    double size = Math.abs(value);
    if (value != 0 && (size < 1e-3 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.3g", value)))
        .replaceAll("\\.0$", "");
  }
}
