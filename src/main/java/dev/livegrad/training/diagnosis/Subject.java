package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.BatchSpec;
import dev.livegrad.training.Lesson;

/**
 * What is diagnosed, and what it is measured by.
 *
 * @param probe looks at the neurons, for all samples but where there are very many
 * @param tryout tries out what would be if, on few samples
 * @param baseline the loss of the best constant output
 * @param targetSquares the targets' squares, reduced as the loss is: what a loss is small beside
 */
record Subject(
    Lesson lesson, Shape shape, Probe probe, Probe tryout, double baseline, double targetSquares) {
  /** As many outputs of neurons as a reading keeps: 32 MiB. */
  private static final int MAX_OUTPUTS = 1 << 22;

  private static final int TRYOUT_SAMPLES = 128;

  /** Below this share of the baseline a loss is good enough to stand still. */
  private static final double GOOD = 0.2;

  /** Beside the targets' own size this is nothing. */
  private static final double TINY = 1e-6;

  static Subject of(Lesson lesson) {
    Shape shape = new Shape(lesson);
    Probe probe = probe(lesson, shape);
    boolean few = probe.samples() <= TRYOUT_SAMPLES;
    Probe tryout = few ? probe : new Probe(lesson, shape, TRYOUT_SAMPLES);
    return new Subject(lesson, shape, probe, tryout, Baseline.of(lesson), targetSquares(lesson));
  }

  /** A probe of as many samples as a reading looks at. */
  static Probe probe(Lesson lesson, Shape shape) {
    return new Probe(lesson, shape, Math.max(TRYOUT_SAMPLES, MAX_OUTPUTS / shape.neurons()));
  }

  /** How many samples a step sees. */
  static int batch(Lesson lesson) {
    int samples = lesson.data().samples();
    BatchSpec batch = lesson.spec().batch();
    return batch == null ? samples : Math.min(samples, batch.size());
  }

  /** What turns the run's rate into one for steps of all samples. */
  static double rateFactor(Lesson lesson) {
    return switch (lesson.spec().loss().reduction()) {
      case SUM -> (double) batch(lesson) / lesson.data().samples();
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

  private static double targetSquares(Lesson lesson) {
    double sum = 0;
    for (int sample = 0; sample < lesson.data().samples(); sample++) {
      for (int column = 0; column < lesson.data().targetColumns(); column++) {
        sum += Math.pow(lesson.data().target(sample, column), 2);
      }
    }
    return switch (lesson.spec().loss().reduction()) {
      case SUM -> sum;
      case MEAN -> sum / lesson.data().samples();
    };
  }

  Activation activation(int layer) {
    return shape.activation(layer);
  }

  /** "all four samples"; where not all were looked at, "all of the 1,000 samples looked at". */
  String allSamples() {
    int looked = probe.samples();
    return looked == lesson.data().samples()
        ? Numbers.all(looked, "sample")
        : "all of the %,d samples looked at".formatted(looked);
  }

  /** "Neuron 1 of layer 3", from numbers that count from 0. */
  static String neuronInWords(int layer, int neuron) {
    return "Neuron %d of layer %d".formatted(neuron + 1, layer + 1);
  }
}
