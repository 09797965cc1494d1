package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.BatchSpec;

/**
 * What is diagnosed, and what it is measured by.
 *
 * @param probe looks at the neurons, for all samples but where there are very many
 * @param tryout tries out what would be if, on few samples
 * @param baseline the loss of the best constant output
 * @param targetSquares the targets' squares, reduced as the loss is: what a loss is small beside
 */
record DiagnosisContext(
    RunSetup setup, Shape shape, Probe probe, Probe tryout, double baseline, double targetSquares) {
  /** As many outputs of neurons as a reading keeps: 32 MiB. */
  private static final int MAX_OUTPUTS = 1 << 22;

  private static final int TRYOUT_SAMPLES = 128;

  /** Below this share of the baseline a loss is good enough to stand still. */
  private static final double GOOD = 0.2;

  /** Beside the targets' own size this is nothing. */
  private static final double TINY = 1e-6;

  static DiagnosisContext of(RunSetup setup) {
    Shape shape = new Shape(setup);
    Probe probe = probe(setup, shape);
    boolean few = probe.samples() <= TRYOUT_SAMPLES;
    Probe tryout = few ? probe : new Probe(setup, shape, TRYOUT_SAMPLES);
    return new DiagnosisContext(
        setup, shape, probe, tryout, Baseline.of(setup), targetSquares(setup));
  }

  /** A probe of as many samples as a reading looks at. */
  static Probe probe(RunSetup setup, Shape shape) {
    return new Probe(setup, shape, Math.max(TRYOUT_SAMPLES, MAX_OUTPUTS / shape.neurons()));
  }

  /** How many samples a step sees. */
  static int batch(RunSetup setup) {
    int samples = setup.data().samples();
    BatchSpec batch = setup.spec().batch();
    return batch == null ? samples : Math.min(samples, batch.size());
  }

  /** What turns the run's rate into one for steps of all samples. */
  static double rateFactor(RunSetup setup) {
    return switch (setup.spec().loss().reduction()) {
      case SUM -> (double) batch(setup) / setup.data().samples();
      case MEAN -> 1;
    };
  }

  /** The loss that others are held against: the baseline, or {@code first} where that is 0. */
  double reference(double first) {
    return baseline > TINY * targetSquares ? baseline : Math.max(first, TINY);
  }

  boolean isGood(double dataLoss, double first) {
    return dataLoss <= GOOD * reference(first);
  }

  /** Whether a loss is as good as none, beside the targets. */
  boolean isNothing(double dataLoss) {
    return dataLoss <= 1e-3 * targetSquares;
  }

  private static double targetSquares(RunSetup setup) {
    double sum = 0;
    for (int sample = 0; sample < setup.data().samples(); sample++) {
      for (int column = 0; column < setup.data().targetColumns(); column++) {
        sum += Math.pow(setup.data().target(sample, column), 2);
      }
    }
    return switch (setup.spec().loss().reduction()) {
      case SUM -> sum;
      case MEAN -> sum / setup.data().samples();
    };
  }

  Activation activation(int layer) {
    return shape.activation(layer);
  }

  /** "all four samples"; where not all were looked at, "all of the 1,000 samples looked at". */
  String allSamples() {
    int looked = probe.samples();
    return looked == setup.data().samples()
        ? Numbers.all(looked, "sample")
        : "all of the %,d samples looked at".formatted(looked);
  }

  /** "Neuron 1 of layer 3", from numbers that count from 0. */
  static String neuronInWords(int layer, int neuron) {
    return "Neuron %d of layer %d".formatted(neuron + 1, layer + 1);
  }
}
