package dev.livegrad.server;

import dev.livegrad.training.Moment;
import dev.livegrad.training.Network;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a run, for a reader on another thread.
 *
 * @param moments the oldest first; the last one may be the present
 * @param step steps done now
 */
record RunPast(long epoch, Network network, List<Moment> moments, long step) {
  RunPast {
    moments = List.copyOf(moments);
  }

  /** The last kept moment that is no later than {@code step}; none where nothing that early is. */
  Optional<Moment> at(long step) {
    return moments.reversed().stream().filter(moment -> moment.step() <= step).findFirst();
  }
}
