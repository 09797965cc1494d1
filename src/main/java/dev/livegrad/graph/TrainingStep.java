package dev.livegrad.graph;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.optimizer.Updates;
import dev.livegrad.training.spec.LossSpec;

/**
 * One step of gradient descent by the textbook engine: forward, zero the gradients, backward,
 * update. The run's own engine adds in another order, so that the last digits may differ.
 *
 * @param lossScale the factor of each sample's loss in the step's: 1 for a sum, 1/n for a mean
 * @param lossBefore of the step's samples, the penalty on the parameters included
 * @param penalty {@code l2 * sum(p * p)} in {@code lossBefore}
 * @param parameters before the update, in the run's order
 * @param gradients of {@code lossBefore}: every sample's times {@code lossScale}, and the penalty's
 * @param updated the parameters after the update
 * @param lossAfter of the same samples with the updated parameters
 */
public record TrainingStep(
    int samples,
    double lossScale,
    double learningRate,
    double lossBefore,
    double penalty,
    double[] parameters,
    double[] gradients,
    double[] updated,
    double lossAfter) {
  /** The most nodes that are visited, forwards and backwards: some tens of milliseconds. */
  private static final long MAX_VISITS = 2_000_000;

  /**
   * The step that a run would make next.
   *
   * @param graph is run for each sample, which changes its numbers
   * @param samples which ones the step sees
   * @throws GraphException if that is too much work to show
   */
  public static TrainingStep of(LossGraph graph, RunSetup run, Checkpoint at, int[] samples) {
    double[] parameters = at.parameters();
    double learningRate = at.learningRate();
    LossSpec spec = at.hyperparameters().loss();
    long visits = (long) samples.length * graph.values().size();
    if (visits > MAX_VISITS) {
      throw new GraphException(
          "a step of this run visits %,d nodes for its %,d samples; up to %,d can be shown"
              .formatted(visits, samples.length, MAX_VISITS));
    }
    double lossScale = spec.lossScale(samples.length);
    double[] gradients = new double[parameters.length];
    double sum = 0;
    for (int sample : samples) {
      graph.run(parameters, sample);
      sum += graph.loss();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] += lossScale * graph.parameters().get(i).grad();
      }
    }
    spec.addPenaltyGradient(parameters, gradients);
    double[] updated = new double[parameters.length];
    Updates updates = new Updates(at.hyperparameters(), run.layerBegins());
    updates.restore(at.optimizer(), at.missed());
    updates.update(parameters, gradients, learningRate, at.step(), updated);
    double after = 0;
    for (int sample : samples) {
      after += graph.forward(updated, sample);
    }
    double penalty = spec.penalty(parameters);
    return new TrainingStep(
        samples.length,
        lossScale,
        learningRate,
        spec.reduced(sum, samples.length) + penalty,
        penalty,
        parameters.clone(),
        gradients,
        updated,
        spec.reduced(after, samples.length) + spec.penalty(updated));
  }
}
