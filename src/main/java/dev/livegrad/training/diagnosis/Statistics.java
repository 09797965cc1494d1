package dev.livegrad.training.diagnosis;

/**
 * A run's losses, gradients and neurons' outputs, over all samples.
 *
 * @param step updates made
 * @param loss of all samples, in the spec's reduction, the penalty included
 * @param dataLoss without the penalty
 * @param gradients of {@code dataLoss}, an entry a parameter
 * @param highest the greatest output of each neuron over the samples, all layers in a row
 * @param leastSize the least absolute value of each neuron's output, from 0.5 on for a sigmoid
 * @param worstError how far the farthest output is from its target
 */
record Statistics(
    long step,
    double loss,
    double dataLoss,
    double[] parameters,
    double[] gradients,
    double[] highest,
    double[] leastSize,
    double worstError) {}
