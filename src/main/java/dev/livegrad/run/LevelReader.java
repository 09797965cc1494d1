package dev.livegrad.run;

import dev.livegrad.data.Dataset;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Network;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.diagnosis.HealthReader;
import dev.livegrad.training.inspect.Neurons;
import dev.livegrad.training.inspect.Predictions;
import dev.livegrad.training.inspect.Surface;
import dev.livegrad.training.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes a run's levels at any of its checkpoints. What it needs for a kind of level is made when
 * it is first asked for. Belongs to one thread at a time.
 */
public final class LevelReader {
  /** Levels of more samples than this are cut. */
  public static final int MAX_SAMPLES = 1_000;

  /** The surfaces that are kept ready; of those that are watched beyond, each is made anew. */
  private static final int MAX_SURFACES = 8;

  private final long trajectory;
  private final Network network;
  private final Supplier<HealthReader> healthReaders;

  private final SequencedMap<Topic, Surface> surfaces = new LinkedHashMap<>();
  private @Nullable Predictions predictions;
  private @Nullable Predictions testPredictions;
  private @Nullable Neurons neurons;
  private @Nullable HealthReader health;
  private @Nullable LossGraph graph;

  /**
   * @param healthReaders gives one, at most once
   */
  LevelReader(long trajectory, Network network, Supplier<HealthReader> healthReaders) {
    this.trajectory = trajectory;
    this.network = network;
    this.healthReaders = healthReaders;
  }

  /** A reader of its own, for any one thread. */
  public static LevelReader of(long trajectory, Network network) {
    return new LevelReader(trajectory, network, () -> HealthReader.of(network.setup()));
  }

  /** The topic's level at that checkpoint; null where the run has no such thing. */
  public @Nullable Level read(Topic topic, Checkpoint at) {
    return switch (topic.kind()) {
      case STEPS -> null;
      case PARAMETERS ->
          new Level.Parameters(trajectory, at.step(), at.parameters(), at.gradients());
      case OPTIMIZER -> optimizer(at);
      case PREDICTIONS -> predictions(at);
      case NEURONS -> neurons(at);
      case SURFACE -> surface(topic, at);
      case SURFACES -> surfaces(topic, at);
      case HEALTH -> health(at);
      case GRAPH -> graph(topic.arguments().getFirst(), at);
    };
  }

  /** Not of more parameters than can be looked at one by one. */
  private @Nullable Level optimizer(Checkpoint at) {
    if (at.parameters().length > Checkpoint.MAX_PREVIOUS) {
      return null;
    }
    List<String> names = Optimizer.memoryNames(at.hyperparameters().optimizer());
    SequencedMap<String, double[]> memory = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      memory.put(names.get(i), at.optimizer().get(i));
    }
    return new Level.Optimizer(
        trajectory, at.step(), at.parameters(), at.gradients(), at.lastStep(), memory);
  }

  private Level predictions(Checkpoint at) {
    Dataset test = network.setup().test();
    if (predictions == null) {
      predictions = new Predictions(network, MAX_SAMPLES);
      testPredictions = test == null ? null : new Predictions(network, test, MAX_SAMPLES);
    }
    return new Level.Predictions(
        trajectory,
        at.step(),
        predictions.values(at.parameters()),
        testPredictions == null ? null : testPredictions.values(at.parameters()));
  }

  private Level health(Checkpoint at) {
    if (health == null) {
      health = healthReaders.get();
    }
    return new Level.HealthFigures(trajectory, health.at(at));
  }

  private @Nullable Level neurons(Checkpoint at) {
    if (neurons == null) {
      neurons = Neurons.of(network);
    }
    return neurons == null
        ? null
        : new Level.Neurons(
            trajectory, at.step(), neurons.lattice(), neurons.values(at.parameters()));
  }

  private @Nullable Level surface(Topic topic, Checkpoint at) {
    List<Integer> arguments = topic.arguments();
    int output = arguments.size() > 2 ? arguments.get(2) : 0;
    Integer sample = arguments.size() > 3 ? arguments.get(3) : null;
    Surface surface =
        ready(topic, () -> Surface.of(network, arguments.get(0), arguments.get(1), output, sample));
    return surface == null
        ? null
        : new Level.Surface(
            trajectory,
            at.step(),
            surface.lattice(),
            output,
            sample,
            surface.values(at.parameters())[0]);
  }

  private @Nullable Level surfaces(Topic topic, Checkpoint at) {
    List<Integer> arguments = topic.arguments();
    Integer sample = arguments.size() > 2 ? arguments.get(2) : null;
    Surface surface =
        ready(topic, () -> Surface.ofAll(network, arguments.get(0), arguments.get(1), sample));
    return surface == null
        ? null
        : new Level.Surfaces(
            trajectory, at.step(), surface.lattice(), sample, surface.values(at.parameters()));
  }

  /** The topic's, made where it isn't kept ready; null where there is no such thing. */
  private @Nullable Surface ready(Topic topic, Supplier<@Nullable Surface> made) {
    Surface surface = surfaces.remove(topic);
    if (surface == null) {
      surface = made.get();
    }
    if (surface != null) {
      surfaces.putLast(topic, surface);
      if (surfaces.size() > MAX_SURFACES) {
        surfaces.pollFirstEntry();
      }
    }
    return surface;
  }

  private @Nullable Level graph(int sample, Checkpoint at) {
    RunSetup setup = network.setup();
    if (!LossGraph.canShow(setup) || sample >= setup.data().samples()) {
      return null;
    }
    if (graph == null) {
      graph = new LossGraph(setup);
    }
    graph.run(at.parameters(), sample);
    return new Level.Graph(trajectory, at.step(), sample, graph.data(), graph.grad());
  }
}
