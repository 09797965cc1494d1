package dev.livegrad.training.inspect;

import dev.livegrad.training.TrainingRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Compares the gradients that backpropagation gives with what the loss itself does when a parameter
 * is moved a little to either side: the central difference {@code (L(p + h) - L(p - h)) / 2h}.
 *
 * <p>The step is {@code h = cbrt(eps) * max(1, |p|)}: there the error of leaving out higher
 * derivatives, which grows with h², and that of rounding, which grows with 1/h, are about equal
 * (Press et al., Numerical Recipes, 5.7). Where the two disagree it is tried again with a sixteenth
 * of it, which steps over less of a kink or of a sharp bend, and then with what both tend to.
 *
 * <p>Has copies of all it needs, so that it may run on another thread while the run goes on.
 */
public final class GradientCheck {
  /** A relative error up to this is an agreement. */
  public static final double TOLERANCE = 1e-5;

  private static final double EPSILON = Math.ulp(1.0);
  private static final double STEP = Math.cbrt(EPSILON);
  private static final int FINER = 16;

  /** The rounding error of a loss, in units in its last place, by experience. */
  private static final int ROUNDING = 16;

  /** Multiplications, about, which take a second or two: two losses for each parameter. */
  private static final long MAX_WORK = 4_000_000_000L;

  private static final int MAX_SAMPLES = 1_000;
  private static final int MIN_SAMPLES = 16;
  private static final int MIN_PARAMETERS = 20;
  private static final int MAX_ROWS = 20;

  private final long step;
  private final int samples;
  private final List<String> names;
  private final double[] parameters;
  private final LossOfSamples loss;

  /** A check at the present parameters, which leaves the run alone. */
  public GradientCheck(TrainingRun run) {
    this.step = run.stepsDone();
    this.samples = run.data().samples();
    this.names = run.parameterNames();
    this.parameters = run.parameters();
    // Rather all parameters on some samples than some parameters on all.
    long affordable = MAX_WORK / (2L * parameters.length * parameters.length);
    int most = Math.clamp(affordable, MIN_SAMPLES, MAX_SAMPLES);
    this.loss =
        new LossOfSamples(run.network(), run.hyperparameters().loss(), Math.min(most, samples));
  }

  /** What came out for one parameter. */
  public enum Verdict {
    /** Backpropagation and the difference agree. */
    AGREES,
    /** The loss bends sharply just there, as a ReLU does at 0: each side has a slope of its own. */
    KINK,
    /** One of them is wrong. */
    DISAGREES
  }

  /**
   * One parameter's comparison.
   *
   * @param gradient as backpropagation gives it
   * @param h how far the parameter was moved to either side
   * @param difference the central one
   * @param left the slope on the lower side alone
   * @param right the slope on the upper side alone
   * @param floor below which rounding alone would make an error greater than the tolerance
   * @param error {@code |gradient - difference| / max(|gradient|, |difference|, floor)}
   */
  public record Comparison(
      double gradient,
      double h,
      double difference,
      double left,
      double right,
      double floor,
      double error,
      Verdict verdict) {}

  /** A parameter, its value and its comparison. */
  public record Row(String name, double value, Comparison comparison) {}

  /**
   * What a check found.
   *
   * @param step the number of updates that the parameters had had
   * @param parameters how many there are
   * @param checked how many of them were compared: all, or a sample drawn by the step's number
   * @param samples how many samples there are
   * @param samplesUsed how many of them, the first ones, loss and gradients are those of
   * @param rows the worst ones first, at most {@value #MAX_ROWS}
   */
  public record Result(
      long step,
      int parameters,
      int checked,
      int samples,
      int samplesUsed,
      int kinks,
      int disagreeing,
      List<Row> rows) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /** Compares; takes a second or two for a large network. */
  public Result run() {
    double[] gradients = loss.gradient(parameters);
    double middle = loss.loss(parameters);
    List<Row> rows = new ArrayList<>();
    for (int place : places()) {
      rows.add(
          new Row(
              names.get(place),
              parameters[place],
              compare(loss::loss, middle, parameters, place, gradients[place])));
    }
    rows.sort(
        Comparator.comparing((Row row) -> row.comparison().verdict())
            .thenComparingDouble(row -> row.comparison().error())
            .reversed());
    return new Result(
        step,
        parameters.length,
        rows.size(),
        samples,
        loss.samples(),
        count(rows, Verdict.KINK),
        count(rows, Verdict.DISAGREES),
        rows.subList(0, Math.min(rows.size(), MAX_ROWS)));
  }

  private List<Integer> places() {
    long workAParameter = 2L * loss.samples() * parameters.length;
    int most = Math.clamp(MAX_WORK / workAParameter, MIN_PARAMETERS, Integer.MAX_VALUE);
    List<Integer> places = new ArrayList<>(IntStream.range(0, parameters.length).boxed().toList());
    if (most < places.size()) {
      Collections.shuffle(places, new Random(step));
    }
    return places.subList(0, Math.min(most, places.size()));
  }

  /** What is to become small, as a function of the parameters. */
  interface LossOf {
    double of(double[] parameters);
  }

  /**
   * Compares one gradient with the differences of a loss.
   *
   * @param middle the loss as it is
   * @param parameters are changed at {@code place} and put back, bit for bit
   */
  static Comparison compare(
      LossOf loss, double middle, double[] parameters, int place, double gradient) {
    double h = STEP * Math.max(1, Math.abs(parameters[place]));
    Comparison coarse = differences(loss, middle, parameters, place, gradient, h, TOLERANCE);
    if (coarse.verdict() == Verdict.AGREES) {
      return coarse;
    }
    // Rounding weighs more there, and the bend less.
    Comparison fine =
        differences(loss, middle, parameters, place, gradient, h / FINER, TOLERANCE * FINER);
    if (fine.verdict() == Verdict.AGREES) {
      return fine;
    }
    Comparison limit = extrapolated(coarse, fine);
    if (limit.verdict() == Verdict.AGREES) {
      return limit;
    }
    return isKink(coarse, fine) ? with(fine, Verdict.KINK) : coarse;
  }

  /**
   * The difference as it would be with no step at all, if its error shrinks as the step does: so it
   * is beside a ReLU whose square is in the loss, where the slope has no jump but its slope has.
   */
  private static Comparison extrapolated(Comparison coarse, Comparison fine) {
    double difference = fine.difference() + (fine.difference() - coarse.difference()) / (FINER - 1);
    double size = Math.max(Math.abs(fine.gradient()), Math.abs(difference));
    double floor = Math.max(size, fine.floor());
    double error = Math.abs(fine.gradient() - difference) / floor;
    return new Comparison(
        fine.gradient(),
        fine.h(),
        difference,
        fine.left(),
        fine.right(),
        fine.floor(),
        error,
        error <= FINER * TOLERANCE ? Verdict.AGREES : Verdict.DISAGREES);
  }

  /**
   * The two sides' slopes stay apart as the step shrinks, where a smooth bend's would come closer,
   * and the gradient is one of them or lies between.
   */
  private static boolean isKink(Comparison coarse, Comparison fine) {
    double jump = Math.abs(fine.right() - fine.left());
    double size = Math.max(Math.abs(fine.right()), Math.abs(fine.left()));
    boolean stays = 2 * jump > Math.abs(coarse.right() - coarse.left());
    double slack = jump / 100;
    return jump > 100 * FINER * TOLERANCE * size
        && stays
        && fine.gradient() >= Math.min(fine.left(), fine.right()) - slack
        && fine.gradient() <= Math.max(fine.left(), fine.right()) + slack;
  }

  private static Comparison differences(
      LossOf loss,
      double middle,
      double[] parameters,
      int place,
      double gradient,
      double h,
      double tolerance) {
    double p = parameters[place];
    parameters[place] = p + h;
    double above = loss.of(parameters);
    // What was really added, since p + h is rounded.
    double up = parameters[place] - p;
    parameters[place] = p - h;
    double below = loss.of(parameters);
    double down = p - parameters[place];
    parameters[place] = p;
    double difference = (above - below) / (up + down);
    double rounding = ROUNDING * EPSILON * Math.max(Math.abs(above), Math.abs(below)) / h;
    double floor = rounding / tolerance;
    double size = Math.max(floor, Math.max(Math.abs(gradient), Math.abs(difference)));
    double error = size == 0 ? 0 : Math.abs(gradient - difference) / size;
    return new Comparison(
        gradient,
        h,
        difference,
        (middle - below) / down,
        (above - middle) / up,
        floor,
        error,
        error <= tolerance ? Verdict.AGREES : Verdict.DISAGREES);
  }

  private static Comparison with(Comparison it, Verdict verdict) {
    return new Comparison(
        it.gradient(),
        it.h(),
        it.difference(),
        it.left(),
        it.right(),
        it.floor(),
        it.error(),
        verdict);
  }

  private static int count(List<Row> rows, Verdict verdict) {
    return (int) rows.stream().filter(row -> row.comparison().verdict() == verdict).count();
  }
}
