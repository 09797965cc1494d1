package dev.livegrad.training.diagnosis;

/**
 * What may be spent on trying things out: a share of the run's own work, and something to begin
 * with, so that short runs are looked at as closely as long ones. Counts work, not time, so that
 * the same run gets the same diagnosis everywhere.
 */
final class Budget {
  /** Less than a tenth of a second's. */
  private static final double AT_FIRST = 3e8;

  private static final double SHARE = 0.02;

  /** What a step costs besides its arithmetic, in multiply-adds. */
  private static final double OVERHEAD = 5_000;

  private final double workAStep;
  private final double workATrialStep;
  private double spent;

  Budget(DiagnosisContext subject, int batchSize) {
    double parameters = subject.shape().parameters();
    this.workAStep = OVERHEAD + 3 * parameters * batchSize;
    this.workATrialStep = OVERHEAD + 3 * parameters * Math.max(8, subject.tryout().samples());
  }

  /** How many steps of trials can be made, when the run has made {@code stepsDone}. */
  int steps(long stepsDone) {
    double left = AT_FIRST + SHARE * stepsDone * workAStep - spent;
    return (int) Math.clamp(left / workATrialStep, 0, 1_000_000);
  }

  void spend(int steps) {
    spent += steps * workATrialStep;
  }
}
