package dev.livegrad.training.diagnosis;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import dev.livegrad.nn.Activation;
import dev.livegrad.training.RecordedSample;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.diagnosis.Experiments.Measurement;
import dev.livegrad.training.optimizer.Updates;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LossSpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The run's network, compiled with every neuron as an output: reads losses, gradients and neurons'
 * outputs at any parameters, without disturbing the run. Belongs to one thread at a time.
 */
final class Probe {
  private final ParameterLayout layout;
  private final Activation[] activations;
  private final int targets;
  private final int samples;

  /** The factor from a sum over these samples to one over all. */
  private final double weight;

  private final double[][] columns;
  private final Execution execution;
  private final int[] layerBegins;
  private final double[] gradients;

  /** Of the run at the step that is looked at. */
  private Hyperparameters hyperparameters;

  /** The one that is in the middle; null for none. */
  private @Nullable Pass passing;

  /**
   * A probe of the whole data or, where there are more, of {@code most} samples at even distances.
   */
  Probe(RunSetup setup, ParameterLayout layout, int most) {
    Dataset data = setup.data();
    this.layout = layout;
    this.hyperparameters = Hyperparameters.of(setup.spec());
    this.layerBegins = setup.layerBegins();
    this.samples = Math.min(data.samples(), most);
    this.weight =
        spec().reduction() == LossSpec.Reduction.SUM ? (double) data.samples() / samples : 1;
    this.targets = data.targetColumns();
    this.columns = columns(data, samples);
    this.gradients = new double[layout.parameters()];
    this.activations =
        IntStream.range(0, layout.layers())
            .boxed()
            .flatMap(
                layer -> Stream.generate(() -> layout.activation(layer)).limit(layout.width(layer)))
            .toArray(Activation[]::new);
    RecordedSample recorded = RecordedSample.of(setup);
    Tape tape =
        Tape.compile(
            recorded.loss(), recorded.neurons(), recorded.columns(), recorded.parameters());
    this.execution = new Execution(tape, columns, samples, 1);
  }

  private LossSpec spec() {
    return hyperparameters.loss();
  }

  /** Reads and tries from now on as a run does that has these. */
  void use(Hyperparameters hyperparameters) {
    this.hyperparameters = hyperparameters;
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
    return Objects.requireNonNull(reading(step, parameters).goOn(null));
  }

  /** As {@link #read}, in parts. */
  Measurement<Statistics> reading(long step, double[] parameters) {
    Pass pass = new Pass(parameters);
    return enough -> pass.goOn(enough) ? statistics(step, parameters, pass.end()) : null;
  }

  private Statistics statistics(long step, double[] parameters, double dataLoss) {
    int neurons = layout.neurons();
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
      int neuron = layout.neuron(layout.last(), target);
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
    double[] squares = new double[layout.layers()];
    int[] one = new int[1];
    passing = null;
    for (int i = 0; i < count; i++) {
      one[0] = (int) ((long) i * samples / count);
      double _ = execution.run(one, 1, parameters, 1, gradients);
      for (int layer = 0; layer < squares.length; layer++) {
        for (int neuron = 0; neuron < layout.width(layer); neuron++) {
          double gradient = gradients[layout.bias(layer, neuron)];
          squares[layer] += gradient * gradient / layout.width(layer);
        }
      }
    }
    return Arrays.stream(squares).map(square -> Math.sqrt(square / count)).toArray();
  }

  /**
   * Goes on from {@code parameters} for {@code steps} steps on all samples, with an optimizer that
   * remembers nothing yet.
   *
   * @param rates multiply the gradient of the spec's loss, one for each step from 0 on
   */
  Trial descend(double[] parameters, IntToDoubleFunction rates, int steps) {
    return Objects.requireNonNull(descent(parameters, rates, steps).goOn(null));
  }

  /** As {@link #descend}, in parts. */
  Measurement<Trial> descent(double[] parameters, IntToDoubleFunction rates, int steps) {
    return new Descent(parameters.clone(), rates, steps);
  }

  private final class Descent implements Measurement<Trial> {
    private final double[] p;
    private final Pass pass;
    private final Updates updates;
    private final IntToDoubleFunction rates;
    private final int steps;
    private final int tailSteps;
    private int step;
    private double tail;
    private double first;
    private double highest;

    Descent(double[] p, IntToDoubleFunction rates, int steps) {
      this.p = p;
      this.pass = new Pass(p);
      this.updates = new Updates(hyperparameters, layerBegins);
      this.rates = rates;
      this.steps = steps;
      this.tailSteps = Math.max(1, steps / 8);
    }

    @Override
    public @Nullable Trial goOn(@Nullable BooleanSupplier enough) {
      while (step < steps) {
        if (!pass.goOn(enough)) {
          return null;
        }
        double loss = pass.end() + penalty(p);
        if (!Double.isFinite(loss)) {
          return new Trial(steps, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, p);
        }
        first = step == 0 ? loss : first;
        highest = Math.max(highest, loss);
        tail += step >= steps - tailSteps ? loss : 0;
        spec().addPenaltyGradient(p, gradients);
        updates.update(p, gradients, rates.applyAsDouble(step), step, p);
        updates.commit();
        step++;
        if (step < steps && enough != null && enough.getAsBoolean()) {
          return null;
        }
      }
      return new Trial(steps, tail / tailSteps, highest / first, p);
    }
  }

  /**
   * What came of a descent.
   *
   * @param loss the mean over its last eighth; infinite where it did not stay finite
   * @param rise the highest loss on the way, as a multiple of the first
   * @param parameters where it ended
   */
  record Trial(int steps, double loss, double rise, double[] parameters) {}

  /** All samples forwards and backwards at some parameters, again and again. */
  private final class Pass {
    private final double[] parameters;

    Pass(double[] parameters) {
      this.parameters = parameters;
    }

    /**
     * Goes on, from the beginning where another pass came in between; returns whether it is over.
     */
    boolean goOn(@Nullable BooleanSupplier enough) {
      if (passing != this) {
        execution.begin(parameters, weight * spec().lossScale(samples));
        passing = this;
      }
      return execution.goOn(enough);
    }

    /** Fills {@link #gradients}; returns the loss without the penalty. The next pass may begin. */
    double end() {
      passing = null;
      return weight * spec().reduced(execution.finish(gradients), samples);
    }
  }

  /** The penalty for these parameters. */
  double penalty(double[] parameters) {
    return spec().penalty(parameters);
  }

  double l2() {
    return spec().l2();
  }
}
