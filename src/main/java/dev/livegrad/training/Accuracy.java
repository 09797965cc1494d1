package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.nn.Loss;
import org.jspecify.annotations.Nullable;

/** The share of samples whose class the outputs tell. */
sealed interface Accuracy {

  /**
   * Whether a sample's class is told.
   *
   * @param execution has just run
   * @param place of the sample among those it ran
   * @param sample its place in the data
   */
  boolean isRight(Execution execution, int place, int sample);

  /** How the accuracy on {@code data} is measured; null where there is none. */
  static @Nullable Accuracy on(Dataset data, RunSetup setup) {
    if (setup.spec().loss().loss() == Loss.CROSS_ENTROPY) {
      return new Largest(data);
    }
    double boundary = setup.boundary();
    return Double.isNaN(boundary) ? null : new Side(data.columns()[data.inputColumns()], boundary);
  }

  /** The single output lies on its target's side of the {@link RunSetup#boundary}. */
  record Side(double[] targets, double boundary) implements Accuracy {
    @Override
    public boolean isRight(Execution execution, int place, int sample) {
      return execution.output(0, place) > boundary == targets[sample] > boundary;
    }
  }

  /** The largest output is that of the largest target; of equal ones, the first counts. */
  record Largest(Dataset data) implements Accuracy {
    @Override
    public boolean isRight(Execution execution, int place, int sample) {
      int output = 0;
      int target = 0;
      for (int i = 1; i < data.targetColumns(); i++) {
        output = execution.output(i, place) > execution.output(output, place) ? i : output;
        target = data.target(sample, i) > data.target(sample, target) ? i : target;
      }
      return output == target;
    }
  }
}
