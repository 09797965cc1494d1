package dev.livegrad.training;

/** What people do to a run. A command takes effect between two steps. */
public sealed interface Command {
  record Start() implements Command {}

  record Pause() implements Command {}

  /** So many steps, then a pause. */
  record Step(long count) implements Command {}

  /** Every later step uses {@code value}; a schedule ends here. */
  record SetLearningRate(double value) implements Command {
    public SetLearningRate {
      if (!(value >= 0 && value <= LearningRate.MAX)) {
        throw SpecException.notAllowed(
            "learningRate", value, "a finite number from 0 to " + (long) LearningRate.MAX);
      }
    }
  }

  /** Gives a parameter another value, from which the next step goes on. */
  record SetParameter(String name, double value) implements Command {
    public SetParameter {
      if (!Double.isFinite(value)) {
        throw SpecException.notAllowed(name, value, "a finite number");
      }
    }
  }

  /** Back to step 0 with the initial parameters of {@code seed} and the spec's learning rate. */
  record Reset(long seed) implements Command {}
}
