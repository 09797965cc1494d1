package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Evaluation;
import dev.livegrad.training.TestSet;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a look measures: the run's losses, gradients and outputs, and trials of how it would go on,
 * within the budget.
 *
 * <p>Nothing else of a look takes long. So it is made in parts like this: a {@link PartOver} leaves
 * it in the middle, and it begins anew with all that it had measured, which is not measured again.
 */
final class Experiments {
  private final DiagnosisContext context;
  private final Budget budget;
  private final @Nullable TestSet testSet;
  private final Sequence<Statistics> readings = new Sequence<>();
  private final Sequence<Trial> trials = new Sequence<>();
  private final Sequence<double[]> signals = new Sequence<>();
  private final Sequence<Evaluation> tests = new Sequence<>();
  private @Nullable BooleanSupplier enough;
  private boolean mayTry = true;

  /** The part of a look is over, but not the look. */
  static final class PartOver extends RuntimeException {
    private static final long serialVersionUID = 1;

    private PartOver() {
      super(null, null, false, false);
    }
  }

  /** A measurement that can be made in parts. */
  interface Measurement<T> {
    /**
     * Goes on with it.
     *
     * @param enough whether this part is long enough; null for never
     * @return what was measured; null where something is left to do
     */
    @Nullable T goOn(@Nullable BooleanSupplier enough);
  }

  /** Measurements of one kind, in the order in which a look asks for them. */
  private final class Sequence<T> {
    private final List<T> made = new ArrayList<>();
    private int asked;
    private @Nullable Measurement<T> current;

    /** Goes on with the one that was left in the middle; returns whether none is. */
    boolean goOn() {
      if (current != null) {
        T result = current.goOn(enough);
        if (result == null) {
          return false;
        }
        made.add(result);
        current = null;
      }
      return true;
    }

    T next(Supplier<Measurement<T>> measurement) {
      if (asked == made.size()) {
        current = measurement.get();
        if (!goOn()) {
          throw new PartOver();
        }
      }
      return made.get(asked++);
    }

    void clear() {
      made.clear();
      current = null;
    }
  }

  /**
   * @param testSet null where the run keeps no samples for a test
   */
  Experiments(DiagnosisContext context, Budget budget, @Nullable TestSet testSet) {
    this.context = context;
    this.budget = budget;
    this.testSet = testSet;
  }

  /**
   * Goes on with a look.
   *
   * @param mayTry whether it may make trials
   * @param enough whether this part is long enough; null for never
   * @return whether the look can begin anew; otherwise this part is over
   */
  boolean goOn(boolean mayTry, @Nullable BooleanSupplier enough) {
    this.mayTry = mayTry;
    this.enough = enough;
    readings.asked = 0;
    trials.asked = 0;
    signals.asked = 0;
    tests.asked = 0;
    return readings.goOn() && trials.goOn() && signals.goOn() && tests.goOn();
  }

  /** Forgets what was measured: a look is at its end, or is given up. */
  void clear() {
    readings.clear();
    trials.clear();
    signals.clear();
    tests.clear();
  }

  /** The run at some parameters, see {@link Probe#read}. */
  Statistics read(long step, double[] parameters) {
    return readings.next(() -> context.probe().reading(step, parameters));
  }

  /** How the network does on the test samples; null where there are none. */
  @Nullable Evaluation test(double[] parameters) {
    if (testSet == null) {
      return null;
    }
    TestSet set = testSet;
    return tests.next(() -> {
      TestSet.Pass pass = set.new Pass(parameters);
      return pass::goOn;
    });
  }

  /** How strong the gradient is at each layer, see {@link Probe#signals}. */
  double[] signals(double[] parameters, int samples) {
    return signals.next(() -> _ -> context.trialProbe().signals(parameters, samples));
  }

  /** The number of steps that trials may have after {@code stepsDone} steps of the run. */
  int steps(long stepsDone) {
    return mayTry ? budget.steps(stepsDone) : 0;
  }

  /** A trial at the same rate all the way, see {@link Probe#descend}. */
  Trial descend(double[] parameters, double rate, int steps) {
    return descend(parameters, _ -> rate, steps);
  }

  /** A trial, see {@link Probe#descend}. */
  Trial descend(double[] parameters, IntToDoubleFunction rates, int steps) {
    Trial trial = trials.next(() -> context.trialProbe().descent(parameters, rates, steps));
    budget.spend(steps);
    return trial;
  }
}
