package dev.livegrad.training;

import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import java.util.Arrays;

/**
 * A run's network as a function of its parameters, compiled once: what a run trains, and all that
 * look at it share.
 *
 * <p>Immutable, and any thread may use it; what it gives belongs to one thread at a time.
 */
public final class Network {
  private final RunSetup setup;
  private final int parameters;
  private final Tape tape;
  private final double[][] columns;

  Network(RunSetup setup) {
    RecordedSample recorded = RecordedSample.of(setup);
    this.setup = setup;
    this.parameters = recorded.parameters().size();
    this.tape =
        Tape.compile(
            recorded.loss(), recorded.outputs(), recorded.columns(), recorded.parameters());
    this.columns = setup.data().columns();
  }

  public RunSetup setup() {
    return setup;
  }

  /** How many parameters there are. */
  public int parameters() {
    return parameters;
  }

  /** The network at all samples, for a run. */
  Execution execution(int threads) {
    return new Execution(tape, columns, setup.data().samples(), threads);
  }

  /** The network at the first {@code samples} samples. */
  public Execution atFirst(int samples) {
    double[][] first =
        Arrays.stream(columns).map(it -> Arrays.copyOf(it, samples)).toArray(double[][]::new);
    return new Execution(tape, first, samples, 1);
  }

  /**
   * The network at points of somebody's choice; their losses mean nothing.
   *
   * @param inputs input columns by points
   */
  public Execution at(double[][] inputs) {
    int points = inputs[0].length;
    double[][] all = Arrays.copyOf(inputs, columns.length);
    for (int target = inputs.length; target < all.length; target++) {
      all[target] = new double[points];
    }
    return new Execution(tape, all, points, 1);
  }
}
