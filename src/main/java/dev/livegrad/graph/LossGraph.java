package dev.livegrad.graph;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import dev.livegrad.training.RecordedSample;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.ModelSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The textbook graph of one sample's loss: the network, and the loss of its outputs.
 *
 * <p>Recorded once; {@link #run} gives its leaves a sample and the parameters. Belongs to one
 * thread at a time.
 */
public final class LossGraph {
  /**
   * The most nodes of a graph that is recorded, since every node's numbers are sent to watchers.
   */
  public static final int MAX_NODES = 5_000;

  private static final String LOSS = "loss";

  private final Dataset samples;
  private final List<Value> inputs;
  private final List<Value> targets;
  private final List<Value> parameters;
  private final Graph graph;
  private final List<Value> order;
  private final ComputationGraph structure;

  /**
   * Records the graph of {@code setup}'s network and loss.
   *
   * @throws GraphException if it has more than {@value #MAX_NODES} nodes
   */
  public LossGraph(RunSetup setup) {
    this.samples = setup.data();
    if (!canShow(setup)) {
      throw new GraphException(
          "the graph of this run has some %d nodes; one of at most %d can be shown"
              .formatted(nodes(setup), MAX_NODES));
    }
    RecordedSample recorded = RecordedSample.of(setup);
    this.inputs = recorded.inputs();
    this.targets = recorded.targets();
    this.parameters = recorded.parameters();
    List<Value> outputs = recorded.outputs();
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).named(samples.inputNames().get(i));
    }
    name("target", targets);
    name("output", outputs);
    Value loss = recorded.loss().named(LOSS);
    this.graph = Graph.of(loss);
    this.order = Graph.topologicalOrder(List.of(loss));
    Map<Value, String> groups = groups(outputs);
    this.structure = ComputationGraph.of(order, value -> groups.getOrDefault(value, ""));
  }

  /** Whether the graph of {@code setup} has no more than {@value #MAX_NODES} nodes. */
  public static boolean canShow(RunSetup setup) {
    return nodes(setup) <= MAX_NODES;
  }

  /** Products, sums, the activation, and the parameters; the loss is small beside them. */
  private static long nodes(RunSetup setup) {
    ModelSpec model = setup.spec().model();
    long neurons = model.layers().stream().mapToLong(Integer::longValue).sum();
    return 3 * model.parameterCount(setup.data().inputColumns()) - neurons;
  }

  private static void name(String name, List<Value> values) {
    for (int i = 0; i < values.size(); i++) {
      values.get(i).named(values.size() == 1 ? name : name + (i + 1));
    }
  }

  /**
   * The group of each node: of a parameter the neuron in its name, of an operation the last of its
   * operands' neurons, and of all that follows the outputs the loss.
   */
  private Map<Value, String> groups(List<Value> outputs) {
    Map<Value, String> groups = new HashMap<>();
    Map<String, Integer> rank = new HashMap<>();
    rank.put("", -1);
    for (Value parameter : parameters) {
      String neuron = ComputationGraph.around(parameter.name());
      groups.put(parameter, neuron);
      rank.putIfAbsent(neuron, rank.size());
    }
    inputs.forEach(input -> groups.put(input, ""));
    for (Value value : order) {
      if (groups.containsKey(value)) {
        continue;
      }
      boolean behind =
          value.children().stream()
              .anyMatch(child -> outputs.contains(child) || LOSS.equals(groups.get(child)));
      String group = value.operation() == null || behind ? LOSS : "";
      if (group.isEmpty()) {
        for (Value child : value.children()) {
          String candidate = groups.getOrDefault(child, "");
          group =
              rank.getOrDefault(candidate, -1) > rank.getOrDefault(group, -1) ? candidate : group;
        }
      }
      groups.put(value, group);
    }
    return groups;
  }

  public ComputationGraph structure() {
    return structure;
  }

  /** The number of samples to choose from. */
  public int samples() {
    return samples.samples();
  }

  /**
   * Runs forwards and backwards.
   *
   * @param parameters in the order of {@code TrainingRun.parameterNames}
   * @param sample from 0
   */
  public void run(double[] parameters, int sample) {
    forward(parameters, sample);
    order.forEach(Value::zeroGrad);
    graph.backward(1);
  }

  /** Runs forwards; returns the sample's loss. Parameters and sample as in {@link #run}. */
  double forward(double[] parameters, int sample) {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).setData(samples.input(sample, i));
    }
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).setData(samples.target(sample, i));
    }
    for (int i = 0; i < parameters.length; i++) {
      this.parameters.get(i).setData(parameters[i]);
    }
    graph.forward();
    return loss();
  }

  /** The loss of the sample that was run last. */
  double loss() {
    return graph.output().data();
  }

  /** The backward pass, node by node, at the nodes' present numbers. */
  public BackwardPass backwardPass() {
    return BackwardPass.through(order);
  }

  /** The nodes with their present numbers, in the order of the {@link #structure}'s ids. */
  List<Value> values() {
    return order;
  }

  /** The parameters with their present numbers. */
  List<Value> parameters() {
    return parameters;
  }

  /** Each node's value, by id; a fresh copy. */
  public double[] data() {
    return order.stream().mapToDouble(Value::data).toArray();
  }

  /** Each node's gradient, by id; a fresh copy. */
  public double[] grad() {
    return order.stream().mapToDouble(Value::grad).toArray();
  }
}
