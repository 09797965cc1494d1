package dev.livegrad.run;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all runs of a server share.
 *
 * @param store keeps what happens to them
 * @param timeShare has the threads on which they train
 * @param slots as many as may train at once
 * @param nanoTime as {@link System#nanoTime}
 * @param numbers gives each trajectory a number that no other has, and none before it had a larger
 *     one; called on any thread
 * @param builder builds trajectories, each of which may take seconds
 * @param listener runs what it is given in order: events are told and answers given there, so that
 *     whoever asks on its thread hears no event between his question and his answer that the answer
 *     doesn't have
 */
public record RunEnvironment(
    RunOptions options,
    RunStore store,
    TimeShare timeShare,
    TrainingSlots slots,
    LongSupplier nanoTime,
    LongSupplier numbers,
    Executor builder,
    Executor listener) {}
