package dev.livegrad.training.inspect;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.training.Network;
import dev.livegrad.training.TrainingRun;

/**
 * The network's outputs for the first samples, by the run's own compiled tape. Belongs to one
 * thread at a time; the run is not disturbed.
 */
public final class Predictions {
  private final int samples;
  private final int outputs;
  private final Execution execution;

  /** Of the first {@code most} samples to learn from. */
  public Predictions(Network network, int most) {
    this(network, network.setup().data(), most);
  }

  /** Of the first {@code most} samples of {@code data}, which have the same columns. */
  public Predictions(Network network, Dataset data, int most) {
    this.samples = Math.min(most, data.samples());
    this.outputs = data.targetColumns();
    this.execution = network.atFirst(data, samples);
  }

  /** The present outputs for the first {@code most} samples: samples by outputs. */
  public static double[][] of(TrainingRun run, int most) {
    return new Predictions(run.network(), most).values(run.parameters());
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
