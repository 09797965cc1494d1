package dev.livegrad.training.diagnosis;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.nn.Activation;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.Hyperparameters;
import java.util.Arrays;

/**
 * What all rules need of the run that is diagnosed.
 *
 * @param probe reads the statistics, of all samples, unless there are very many
 * @param trialProbe makes trials: descents from some parameters at some rate, on few samples
 * @param baseline the loss of the best constant output
 * @param unreachable the targets that no parameters reach
 * @param targetSquares the sum of the targets' squares, reduced as the loss is: the scale by which
 *     a loss counts as nothing
 */
record DiagnosisContext(
    RunSetup setup,
    ParameterLayout layout,
    Probe probe,
    Probe trialProbe,
    double baseline,
    Unreachable unreachable,
    double targetSquares) {
  /** The most outputs of neurons that a probe holds: 32 MiB. */
  private static final int MAX_OUTPUTS = 1 << 22;

  private static final int MAX_TRIAL_SAMPLES = 128;

  /** A loss below this share of the baseline is good: it may stop falling. */
  private static final double GOOD = 0.2;

  /** A baseline below this share of {@code targetSquares} counts as 0. */
  private static final double TINY = 1e-6;

  static DiagnosisContext of(RunSetup setup) {
    ParameterLayout layout = new ParameterLayout(setup);
    Probe probe = probe(setup, layout);
    boolean few = probe.samples() <= MAX_TRIAL_SAMPLES;
    Probe trialProbe = few ? probe : new Probe(setup, layout, MAX_TRIAL_SAMPLES);
    return new DiagnosisContext(
        setup,
        layout,
        probe,
        trialProbe,
        Baseline.of(setup),
        Unreachable.in(setup),
        targetSquares(setup));
  }

  /** The probe of all samples, or of as many as fit into {@link #MAX_OUTPUTS}. */
  static Probe probe(RunSetup setup, ParameterLayout layout) {
    return new Probe(setup, layout, Math.max(MAX_TRIAL_SAMPLES, MAX_OUTPUTS / layout.neurons()));
  }

  /**
   * The number of samples in a batch.
   *
   * @param samples how many the run has
   */
  static int batch(Hyperparameters hyperparameters, int samples) {
    Integer size = hyperparameters.batchSize();
    return size == null ? samples : Math.min(samples, size);
  }

  /**
   * The factor from the run's rate to the one that full batches would need.
   *
   * @param samples how many the run has
   */
  static double rateFactor(Hyperparameters hyperparameters, int samples) {
    return switch (hyperparameters.loss().reduction()) {
      case SUM -> (double) batch(hyperparameters, samples) / samples;
      case MEAN -> 1;
    };
  }

  /** Lets both probes measure from now on as a run with these hyperparameters does. */
  void use(Hyperparameters hyperparameters) {
    probe.use(hyperparameters);
    trialProbe.use(hyperparameters);
  }

  /** What is left of a loss above the one that no parameters get below. */
  double excess(double loss) {
    return loss - unreachable.floor();
  }

  /** What other losses are compared with: the baseline, or {@code first} where that is 0. */
  private double reference(double first) {
    return excess(baseline) > TINY * targetSquares
        ? excess(baseline)
        : Math.max(excess(first), TINY);
  }

  boolean isGood(double dataLoss, double first) {
    return excess(dataLoss) <= GOOD * reference(first);
  }

  /** Whether what is left of a loss is negligible beside the targets. */
  boolean isNegligible(double dataLoss) {
    return excess(dataLoss) <= 1e-3 * targetSquares;
  }

  /** Initial parameters as another seed might draw them; the same number gives the same ones. */
  double[] drawParameters(int number) {
    PythonRandom random = new PythonRandom(setup.spec().seed() + number);
    double[] parameters = new double[layout.parameters()];
    Arrays.setAll(parameters, _ -> random.uniform(-1, 1));
    return parameters;
  }

  /** The test loss of the best constant output, as far as the samples to learn from tell it. */
  double testBaseline() {
    Dataset test = setup.test();
    double part = test == null ? 1 : (double) test.samples() / setup.data().samples();
    return switch (setup.spec().loss().reduction()) {
      case SUM -> part * baseline;
      case MEAN -> baseline;
    };
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
    return layout.activation(layer);
  }

  /** "all four samples"; where not all were looked at, "all of the 1,000 samples looked at". */
  String allSamples() {
    int looked = probe.samples();
    return looked == setup.data().samples()
        ? Wording.all(looked, "sample")
        : "all of the %,d samples looked at".formatted(looked);
  }

  /** "Neuron 1 of layer 3", from numbers that count from 0. */
  static String neuronInWords(int layer, int neuron) {
    return "Neuron %d of layer %d".formatted(neuron + 1, layer + 1);
  }
}
