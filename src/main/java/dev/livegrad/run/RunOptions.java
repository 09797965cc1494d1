package dev.livegrad.run;

/**
 * What all runs of a server have in common.
 *
 * @param stepsPerSecond the speed that a run starts with, from 0.1 to 1,000,000; 10 by default
 * @param framesPerSecond how often those who watch get what is new, at most, from 1 to 30; 30 by
 *     default
 */
public record RunOptions(double stepsPerSecond, int framesPerSecond) {
  /** The defaults. */
  public static final RunOptions DEFAULTS = new RunOptions(10, 30);

  public RunOptions {
    require(
        stepsPerSecond >= Command.MIN_SPEED && stepsPerSecond <= Command.MAX_SPEED,
        "stepsPerSecond: %s is not allowed; a number from 0.1 to 1000000 is",
        stepsPerSecond);
    require(
        framesPerSecond >= 1 && framesPerSecond <= 30,
        "framesPerSecond: %s is not allowed; a whole number from 1 to 30 is",
        framesPerSecond);
  }

  private static void require(boolean allowed, String reason, Object value) {
    if (!allowed) {
      throw new IllegalArgumentException(reason.formatted(value));
    }
  }

  long nanosAFrame() {
    return 1_000_000_000L / framesPerSecond;
  }
}
