package dev.livegrad.training.inspect;

import dev.livegrad.engine.tape.Execution;
import dev.livegrad.training.Network;
import dev.livegrad.training.spec.LossSpec;

/**
 * The loss of a run's first samples, as one full batch, as a function of the parameters. Belongs to
 * one thread at a time.
 */
final class LossOfSamples {
  private final LossSpec spec;
  private final int samples;
  private final Execution execution;

  LossOfSamples(Network network, LossSpec spec, int samples) {
    this.spec = spec;
    this.samples = samples;
    this.execution = network.atFirst(samples);
  }

  int samples() {
    return samples;
  }

  double loss(double[] parameters) {
    execution.predict(parameters, samples);
    double sum = 0;
    for (int sample = 0; sample < samples; sample++) {
      sum += execution.loss(sample);
    }
    return spec.reduced(sum, samples) + spec.penalty(parameters);
  }

  double[] gradient(double[] parameters) {
    double[] gradients = new double[parameters.length];
    var _ = execution.run(parameters, spec.lossScale(samples), gradients);
    spec.addPenaltyGradient(parameters, gradients);
    return gradients;
  }
}
