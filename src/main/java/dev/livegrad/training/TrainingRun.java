package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Mlp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in progress: gradient descent, one {@link #step} at a time.
 *
 * <p>Knows no clock and no thread; the same lesson, seed and learning rates give the same bits
 * everywhere. Belongs to one thread at a time.
 */
public final class TrainingRun {
  private final Lesson lesson;
  private final long seed;
  private final Network network;
  private final Objective objective;
  private final double[] parameters;
  private final double[] gradients;
  private final double[] updated;
  private final List<String> parameterNames;

  private LearningRate learningRate;
  private long stepsDone;
  private @Nullable Divergence divergence;

  /**
   * A run at step 0.
   *
   * @param seed of the initial parameters, in place of the spec's
   */
  public TrainingRun(Lesson lesson, long seed) {
    ModelSpec model = lesson.spec().model();
    PythonRandom random = new PythonRandom(seed);
    Mlp mlp =
        Mlp.create(
            lesson.data().inputColumns(),
            model.layers(),
            model.hidden(),
            model.output(),
            model.weights(),
            model.biases(),
            random::uniform);
    this.lesson = lesson;
    this.seed = seed;
    this.network = new Network(mlp, lesson);
    this.objective = new Objective(network, seed);
    this.parameters = mlp.parameters().stream().mapToDouble(Value::data).toArray();
    this.gradients = new double[parameters.length];
    this.updated = new double[parameters.length];
    this.parameterNames = mlp.parameters().stream().map(Value::name).toList();
    this.learningRate = lesson.spec().learningRate();
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
    // Short, so that the JIT may see that a caller does not keep the result, and make none.
    return new StepResult(step, objective.loss(), objective.accuracy(), rate, divergence);
  }

  private void advance(double rate) {
    if (divergence != null) {
      throw new IllegalStateException(divergence.text());
    }
    objective.measure(parameters, gradients);
    divergence = descend(rate);
    if (divergence == null) {
      System.arraycopy(updated, 0, parameters, 0, updated.length);
      stepsDone++;
    }
  }

  /** Fills {@link #updated}; what is not finite is reported. */
  private @Nullable Divergence descend(double rate) {
    double loss = objective.loss();
    if (!Double.isFinite(loss)) {
      return new Divergence(stepsDone, Divergence.Quantity.LOSS, largestParameter(), loss);
    }
    // Two loops: the first is then made of vectors by the JIT.
    for (int i = 0; i < parameters.length; i++) {
      updated[i] = parameters[i] - rate * gradients[i];
    }
    return allFinite(updated) ? null : firstNotFinite();
  }

  private static boolean allFinite(double[] values) {
    boolean finite = true;
    for (double value : values) {
      finite &= Math.abs(value) <= Double.MAX_VALUE;
    }
    return finite;
  }

  /** A gradient that is not finite makes its parameter so, whatever the rate. */
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
    return lesson.spec();
  }

  public Dataset data() {
    return lesson.data();
  }

  public Lesson lesson() {
    return lesson;
  }

  public long seed() {
    return seed;
  }

  /** How many updates were made; also the number of the next step. */
  public long stepsDone() {
    return stepsDone;
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return learningRate.at(stepsDone);
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
  }

  /** Why the run ended itself, or null. */
  public @Nullable Divergence divergence() {
    return divergence;
  }

  /** {@code layer1.neuron1.w0} and so on: layer by layer, neuron by neuron, the bias last. */
  public List<String> parameterNames() {
    return parameterNames;
  }

  /** A fresh copy of the parameters, in the order of {@link #parameterNames}. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** A fresh copy of the gradients of the last step, 0 before the first; ordered likewise. */
  public double[] gradients() {
    return gradients.clone();
  }

  /** Which samples the next step will see, in its order; a fresh array. */
  public int[] nextSamples() {
    return objective.upcoming();
  }

  /** The run as it stands. */
  public Checkpoint checkpoint() {
    return new Checkpoint(stepsDone, parameters(), gradients(), learningRate());
  }

  /** What is trained, for those who look at it at any parameters; the run is not disturbed. */
  public Network network() {
    return network;
  }

  /** The present parameters' outputs for the first {@code samples} samples: samples by outputs. */
  public double[][] predictions(int samples) {
    return network.predictions(samples).values(parameters);
  }

  /** A check of the gradients at the present parameters, which leaves the run alone. */
  public GradientCheck gradientCheck() {
    return new GradientCheck(
        stepsDone, data().samples(), parameterNames, parameters.clone(), objective);
  }
}
