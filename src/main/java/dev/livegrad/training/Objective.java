package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import dev.livegrad.nn.Mlp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run makes smaller: the loss of one sample, recorded once and compiled for all of them, and
 * the penalty on the parameters.
 */
final class Objective {
  private final int samples;
  private final int outputs;
  private final double[] firstTarget;
  private final LossSpec spec;
  private final Batches batches;
  private final Tape tape;
  private final double[][] columns;
  private final Execution execution;

  private double loss;
  private double accuracy = Double.NaN;

  Objective(Mlp mlp, Lesson lesson, long seed) {
    Dataset data = lesson.data();
    this.spec = lesson.spec().loss();
    this.samples = data.samples();
    this.outputs = data.targetColumns();
    this.batches = new Batches(lesson.spec().batch(), samples, seed);
    this.columns = columns(data);
    this.firstTarget = columns[data.inputColumns()];
    int threads = Runtime.getRuntime().availableProcessors();
    this.tape = compile(mlp, data);
    this.execution = new Execution(tape, columns, samples, threads);
  }

  private Tape compile(Mlp mlp, Dataset data) {
    List<Value> inputs = leaves(data.inputColumns());
    List<Value> targets = leaves(data.targetColumns());
    List<Value> predictions = mlp.apply(inputs);
    List<Value> given = Stream.concat(inputs.stream(), targets.stream()).toList();
    return Tape.compile(spec.loss().of(predictions, targets), predictions, given, mlp.parameters());
  }

  private static List<Value> leaves(int count) {
    return Stream.generate(() -> Value.of(0)).limit(count).toList();
  }

  /** Columns by samples: the inputs', then the targets'. */
  private static double[][] columns(Dataset data) {
    int inputs = data.inputColumns();
    double[][] columns = new double[inputs + data.targetColumns()][data.samples()];
    for (int column = 0; column < columns.length; column++) {
      for (int sample = 0; sample < data.samples(); sample++) {
        columns[column][sample] =
            column < inputs ? data.input(sample, column) : data.target(sample, column - inputs);
      }
    }
    return columns;
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

  /**
   * The network at points of somebody's choice, compiled already.
   *
   * @param inputs input columns by points
   */
  Execution at(double[][] inputs, int points) {
    double[][] all = Arrays.copyOf(inputs, columns.length);
    for (int target = inputs.length; target < all.length; target++) {
      all[target] = new double[points];
    }
    return new Execution(tape, all, points, 1);
  }

  /** The samples of the next batch. */
  int[] upcoming() {
    return batches.upcoming();
  }

  /** The outputs for the first {@code samples} samples: samples by outputs. */
  double[][] predictions(double[] parameters, int samples) {
    int count = Math.min(samples, this.samples);
    execution.predict(parameters, count);
    double[][] predictions = new double[count][outputs];
    for (int sample = 0; sample < count; sample++) {
      for (int output = 0; output < outputs; output++) {
        predictions[sample][output] = execution.output(output, sample);
      }
    }
    return predictions;
  }

  /** The loss of some samples, apart from the run. Belongs to one thread at a time. */
  final class OfSamples {
    private final int count;
    private final double share;
    private final Execution execution;

    private OfSamples(int count) {
      this.count = count;
      this.share = spec.reduction() == LossSpec.Reduction.SUM ? 1 : 1.0 / count;
      double[][] first =
          Arrays.stream(columns).map(it -> Arrays.copyOf(it, count)).toArray(double[][]::new);
      this.execution = new Execution(tape, first, count, 1);
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
