package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Layer;
import dev.livegrad.nn.Mlp;
import java.util.List;
import java.util.stream.Stream;

/**
 * The graph of one sample's loss, recorded with every leaf at 0. The tapes of a run, of its
 * inspection and of its diagnosis, and the graph that is shown, are all made from this one.
 *
 * @param inputs a leaf for each input column
 * @param targets a leaf for each target column
 * @param parameters layer by layer, neuron by neuron, the bias last, with their names
 * @param layers each layer's outputs, the first layer's first
 * @param loss of the last layer, without the penalty on the parameters
 */
public record RecordedSample(
    List<Value> inputs,
    List<Value> targets,
    List<Value> parameters,
    List<List<Value>> layers,
    Value loss) {

  /** Records the network and the loss of {@code setup}. */
  public static RecordedSample of(RunSetup setup) {
    Dataset data = setup.data();
    Mlp mlp = setup.network(new Initialiser.Source((_, _) -> 0, (_, _) -> 0));
    List<Value> inputs = leaves(data.inputColumns());
    List<Value> targets = leaves(data.targetColumns());
    List<Layer.Signals> signals = mlp.applyEach(inputs);
    List<List<Value>> layers = signals.stream().map(Layer.Signals::outputs).toList();
    Value loss = setup.spec().loss().loss().of(signals.getLast().sums(), layers.getLast(), targets);
    return new RecordedSample(inputs, targets, mlp.parameters(), layers, loss);
  }

  private static List<Value> leaves(int count) {
    return Stream.generate(() -> Value.of(0)).limit(count).toList();
  }

  /** The last layer's outputs. */
  public List<Value> outputs() {
    return layers.getLast();
  }

  /** Every neuron's output, layer by layer. */
  public List<Value> neurons() {
    return layers.stream().flatMap(List::stream).toList();
  }

  /** The leaves that differ from sample to sample: inputs, then targets. */
  public List<Value> columns() {
    return Stream.concat(inputs.stream(), targets.stream()).toList();
  }
}
