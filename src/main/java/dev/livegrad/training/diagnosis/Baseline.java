package dev.livegrad.training.diagnosis;

import dev.livegrad.data.Dataset;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.LossSpec;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The loss of the best output that is the same for every sample, whatever the inputs are. */
final class Baseline {
  private static final int MAX_TARGETS = 200;

  private Baseline() {}

  /** In the spec's reduction, without the penalty. */
  static double of(RunSetup setup) {
    Dataset data = setup.data();
    LossSpec spec = setup.spec().loss();
    double sum = 0;
    for (int column = 0; column < data.targetColumns(); column++) {
      double[] targets = new double[data.samples()];
      for (int sample = 0; sample < targets.length; sample++) {
        targets[sample] = data.target(sample, column);
      }
      sum += best(spec.loss(), targets, setup.spec().model().output());
    }
    return switch (spec.reduction()) {
      case SUM -> sum;
      case MEAN -> sum / data.samples();
    };
  }

  /** Of outputs that the activation can give. */
  private static double best(Loss loss, double[] targets, Activation output) {
    DoubleStream candidates =
        switch (loss) {
          // The mean target is the best for these; of classes it is how often each comes.
          case SQUARED_ERROR, BINARY_CROSS_ENTROPY, CROSS_ENTROPY ->
              Arrays.stream(targets).average().stream();
          // The hinge is straight between the places where a sample's margin is just met.
          case HINGE ->
              DoubleStream.concat(
                  DoubleStream.of(0),
                  Arrays.stream(targets)
                      .filter(target -> target != 0)
                      .map(target -> 1 / target)
                      .distinct()
                      .limit(MAX_TARGETS));
        };
    return candidates
        .map(candidate -> Math.clamp(candidate, output.least(), output.greatest()))
        .map(candidate -> Arrays.stream(targets).map(t -> loss(loss, candidate, t)).sum())
        .min()
        .orElseThrow();
  }

  /** {@code -p * log(q)}, 0 where p is. */
  private static double surprise(double p, double q) {
    return p == 0 ? 0 : -p * Math.log(q);
  }

  private static double loss(Loss loss, double output, double target) {
    return switch (loss) {
      case SQUARED_ERROR -> (output - target) * (output - target);
      case HINGE -> Math.max(0, 1 - target * output);
      case BINARY_CROSS_ENTROPY -> surprise(target, output) + surprise(1 - target, 1 - output);
      case CROSS_ENTROPY -> surprise(target, output);
    };
  }
}
