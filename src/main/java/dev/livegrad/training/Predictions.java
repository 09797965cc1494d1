package dev.livegrad.training;

import dev.livegrad.engine.tape.Execution;

/**
 * The network's outputs for the first samples, by the run's own compiled tape. Belongs to one
 * thread at a time; the run is not disturbed.
 */
public final class Predictions {
  private final int samples;
  private final int outputs;
  private final Execution execution;

  Predictions(int samples, int outputs, Execution execution) {
    this.samples = samples;
    this.outputs = outputs;
    this.execution = execution;
  }

  /** Samples by outputs. */
  public double[][] values(double[] parameters) {
    execution.predict(parameters, samples);
    double[][] values = new double[samples][outputs];
    for (int sample = 0; sample < samples; sample++) {
      for (int output = 0; output < outputs; output++) {
        values[sample][output] = execution.output(output, sample);
      }
    }
    return values;
  }
}
