package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.training.optimizer.Memory;
import dev.livegrad.training.optimizer.Updates;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run in progress: gradient descent, one {@link #step} at a time.
 *
 * <p>Knows no clock and no thread; the same setup, seed and learning rates give the same bits
 * everywhere. Belongs to one thread at a time.
 */
public final class TrainingRun {
  private final long seed;

  /** With the samples that were added. */
  private Network network;

  private final Objective objective;
  private final Updates updates;
  private final double[] gradients;
  private double[] parameters;

  /** Gets the next update; after it this array and {@link #parameters} change places. */
  private double[] updated;

  /**
   * The parameters with which the last step measured its loss; before the first the present ones.
   */
  private double[] measured;

  /** False after a checkpoint that doesn't tell them, until the next step. */
  private boolean isMeasuredKnown = true;

  /** Indices of the parameters that were set by hand since the last step. */
  private final Set<Integer> setSinceLastStep = new HashSet<>();

  private final List<String> parameterNames;

  /** NaN for none. */
  private final double stopAtLoss;

  private Hyperparameters hyperparameters;
  private LearningRate learningRate;
  private long stepsDone;
  private @Nullable Divergence divergence;

  /**
   * A run at step 0; all processors may share a large batch. Samples that were added to another run
   * of the same setup are left out.
   *
   * @param seed of the initial parameters, in place of the spec's
   */
  public TrainingRun(RunSetup setup, long seed) {
    this(setup, seed, Runtime.getRuntime().availableProcessors());
  }

  /**
   * A run at step 0.
   *
   * @param seed of the initial parameters, in place of the spec's
   * @param threads how many threads may share a large batch; the results don't depend on it
   */
  public TrainingRun(RunSetup setup, long seed, int threads) {
    this(new Network(setup.source()), seed, threads);
  }

  private TrainingRun(Network network, long seed, int threads) {
    RunSetup setup = network.setup();
    List<Value> initial = initial(setup, seed);
    this.seed = seed;
    this.network = network;
    this.objective = new Objective(network, seed, threads);
    this.hyperparameters = Hyperparameters.of(setup.spec());
    this.updates = new Updates(hyperparameters, setup.layerBegins());
    this.parameters = initial.stream().mapToDouble(Value::data).toArray();
    this.gradients = new double[parameters.length];
    this.updated = new double[parameters.length];
    this.measured = parameters;
    this.parameterNames = initial.stream().map(Value::name).toList();
    this.stopAtLoss = Objects.requireNonNullElse(setup.spec().training().stopAtLoss(), Double.NaN);
    this.learningRate = hyperparameters.optimizer().learningRate();
  }

  /**
   * A run that goes on from a checkpoint of the same setup and seed, as if it had never stopped.
   *
   * @throws IllegalArgumentException if the checkpoint is of another run
   */
  public TrainingRun(RunSetup setup, long seed, Checkpoint checkpoint) {
    this(new Network(setup.adding(checkpoint.added())), seed, checkpoint);
  }

  /**
   * The same with a network that was compiled for such a run before.
   *
   * @throws IllegalArgumentException if the checkpoint is of another run
   */
  public TrainingRun(Network network, long seed, Checkpoint checkpoint) {
    this(network.at(checkpoint), seed, Runtime.getRuntime().availableProcessors());
    if (checkpoint.parameters().length != parameters.length) {
      throw new IllegalArgumentException(
          "a checkpoint of %d parameters can't be one of %d"
              .formatted(checkpoint.parameters().length, parameters.length));
    }
    System.arraycopy(checkpoint.parameters(), 0, parameters, 0, parameters.length);
    System.arraycopy(checkpoint.gradients(), 0, gradients, 0, gradients.length);
    double[] previous = checkpoint.previous();
    isMeasuredKnown = previous != null;
    if (previous != null) {
      System.arraycopy(previous, 0, updated, 0, updated.length);
      measured = updated;
    }
    stepsDone = checkpoint.step();
    use(checkpoint.hyperparameters());
    objective.seek(checkpoint.batches());
    updates.restore(checkpoint.optimizer(), checkpoint.missed());
  }

  private void use(Hyperparameters next) {
    hyperparameters = next;
    learningRate = next.optimizer().learningRate();
    updates.use(next);
    objective.use(next);
  }

  /**
   * Lets a large batch be shared by no more threads than are available; the results don't depend on
   * it.
   *
   * @param availableThreads asked at each step by the thread that makes it, 1 or more
   */
  public void limitThreads(IntSupplier availableThreads) {
    objective.limitThreads(availableThreads);
  }

  /**
   * Does a part of the next step, so that whoever calls can look after other things in between. To
   * all who ask the run is where it was, until {@link #step}, which does the rest; the bits are the
   * same.
   *
   * @param enough whether this part is long enough; asked by several threads
   * @return whether nothing is left for {@link #step} that takes long
   */
  public boolean prepareStep(BooleanSupplier enough) {
    return objective.prepare(parameters, enough);
  }

  /**
   * Forward, backward, update. If the loss, a gradient or an updated parameter is not finite, no
   * parameter is changed, and this was the last step.
   *
   * @throws IllegalStateException if the run has diverged before
   */
  public StepResult step() {
    long step = stepsDone;
    double rate = learningRate.at(step);
    advance(rate);
    // A short method is inlined, and a result that the caller does not keep is then not allocated.
    return new StepResult(step, objective.loss(), objective.accuracy(), rate, divergence);
  }

  private void advance(double rate) {
    if (divergence != null) {
      throw new IllegalStateException(divergence.text());
    }
    objective.measure(parameters, gradients);
    measured = parameters;
    divergence = update(rate);
    if (divergence == null) {
      parameters = updated;
      updated = measured;
      updates.commit();
      stepsDone++;
    }
    isMeasuredKnown = true;
    if (!setSinceLastStep.isEmpty()) {
      setSinceLastStep.clear();
    }
  }

  /** Fills {@link #updated}; returns what is not finite, or null. */
  private @Nullable Divergence update(double rate) {
    double loss = objective.loss();
    if (!Double.isFinite(loss)) {
      return new Divergence(stepsDone, Divergence.Quantity.LOSS, largestParameter(), loss);
    }
    updates.update(parameters, gradients, rate, stepsDone, updated);
    return allFinite(updated) ? null : firstNotFinite();
  }

  private static boolean allFinite(double[] values) {
    boolean finite = true;
    for (double value : values) {
      finite &= Math.abs(value) <= Double.MAX_VALUE;
    }
    return finite;
  }

  /** Of the updated parameters; the gradient is named where it is the cause. */
  private Divergence firstNotFinite() {
    int i = 0;
    while (Double.isFinite(updated[i])) {
      i++;
    }
    return Double.isFinite(gradients[i])
        ? new Divergence(
            stepsDone, Divergence.Quantity.PARAMETER, parameterNames.get(i), updated[i])
        : new Divergence(
            stepsDone, Divergence.Quantity.GRADIENT, parameterNames.get(i), gradients[i]);
  }

  private String largestParameter() {
    int largest = 0;
    for (int i = 1; i < parameters.length; i++) {
      if (Math.abs(parameters[i]) > Math.abs(parameters[largest])) {
        largest = i;
      }
    }
    return parameterNames.get(largest);
  }

  public RunSpec spec() {
    return setup().spec();
  }

  public Dataset data() {
    return setup().data();
  }

  /** With the samples that were added. */
  public RunSetup setup() {
    return network.setup();
  }

  public long seed() {
    return seed;
  }

  /** The number of updates made; also the number of the next step. */
  public long stepsDone() {
    return stepsDone;
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return learningRate.at(stepsDone);
  }

  /** What of the spec can be set while the run goes on, as the next step has it. */
  public Hyperparameters hyperparameters() {
    return hyperparameters;
  }

  /**
   * Lets the next step begin with another value of one of the {@link #hyperparameters}.
   *
   * @param name as {@link Hyperparameters#values} has it
   * @throws SpecException if this run can't have it so
   */
  public void setHyperparameter(String name, @Nullable Object value) {
    use(setup().with(hyperparameters, Collections.singletonMap(name, value)));
  }

  /**
   * Lets every later step use {@code value}, in place of the spec's schedule.
   *
   * @throws SpecException if it is not in the range that a spec allows
   */
  public void setLearningRate(double value) {
    if (!(value >= 0 && value <= LearningRate.MAX)) {
      throw SpecException.notAllowed(
          "value", value, "a finite number from 0 to " + (long) LearningRate.MAX);
    }
    learningRate = new LearningRate.Constant(value);
    hyperparameters = hyperparameters.with(learningRate);
  }

  /**
   * Lets the next step go on from {@code value} of one parameter.
   *
   * @throws SpecException if there is no parameter of that name, or the value is not finite
   */
  public void setParameter(String name, double value) {
    int place = parameterNames.indexOf(name);
    if (place < 0) {
      throw SpecException.notAllowed(
          "name",
          name,
          "one of the network's parameters, %s to %s"
              .formatted(parameterNames.getFirst(), parameterNames.getLast()));
    }
    if (!Double.isFinite(value)) {
      throw SpecException.notAllowed("value", value, "a finite number");
    }
    parameters[place] = value;
    setSinceLastStep.add(place);
    objective.beginAgain();
  }

  /**
   * Lets the next step learn from more samples, too, see {@link AddedSamples}; parameters and what
   * the optimizer remembers stay.
   *
   * @param rows samples by inputs, as the source has them, and targets
   * @throws SpecException if it can't learn from them, or has been given too many
   */
  public void addSamples(List<? extends List<?>> rows) {
    network = network.with(AddedSamples.added(setup(), rows));
    objective.use(network);
  }

  /** Whether the last step's loss is one at which the spec ends the run. */
  public boolean isAtStopLoss() {
    return stepsDone > 0 && objective.loss() <= stopAtLoss;
  }

  /** Why the run ended itself, or null. */
  public @Nullable Divergence divergence() {
    return divergence;
  }

  /** {@code layer1.neuron1.w0} and so on: layer by layer, neuron by neuron, the bias last. */
  public List<String> parameterNames() {
    return parameterNames;
  }

  /** The parameters at step 0, in the order of {@link #parameterNames}. */
  public double[] initialParameters() {
    return initial(setup(), seed).stream().mapToDouble(Value::data).toArray();
  }

  private static List<Value> initial(RunSetup setup, long seed) {
    PythonRandom random = new PythonRandom(seed);
    return setup.network(new Initialiser.Source(random::uniform, random::gauss)).parameters();
  }

  /** A fresh copy of the parameters, in the order of {@link #parameterNames}. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** A fresh copy of the gradients of the last step, 0 before the first; ordered likewise. */
  public double[] gradients() {
    return gradients.clone();
  }

  /**
   * A fresh copy of the parameters that the last step measured its loss with, before its update;
   * before the first step the present ones.
   */
  public double[] measuredParameters() {
    return measured.clone();
  }

  /** Which samples the next step will see, in its order; a fresh array. */
  public int[] nextSamples() {
    return objective.upcoming();
  }

  /** The run as it stands; fresh copies. What its diagnosis knows is left out. */
  public Checkpoint checkpoint() {
    return new Checkpoint(
        stepsDone,
        parameters(),
        previous(),
        gradients(),
        hyperparameters,
        objective.position(),
        updates.memory().stream().map(Memory::values).toList(),
        setup().added(),
        updates.missed(),
        null);
  }

  private double @Nullable [] previous() {
    if (!isMeasuredKnown || measured.length > Checkpoint.MAX_PREVIOUS) {
      return null;
    }
    double[] previous = measured.clone();
    setSinceLastStep.forEach(place -> previous[place] = Double.NaN);
    return previous;
  }

  /** The network, which can be run at any parameters without disturbing this run. */
  public Network network() {
    return network;
  }
}
