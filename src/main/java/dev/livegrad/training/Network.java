package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import dev.livegrad.nn.Mlp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run's network as a function of its parameters, recorded once and compiled: what a run trains,
 * and all that look at it share.
 *
 * <p>Immutable, and any thread may use it; what it gives belongs to one thread at a time.
 */
public final class Network {
  private final Lesson lesson;
  private final int parameters;
  private final Tape tape;
  private final double[][] columns;

  Network(Mlp mlp, Lesson lesson) {
    this.lesson = lesson;
    this.parameters = mlp.parameters().size();
    this.tape = compile(mlp, lesson);
    this.columns = columns(lesson.data());
  }

  private static Tape compile(Mlp mlp, Lesson lesson) {
    List<Value> inputs = leaves(lesson.data().inputColumns());
    List<Value> targets = leaves(lesson.data().targetColumns());
    List<Value> predictions = mlp.apply(inputs);
    List<Value> given = Stream.concat(inputs.stream(), targets.stream()).toList();
    Value loss = lesson.spec().loss().loss().of(predictions, targets);
    return Tape.compile(loss, predictions, given, mlp.parameters());
  }

  private static List<Value> leaves(int count) {
    return Stream.generate(() -> Value.of(0)).limit(count).toList();
  }

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

  public Lesson lesson() {
    return lesson;
  }

  /** The loss of one sample, and its outputs. */
  Tape tape() {
    return tape;
  }

  /** Columns by samples: the inputs', then the targets'; not to be changed. */
  double[][] columns() {
    return columns;
  }

  /** What it puts out for the first {@code most} samples. */
  public Predictions predictions(int most) {
    int samples = Math.min(most, lesson.data().samples());
    return new Predictions(samples, lesson.data().targetColumns(), atFirst(samples));
  }

  /**
   * One of the outputs over a plane through the space of inputs.
   *
   * @param x an input column, from 0
   * @param y another one; the same one for a curve
   * @param sample where the plane goes through; null for the samples' means
   * @return null if there is no such column, output or sample
   */
  public @Nullable Surface surface(int x, int y, int output, @Nullable Integer sample) {
    Dataset data = lesson.data();
    boolean there =
        Math.max(x, y) < data.inputColumns()
            && output < data.targetColumns()
            && (sample == null || sample < data.samples());
    if (!there) {
      return null;
    }
    Plane plane = Plane.over(data, x, y, Surface.points(parameters));
    return new Surface(plane, output, at(plane.inputs(data, sample), plane.points()));
  }

  /** What each neuron puts out; compiles a tape for it. Null for a very large network. */
  public @Nullable Neurons neurons() {
    return parameters > Neurons.MAX_PARAMETERS ? null : new Neurons(lesson);
  }

  /** The network at the first {@code samples} samples. */
  Execution atFirst(int samples) {
    double[][] first =
        Arrays.stream(columns).map(it -> Arrays.copyOf(it, samples)).toArray(double[][]::new);
    return new Execution(tape, first, samples, 1);
  }

  /** The network at points of somebody's choice: input columns by points. */
  private Execution at(double[][] inputs, int points) {
    double[][] all = Arrays.copyOf(inputs, columns.length);
    for (int target = inputs.length; target < all.length; target++) {
      all[target] = new double[points];
    }
    return new Execution(tape, all, points, 1);
  }
}
