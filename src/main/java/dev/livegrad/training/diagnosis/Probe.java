package dev.livegrad.training.diagnosis;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import dev.livegrad.nn.Activation;
import dev.livegrad.training.RecordedSample;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.optimizer.Optimizer;
import dev.livegrad.training.spec.LossSpec;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The run's network, compiled with every neuron as an output: reads losses, gradients and neurons'
 * outputs at any parameters, without disturbing the run. Belongs to one thread at a time.
 */
final class Probe {
  private final Shape shape;
  private final LossSpec spec;
  private final Activation[] activations;
  private final int targets;
  private final int samples;

  /** The factor from a sum over these samples to one over all. */
  private final double weight;

  private final double[][] columns;
  private final Execution execution;
  private final Optimizer optimizer;
  private final double[] gradients;

  /**
   * A probe of the whole data or, where there are more, of {@code most} samples at even distances.
   */
  Probe(RunSetup setup, Shape shape, int most) {
    Dataset data = setup.data();
    this.shape = shape;
    this.spec = setup.spec().loss();
    this.samples = Math.min(data.samples(), most);
    this.weight =
        spec.reduction() == LossSpec.Reduction.SUM ? (double) data.samples() / samples : 1;
    this.targets = data.targetColumns();
    this.columns = columns(data, samples);
    this.gradients = new double[shape.parameters()];
    this.activations =
        IntStream.range(0, shape.layers())
            .boxed()
            .flatMap(
                layer -> Stream.generate(() -> shape.activation(layer)).limit(shape.width(layer)))
            .toArray(Activation[]::new);
    RecordedSample recorded = RecordedSample.of(setup);
    Tape tape =
        Tape.compile(
            recorded.loss(), recorded.neurons(), recorded.columns(), recorded.parameters());
    this.optimizer = Optimizer.of(setup.spec().optimizer());
    this.execution = new Execution(tape, columns, samples, 1);
  }

  /** Columns of samples at even distances. */
  private static double[][] columns(Dataset data, int samples) {
    return Arrays.stream(data.columns())
        .map(column ->
            IntStream.range(0, samples)
                .mapToDouble(i -> column[(int) ((long) i * column.length / samples)])
                .toArray())
        .toArray(double[][]::new);
  }

  /** The number of samples it reads. */
  int samples() {
    return samples;
  }

  /** Runs all its samples forwards and backwards. */
  Statistics read(long step, double[] parameters) {
    double dataLoss = run(parameters);
    int neurons = shape.neurons();
    double[] highest = new double[neurons];
    double[] leastSize = new double[neurons];
    for (int neuron = 0; neuron < neurons; neuron++) {
      double middle = activations[neuron] == Activation.SIGMOID ? 0.5 : 0;
      double high = Double.NEGATIVE_INFINITY;
      double size = Double.POSITIVE_INFINITY;
      for (int sample = 0; sample < samples; sample++) {
        double output = execution.output(neuron, sample);
        high = Math.max(high, output);
        size = Math.min(size, Math.abs(output - middle));
      }
      highest[neuron] = high;
      leastSize[neuron] = size;
    }
    return new Statistics(
        step,
        dataLoss + penalty(parameters),
        dataLoss,
        parameters,
        gradients.clone(),
        highest,
        leastSize,
        worstError());
  }

  /** A neuron's outputs when it last ran, a number a sample. */
  double[] outputs(int neuron) {
    double[] outputs = new double[samples];
    Arrays.setAll(outputs, sample -> execution.output(neuron, sample));
    return outputs;
  }

  /** The samples' losses when it last ran, the first {@code most} of them. */
  double[] losses(int most) {
    double[] losses = new double[Math.min(most, samples)];
    Arrays.setAll(losses, execution::loss);
    return losses;
  }

  private double worstError() {
    double worst = 0;
    for (int target = 0; target < targets; target++) {
      double[] wanted = columns[columns.length - targets + target];
      int neuron = shape.neuron(shape.last(), target);
      for (int sample = 0; sample < samples; sample++) {
        worst = Math.max(worst, Math.abs(execution.output(neuron, sample) - wanted[sample]));
      }
    }
    return worst;
  }

  /**
   * How strong the gradient at each layer's weighted sums is, a number a layer: the root mean
   * square over neurons and over {@code most} samples at even distances. Each sample's gradient is
   * taken by itself, so that at a minimum they do not cancel.
   */
  double[] signals(double[] parameters, int most) {
    int count = Math.min(samples, most);
    double[] squares = new double[shape.layers()];
    int[] one = new int[1];
    for (int i = 0; i < count; i++) {
      one[0] = (int) ((long) i * samples / count);
      double _ = execution.run(one, 1, parameters, 1, gradients);
      for (int layer = 0; layer < squares.length; layer++) {
        for (int neuron = 0; neuron < shape.width(layer); neuron++) {
          double gradient = gradients[shape.bias(layer, neuron)];
          squares[layer] += gradient * gradient / shape.width(layer);
        }
      }
    }
    return Arrays.stream(squares).map(square -> Math.sqrt(square / count)).toArray();
  }

  /** As {@link #descend(double[], IntToDoubleFunction, int)}, at the same rate all the way. */
  Trial descend(double[] parameters, double rate, int steps) {
    return descend(parameters, _ -> rate, steps);
  }

  /**
   * Goes on from {@code parameters} for {@code steps} steps of gradient descent on all samples.
   *
   * @param rates multiply the gradient of the spec's loss, one for each step from 0 on
   */
  Trial descend(double[] parameters, IntToDoubleFunction rates, int steps) {
    double[] p = parameters.clone();
    double tail = 0;
    int tailSteps = Math.max(1, steps / 8);
    for (int step = 0; step < steps; step++) {
      double loss = run(p) + penalty(p);
      if (!Double.isFinite(loss)) {
        return new Trial(steps, Double.POSITIVE_INFINITY, p);
      }
      tail += step >= steps - tailSteps ? loss : 0;
      spec.addPenaltyGradient(p, gradients);
      optimizer.update(p, gradients, rates.applyAsDouble(step), p);
    }
    return new Trial(steps, tail / tailSteps, p);
  }

  /**
   * What came of a descent.
   *
   * @param loss the mean over its last eighth; infinite where it did not stay finite
   * @param parameters where it ended
   */
  record Trial(int steps, double loss, double[] parameters) {}

  /** Fills {@link #gradients}; returns the loss without the penalty. */
  private double run(double[] parameters) {
    double sum = execution.run(parameters, weight * spec.lossScale(samples), gradients);
    return weight * spec.reduced(sum, samples);
  }

  /** The penalty for these parameters. */
  double penalty(double[] parameters) {
    return spec.penalty(parameters);
  }

  double l2() {
    return spec.l2();
  }
}
