package dev.livegrad.server;

import dev.livegrad.training.Moment;
import dev.livegrad.training.Network;
import java.util.List;

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
}
