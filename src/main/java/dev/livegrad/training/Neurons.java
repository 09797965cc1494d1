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
 * What each neuron puts out: over the plane of inputs where there are two of them, and for each
 * sample otherwise. Has a tape of its own, with all neurons as outputs. Belongs to one thread at a
 * time.
 */
public final class Neurons {
  /** As many neurons as are told of, from the first layer on. */
  public static final int MAX_NEURONS = 512;

  /** A larger network's tape would take too long to compile while it trains. */
  static final int MAX_PARAMETERS = 20_000;

  /** All neurons' numbers together, about. */
  private static final int MAX_NUMBERS = 16_384;

  private static final int MAX_POINTS = 400;
  private static final int MIN_POINTS = 36;

  private final int count;
  private final int points;
  private final @Nullable Plane plane;
  private final Execution execution;

  Neurons(Lesson lesson) {
    Mlp mlp = lesson.blankNetwork();
    Dataset data = lesson.data();
    List<Value> inputs = Stream.generate(() -> Value.of(0)).limit(data.inputColumns()).toList();
    List<List<Value>> layers = mlp.applyEach(inputs);
    List<Value> neurons = layers.stream().flatMap(List::stream).limit(MAX_NEURONS).toList();
    this.count = neurons.size();
    int most = Math.clamp(MAX_NUMBERS / count, MIN_POINTS, MAX_POINTS);
    this.plane = data.inputColumns() == 2 ? Plane.over(data, 0, 1, most) : null;
    double[][] columns = plane == null ? columns(data, most) : plane.inputs(data, null);
    this.points = columns[0].length;
    // Nothing flows backwards; the tape wants something to begin with all the same.
    Tape tape = Tape.compile(layers.getLast().getFirst(), neurons, inputs, mlp.parameters());
    this.execution = new Execution(tape, columns, points, 1);
  }

  private static double[][] columns(Dataset data, int most) {
    double[][] columns = new double[data.inputColumns()][Math.min(data.samples(), most)];
    for (int column = 0; column < columns.length; column++) {
      int place = column;
      Arrays.setAll(columns[column], sample -> data.input(sample, place));
    }
    return columns;
  }

  /** Where the neurons are looked at; null for the first samples. */
  public @Nullable Plane plane() {
    return plane;
  }

  /**
   * The outputs: neurons, layer by layer, by points, in the plane's order or that of the samples.
   */
  public double[][] values(double[] parameters) {
    execution.predict(parameters, points);
    double[][] values = new double[count][points];
    for (int neuron = 0; neuron < count; neuron++) {
      for (int point = 0; point < points; point++) {
        values[neuron][point] = execution.output(neuron, point);
      }
    }
    return values;
  }
}
