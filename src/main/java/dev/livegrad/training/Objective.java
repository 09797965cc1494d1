package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.training.spec.BatchSpec;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LossSpec;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run minimizes: the loss of each batch, plus the penalty on the parameters. Belongs to one
 * thread at a time.
 */
final class Objective {
  private LossSpec spec;
  private Batches batches;
  private final int threads;
  private Execution execution;
  private @Nullable Accuracy accuracyMeasure;
  private int samples;
  private @Nullable IntSupplier availableThreads;

  private @Nullable BatchSpec batchSpec;

  /** Whether the next batch has begun to go through the network. */
  private boolean begun;

  private double loss;
  private double accuracy = Double.NaN;

  /**
   * @param seed of the batches' order
   * @param threads how many threads may share a large batch
   */
  Objective(Network network, long seed, int threads) {
    RunSetup setup = network.setup();
    Dataset data = setup.data();
    this.spec = setup.spec().loss();
    this.batchSpec = setup.spec().training().batch();
    this.batches = new Batches(batchSpec, data.samples(), seed);
    this.samples = data.samples();
    this.threads = threads;
    this.execution = network.execution(threads);
    this.accuracyMeasure = Accuracy.on(data, setup);
  }

  /** Lets the next step begin with others. */
  void use(Hyperparameters next) {
    spec = next.loss();
    if (!Objects.equals(next.batch(), batchSpec)) {
      batchSpec = next.batch();
      batches = batches.with(batchSpec, samples);
    }
    beginAgain();
  }

  /** Lets the next step begin with other samples, the same ones first. */
  void use(Network network) {
    RunSetup setup = network.setup();
    samples = setup.data().samples();
    batches = batches.with(batchSpec, samples);
    execution = network.execution(threads);
    accuracyMeasure = Accuracy.on(setup.data(), setup);
    if (availableThreads != null) {
      execution.limitThreads(availableThreads);
    }
    beginAgain();
  }

  /** See {@link Execution#limitThreads}. */
  void limitThreads(IntSupplier availableThreads) {
    this.availableThreads = availableThreads;
    execution.limitThreads(availableThreads);
  }

  /**
   * Does a part of what {@link #measure} is to do, or the rest of it; nothing can be seen of that.
   *
   * @param parameters not to be changed before {@link #measure}, but with {@link #beginAgain}
   * @param enough whether this part is long enough; asked by several threads
   * @return whether {@link #measure} takes no longer than a short step
   */
  boolean prepare(double[] parameters, BooleanSupplier enough) {
    begin(parameters);
    return execution.goOn(enough);
  }

  /** Takes back what was prepared, since it is no longer so. */
  void beginAgain() {
    begun = false;
  }

  private void begin(double[] parameters) {
    if (begun) {
      return;
    }
    begun = true;
    batches.choose();
    double lossScale = spec.lossScale(batches.size());
    if (batches.full()) {
      execution.begin(parameters, lossScale);
    } else {
      execution.begin(batches.order(), batches.size(), parameters, lossScale);
    }
  }

  /**
   * Runs the next batch forwards and backwards; see {@link #loss} and {@link #accuracy}.
   *
   * @param gradients gets the gradient of each parameter
   */
  void measure(double[] parameters, double[] gradients) {
    double sum = begun ? execution.finish(gradients) : run(parameters, gradients);
    batches.pass();
    begun = false;
    loss = spec.reduced(sum, batches.size()) + spec.penalty(parameters);
    spec.addPenaltyGradient(parameters, gradients);
    if (accuracyMeasure != null) {
      accuracy = measured(accuracyMeasure);
    }
  }

  /** All at once. */
  private double run(double[] parameters, double[] gradients) {
    batches.choose();
    int size = batches.size();
    double lossScale = spec.lossScale(size);
    return batches.full()
        ? execution.run(parameters, lossScale, gradients)
        : execution.run(batches.order(), size, parameters, lossScale, gradients);
  }

  private double measured(Accuracy accuracyMeasure) {
    int right = 0;
    for (int i = 0; i < batches.size(); i++) {
      right += accuracyMeasure.isRight(execution, i, batches.sample(i)) ? 1 : 0;
    }
    return (double) right / batches.size();
  }

  /** The loss of the last batch, the penalty included. */
  double loss() {
    return loss;
  }

  /**
   * The share of the last batch's samples whose class the outputs tell; NaN where there are no
   * classes.
   */
  double accuracy() {
    return accuracy;
  }

  /** The place in the data; null where every step sees all samples. */
  @Nullable BatchPosition position() {
    return batches.position();
  }

  /** Goes on from where {@link #position} was told. */
  void seek(@Nullable BatchPosition position) {
    batches.seek(position);
  }

  /** The samples of the next batch. */
  int[] upcoming() {
    return batches.upcoming();
  }
}
