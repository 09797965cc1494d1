package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;

/** What a run makes smaller: the loss of its samples, and the penalty on the parameters. */
final class Objective {
  private final int samples;
  private final int outputs;
  private final double[] firstTarget;
  private final LossSpec spec;
  private final Batches batches;
  private final Network network;
  private final Execution execution;

  private double loss;
  private double accuracy = Double.NaN;

  Objective(Network network, long seed) {
    Lesson lesson = network.lesson();
    Dataset data = lesson.data();
    this.network = network;
    this.spec = lesson.spec().loss();
    this.samples = data.samples();
    this.outputs = data.targetColumns();
    this.batches = new Batches(lesson.spec().batch(), samples, seed);
    this.firstTarget = network.columns()[data.inputColumns()];
    int threads = Runtime.getRuntime().availableProcessors();
    this.execution = new Execution(network.tape(), network.columns(), samples, threads);
  }

  /**
   * Runs the next batch forwards and backwards; see {@link #loss} and {@link #accuracy}.
   *
   * @param gradients gets the gradient of each parameter
   */
  void measure(double[] parameters, double[] gradients) {
    batches.next();
    int size = batches.size();
    double share =
        switch (spec.reduction()) {
          case SUM -> 1;
          case MEAN -> 1.0 / size;
        };
    double sum =
        batches.full()
            ? execution.run(parameters, share, gradients)
            : execution.run(batches.order(), size, parameters, share, gradients);
    loss =
        switch (spec.reduction()) {
          case SUM -> sum;
          case MEAN -> sum / size;
        };
    if (spec.l2() > 0) {
      loss += penalty(parameters);
      penalise(parameters, gradients);
    }
    if (outputs == 1) {
      accuracy = shareRight();
    }
  }

  /** Adds the gradient of the penalty. */
  private void penalise(double[] parameters, double[] gradients) {
    for (int i = 0; i < parameters.length; i++) {
      gradients[i] += 2 * spec.l2() * parameters[i];
    }
  }

  private double penalty(double[] parameters) {
    double sum = 0;
    for (double parameter : parameters) {
      sum += parameter * parameter;
    }
    return spec.l2() * sum;
  }

  private double shareRight() {
    int agreeing = 0;
    for (int i = 0; i < batches.size(); i++) {
      boolean agrees = firstTarget[batches.sample(i)] > 0 == execution.output(0, i) > 0;
      agreeing += agrees ? 1 : 0;
    }
    return (double) agreeing / batches.size();
  }

  /** The loss of the last batch, the penalty included. */
  double loss() {
    return loss;
  }

  /** The share of the last batch's samples that came out right; NaN for more than one output. */
  double accuracy() {
    return accuracy;
  }

  /**
   * The same loss of the first {@code count} samples, as a function of the parameters that any
   * thread may call. It knows nothing of batches.
   */
  OfSamples ofFirst(int count) {
    return new OfSamples(Math.min(count, samples));
  }

  /** The samples of the next batch. */
  int[] upcoming() {
    return batches.upcoming();
  }

  /** The loss of some samples, apart from the run. Belongs to one thread at a time. */
  final class OfSamples {
    private final int count;
    private final double share;
    private final Execution execution;

    private OfSamples(int count) {
      this.count = count;
      this.share = spec.reduction() == LossSpec.Reduction.SUM ? 1 : 1.0 / count;
      this.execution = network.atFirst(count);
    }

    int count() {
      return count;
    }

    double loss(double[] parameters) {
      execution.predict(parameters, count);
      double sum = 0;
      for (int sample = 0; sample < count; sample++) {
        sum += execution.loss(sample);
      }
      return share * sum + (spec.l2() > 0 ? penalty(parameters) : 0);
    }

    double[] gradient(double[] parameters) {
      double[] gradients = new double[parameters.length];
      execution.run(parameters, share, gradients);
      if (spec.l2() > 0) {
        penalise(parameters, gradients);
      }
      return gradients;
    }
  }
}
