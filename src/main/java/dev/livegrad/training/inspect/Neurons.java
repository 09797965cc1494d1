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
 * Each neuron's output: over a {@link Lattice} where the data have two input columns, and for the
 * first samples otherwise. Has a tape of its own, with all neurons as outputs. Belongs to one
 * thread at a time.
 */
public final class Neurons {
  /** The most neurons that are read, from the first layer on. */
  public static final int MAX_NEURONS = 512;

  /** The tape of a larger network would take too long to compile beside the training. */
  static final int MAX_PARAMETERS = 20_000;

  /** The most outputs of all neurons together, about. */
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
    this.lattice = setup.samples().names().size() == 2 ? Lattice.over(setup, 0, 1, most) : null;
    double[][] columns = lattice == null ? first(data, most) : lattice.inputs(setup, null);
    this.points = columns[0].length;
    // Only the outputs are read, but a tape needs some value whose gradients it would compute.
    Tape tape =
        Tape.compile(
            recorded.outputs().getFirst(), neurons, recorded.inputs(), recorded.parameters());
    this.execution = new Execution(tape, columns, points, 1);
  }

  /** The neurons of {@code network}; null where it is too large. */
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

  /** The inputs at which the outputs are read; null for those of the first samples. */
  public @Nullable Lattice lattice() {
    return lattice;
  }

  /** Neurons, layer by layer, by points, in the order of the lattice or of the samples. */
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
