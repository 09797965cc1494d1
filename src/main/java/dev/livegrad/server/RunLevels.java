package dev.livegrad.server;

import dev.livegrad.graph.LossGraph;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.Neurons;
import dev.livegrad.training.Plane;
import dev.livegrad.training.Surface;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.diagnosis.Diagnosis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A run's levels: how each kind of topic is computed, and how often at most. */
final class RunLevels implements Levels.Source {
  /** Levels of more samples than this are cut. */
  static final int MAX_SAMPLES_SHOWN = 1_000;

  /** Levels are sent the less often the larger they are: 5,000 parameters ten times a second. */
  private static final long NANOS_A_PARAMETER = 20_000;

  /** Pictures need to move, not more. */
  private static final long NANOS_A_PICTURE = 200_000_000;

  /** As many surfaces are kept ready; of those that are watched beyond, each is made anew. */
  private static final int MAX_SURFACES = 8;

  /** Four times a second: more than that nobody reads. */
  private static final long NANOS_BETWEEN_HEALTH = 250_000_000;

  /** Nobody reads a hundred numbers more often than this. */
  private static final long NANOS_BETWEEN_GRAPHS = 250_000_000;

  private final TrainingRun run;
  private final Diagnosis diagnosis;
  private final long epoch;
  private final long frameNanos;

  private final SequencedMap<Topic, Surface> surfaces = new LinkedHashMap<>();
  private @Nullable Neurons neurons;

  /** Recorded when it is first watched. */
  private @Nullable LossGraph graph;

  RunLevels(TrainingRun run, Diagnosis diagnosis, long epoch, long frameNanos) {
    this.run = run;
    this.diagnosis = diagnosis;
    this.epoch = epoch;
    this.frameNanos = frameNanos;
  }

  @Override
  public @Nullable ServerMessage level(Topic topic) {
    return switch (topic.kind()) {
      case STEPS -> null;
      case PARAMETERS ->
          new ServerMessage.Parameters(epoch, run.stepsDone(), run.parameters(), run.gradients());
      case PREDICTIONS ->
          new ServerMessage.Predictions(epoch, run.stepsDone(), run.predictions(MAX_SAMPLES_SHOWN));
      case NEURONS -> neurons();
      case SURFACE -> surface(topic);
      case HEALTH -> HealthMessages.of(diagnosis.health(), epoch);
      case GRAPH -> graph(topic.arguments().getFirst());
    };
  }

  private @Nullable ServerMessage neurons() {
    if (neurons == null) {
      neurons = run.neurons();
    }
    if (neurons == null) {
      return null;
    }
    Plane plane = neurons.plane();
    return new ServerMessage.Neurons(
        epoch,
        run.stepsDone(),
        plane == null ? null : lattice(plane),
        neurons.values(run.parameters()));
  }

  private @Nullable ServerMessage surface(Topic topic) {
    List<Integer> arguments = topic.arguments();
    int output = arguments.size() > 2 ? arguments.get(2) : 0;
    Integer sample = arguments.size() > 3 ? arguments.get(3) : null;
    Surface surface = surfaces.remove(topic);
    if (surface == null) {
      surface = run.surface(arguments.get(0), arguments.get(1), output, sample);
    }
    if (surface == null) {
      return null;
    }
    surfaces.putLast(topic, surface);
    if (surfaces.size() > MAX_SURFACES) {
      surfaces.pollFirstEntry();
    }
    return new ServerMessage.Surface(
        epoch,
        run.stepsDone(),
        lattice(surface.plane()),
        output,
        sample,
        surface.values(run.parameters()));
  }

  private static ServerMessage.Lattice lattice(Plane plane) {
    return new ServerMessage.Lattice(
        plane.x(), plane.y(), plane.from(), plane.to(), plane.columns(), plane.rows());
  }

  private @Nullable ServerMessage graph(int sample) {
    if (!LossGraph.canShow(run.lesson()) || sample >= run.data().samples()) {
      return null;
    }
    if (graph == null) {
      graph = new LossGraph(run.lesson());
    }
    graph.run(run.parameters(), sample);
    return new ServerMessage.Graph(epoch, run.stepsDone(), sample, graph.data(), graph.grad());
  }

  @Override
  public long nanosBetween(Topic topic) {
    return switch (topic.kind()) {
      case STEPS, PREDICTIONS -> frameNanos;
      case NEURONS, SURFACE -> Math.max(frameNanos, NANOS_A_PICTURE);
      case HEALTH -> NANOS_BETWEEN_HEALTH;
      case PARAMETERS -> Math.max(frameNanos, NANOS_A_PARAMETER * run.parameterNames().size());
      case GRAPH -> NANOS_BETWEEN_GRAPHS;
    };
  }
}
