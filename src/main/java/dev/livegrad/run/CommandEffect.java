package dev.livegrad.run;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a command does: it is over, or a trajectory is to be built before it can be. */
sealed interface CommandEffect permits CommandResult, CommandEffect.Beginning {
  /**
   * Another trajectory is to begin.
   *
   * @param trajectory builds it, on any thread, while the present one goes on
   * @param begin puts it in the place of the present one, between two steps
   */
  record Beginning(Supplier<Trajectory> trajectory, Function<Trajectory, CommandResult> begin)
      implements CommandEffect {}
}
