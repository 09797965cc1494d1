package dev.livegrad.run;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a command leads to: a result at once, or a trajectory that has to be built first. */
sealed interface CommandEffect permits CommandResult, CommandEffect.NewTrajectory {
  /**
   * Another trajectory is to take the place of the present one.
   *
   * @param build makes it, on any thread, while the present one goes on
   * @param replace puts it in the place of the present one, between two steps
   */
  record NewTrajectory(Supplier<Trajectory> build, Function<Trajectory, CommandResult> replace)
      implements CommandEffect {}
}
