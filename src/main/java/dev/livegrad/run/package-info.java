/**
 * Everything about a run while it lives: its trajectory with journal, series and checkpoints, how
 * fast it goes, and what those who watch it are told. Knows no Vert.x, no HTTP and no JSON: the
 * clock and the threads are given, and {@link dev.livegrad.run.RunEvent}s go to a consumer.
 *
 * <pre>
 *   Command --> RunHandle --> TimeShare: a turn on one of its threads
 *                               |
 *                           RunSession: commands, turns --> Frames: what is told, once it is kept
 *                               |     |
 *                               |   Progress: status, goal, speed
 *                               |
 *                           Trajectory: training run, journal, series, checkpoints, diagnosis
 *                               |
 *   RunEvent <-------------------
 * </pre>
 */
@NullMarked
package dev.livegrad.run;

import org.jspecify.annotations.NullMarked;
