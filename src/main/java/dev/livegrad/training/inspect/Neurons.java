package dev.livegrad.training.inspect;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import dev.livegrad.training.Network;
import dev.livegrad.training.RecordedSample;
import dev.livegrad.training.RunSetup;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each neuron puts out: over the plane of inputs where there are two of them, and for each
 * sample otherwise. Has a tape of its own, with all neurons as outputs. Belongs to one thread at a
 * time.
 */
public final class Neurons {
  /** The most neurons that are told of, from the first layer on. */
  public static final int MAX_NEURONS = 512;

  /** A larger network's tape would take too long to compile while it trains. */
  static final int MAX_PARAMETERS = 20_000;

  /** All neurons' numbers together, about. */
  private static final int MAX_NUMBERS = 16_384;

  private static final int MAX_POINTS = 400;
  private static final int MIN_POINTS = 36;

  private final int count;
  private final int points;
  private final @Nullable Lattice lattice;
  private final Execution execution;

  private Neurons(RunSetup setup) {
    RecordedSample recorded = RecordedSample.of(setup);
    Dataset data = setup.data();
    List<Value> neurons = recorded.neurons();
    neurons = neurons.subList(0, Math.min(neurons.size(), MAX_NEURONS));
    this.count = neurons.size();
    int most = Math.clamp(MAX_NUMBERS / count, MIN_POINTS, MAX_POINTS);
    this.lattice = data.inputColumns() == 2 ? Lattice.over(data, 0, 1, most) : null;
    double[][] columns = lattice == null ? first(data, most) : lattice.inputs(data, null);
    this.points = columns[0].length;
    // Nothing flows backwards; the tape wants something to begin with all the same.
    Tape tape =
        Tape.compile(
            recorded.outputs().getFirst(), neurons, recorded.inputs(), recorded.parameters());
    this.execution = new Execution(tape, columns, points, 1);
  }

  /** What each neuron of that network puts out; null for a very large network. */
  public static @Nullable Neurons of(Network network) {
    return network.parameters() > MAX_PARAMETERS ? null : new Neurons(network.setup());
  }

  /** The inputs of the first samples: columns by samples. */
  private static double[][] first(Dataset data, int most) {
    return Arrays.stream(data.columns())
        .limit(data.inputColumns())
        .map(column -> Arrays.copyOf(column, Math.min(column.length, most)))
        .toArray(double[][]::new);
  }

  /** Where the neurons are looked at; null for the first samples. */
  public @Nullable Lattice lattice() {
    return lattice;
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
