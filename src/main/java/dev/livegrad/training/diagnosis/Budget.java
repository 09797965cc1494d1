package dev.livegrad.training.diagnosis;

/**
 * How many steps of trials the diagnosis may make: a share of the run's own work, plus an amount at
 * the start, so that short runs are examined as closely as long ones. It counts work, not time, so
 * that the same run gets the same diagnosis everywhere.
 */
final class Budget {
  /** Multiply-adds; they take less than a tenth of a second. */
  private static final double AT_FIRST = 3e8;

  private static final double SHARE = 0.02;

  /** What a step costs besides its arithmetic, in multiply-adds. */
  private static final double OVERHEAD = 5_000;

  private final double parameters;
  private final double workATrialStep;
  private double workAStep;
  private double spent;

  Budget(DiagnosisContext context, int batchSize) {
    this.parameters = context.layout().parameters();
    batchSize(batchSize);
    this.workATrialStep = OVERHEAD + 3 * parameters * Math.max(8, context.trialProbe().samples());
  }

  /** Each of the run's steps has so many samples. */
  final void batchSize(int batchSize) {
    workAStep = OVERHEAD + 3 * parameters * batchSize;
  }

  /** The number of trial steps that are left after {@code stepsDone} steps of the run. */
  int steps(long stepsDone) {
    double left = AT_FIRST + SHARE * stepsDone * workAStep - spent;
    return (int) Math.clamp(left / workATrialStep, 0, 1_000_000);
  }

  /** What was spent so far, in multiply-adds. */
  double spent() {
    return spent;
  }

  /** Goes on from where so much was spent. */
  void restore(double spent) {
    this.spent = spent;
  }

  void spend(int steps) {
    spent += steps * workATrialStep;
  }
}
