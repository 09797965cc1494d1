package dev.livegrad.server;

import dev.livegrad.graph.LossGraph;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.Lesson;
import dev.livegrad.training.Moment;
import dev.livegrad.training.Network;
import dev.livegrad.training.Neurons;
import dev.livegrad.training.Plane;
import dev.livegrad.training.Predictions;
import dev.livegrad.training.Surface;
import dev.livegrad.training.diagnosis.Checkup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run's levels are read from, at any of its moments. Each is made when it is first needed.
 * Belongs to one thread at a time.
 */
final class Instruments {
  /** Levels of more samples than this are cut. */
  static final int MAX_SAMPLES_SHOWN = 1_000;

  /** As many surfaces are kept ready; of those that are watched beyond, each is made anew. */
  private static final int MAX_SURFACES = 8;

  private final long epoch;
  private final Network network;
  private final Supplier<Checkup> checkups;

  private final SequencedMap<List<Integer>, Surface> surfaces = new LinkedHashMap<>();
  private @Nullable Predictions predictions;
  private @Nullable Neurons neurons;
  private @Nullable Checkup checkup;
  private @Nullable LossGraph graph;

  /**
   * @param checkups gives one, at most once
   */
  Instruments(long epoch, Network network, Supplier<Checkup> checkups) {
    this.epoch = epoch;
    this.network = network;
    this.checkups = checkups;
  }

  /** A level at that moment; null where the run has no such thing. */
  @Nullable ServerMessage read(Topic topic, Moment moment) {
    return switch (topic.kind()) {
      case STEPS -> null;
      case PARAMETERS ->
          new ServerMessage.Parameters(
              epoch, moment.step(), moment.parameters(), moment.gradients());
      case PREDICTIONS -> predictions(moment);
      case NEURONS -> neurons(moment);
      case SURFACE -> surface(topic.arguments(), moment);
      case HEALTH -> health(moment);
      case GRAPH -> graph(topic.arguments().getFirst(), moment);
    };
  }

  private ServerMessage predictions(Moment moment) {
    if (predictions == null) {
      predictions = network.predictions(MAX_SAMPLES_SHOWN);
    }
    double[][] outputs = predictions.values(moment.parameters());
    return new ServerMessage.Predictions(epoch, moment.step(), outputs);
  }

  private ServerMessage health(Moment moment) {
    if (checkup == null) {
      checkup = checkups.get();
    }
    return HealthMessages.of(checkup.at(moment), epoch);
  }

  private @Nullable ServerMessage neurons(Moment moment) {
    if (neurons == null) {
      neurons = network.neurons();
    }
    if (neurons == null) {
      return null;
    }
    Plane plane = neurons.plane();
    return new ServerMessage.Neurons(
        epoch,
        moment.step(),
        plane == null ? null : lattice(plane),
        neurons.values(moment.parameters()));
  }

  private @Nullable ServerMessage surface(List<Integer> arguments, Moment moment) {
    int output = arguments.size() > 2 ? arguments.get(2) : 0;
    Integer sample = arguments.size() > 3 ? arguments.get(3) : null;
    Surface surface = surfaces.remove(arguments);
    if (surface == null) {
      surface = network.surface(arguments.get(0), arguments.get(1), output, sample);
    }
    if (surface == null) {
      return null;
    }
    surfaces.putLast(arguments, surface);
    if (surfaces.size() > MAX_SURFACES) {
      surfaces.pollFirstEntry();
    }
    return new ServerMessage.Surface(
        epoch,
        moment.step(),
        lattice(surface.plane()),
        output,
        sample,
        surface.values(moment.parameters()));
  }

  private static ServerMessage.Lattice lattice(Plane plane) {
    return new ServerMessage.Lattice(
        plane.x(), plane.y(), plane.from(), plane.to(), plane.columns(), plane.rows());
  }

  private @Nullable ServerMessage graph(int sample, Moment moment) {
    Lesson lesson = network.lesson();
    if (!LossGraph.canShow(lesson) || sample >= lesson.data().samples()) {
      return null;
    }
    if (graph == null) {
      graph = new LossGraph(lesson);
    }
    graph.run(moment.parameters(), sample);
    return new ServerMessage.Graph(epoch, moment.step(), sample, graph.data(), graph.grad());
  }
}
