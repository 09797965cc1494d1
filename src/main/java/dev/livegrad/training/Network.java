package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.engine.tape.Tape;
import java.util.Arrays;

/**
 * A run's network and the loss of one sample, compiled once for the run and for all that inspect
 * it.
 *
 * <p>Immutable and thread-safe; an {@link Execution} made by it belongs to one thread at a time.
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

  private Network(Network compiled, RunSetup setup) {
    this.setup = setup;
    this.parameters = compiled.parameters;
    this.tape = compiled.tape;
    this.columns = setup.data().columns();
  }

  /** The same, already compiled, with the samples of a setup that differs in those alone. */
  Network with(RunSetup setup) {
    return setup == this.setup ? this : new Network(this, setup);
  }

  /** The same with the samples that the run had at a checkpoint. */
  public Network at(Checkpoint checkpoint) {
    return with(setup.adding(checkpoint.added()));
  }

  public RunSetup setup() {
    return setup;
  }

  /** The number of parameters. */
  public int parameters() {
    return parameters;
  }

  /**
   * The network at all samples.
   *
   * @param threads how many threads may share a large batch
   */
  Execution execution(int threads) {
    return new Execution(tape, columns, setup.data().samples(), threads);
  }

  /** The network at other samples of the same columns. */
  Execution execution(Dataset data) {
    return new Execution(tape, data.columns(), data.samples(), 1);
  }

  /** The network at the first {@code samples} samples. */
  public Execution atFirst(int samples) {
    return atFirst(columns, samples);
  }

  /** The same of other samples of the same columns. */
  public Execution atFirst(Dataset data, int samples) {
    return atFirst(data.columns(), samples);
  }

  private Execution atFirst(double[][] columns, int samples) {
    double[][] first =
        Arrays.stream(columns).map(it -> Arrays.copyOf(it, samples)).toArray(double[][]::new);
    return new Execution(tape, first, samples, 1);
  }

  /**
   * The network at any points. They have no targets, so that only the outputs mean something.
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
