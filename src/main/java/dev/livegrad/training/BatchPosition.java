package dev.livegrad.training;

/**
 * A place in the data of a run with mini-batches.
 *
 * @param epoch all samples in the order of this pass over them; not to be changed
 * @param next where in {@code epoch} the next batch begins
 * @param random the state of what shuffles the next passes, as {@code PythonRandom.state} tells it;
 *     not to be changed
 */
public record BatchPosition(int[] epoch, int next, byte[] random) {}
