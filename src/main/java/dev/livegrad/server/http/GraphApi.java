package dev.livegrad.server.http;

import dev.livegrad.graph.ComputationGraph;
import dev.livegrad.graph.Drawing;
import dev.livegrad.graph.GraphException;
import dev.livegrad.graph.Layouts;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.graph.Placement;
import dev.livegrad.graph.TrainingStep;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.training.AddedSamples;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a sample's loss over HTTP: its structure with its layout, and the walk back through
 * it. Computed on a thread of its own, since a layout can take a second; at most {@value
 * #MAX_WAITING} requests wait for it.
 */
public final class GraphApi {
  private static final int MAX_WAITING = 64;

  /** Where nobody says what to collapse, as much is as leaves no more boxes than this. */
  private static final int MAX_BOXES_BY_DEFAULT = 24;

  private final RequestedRun requested;
  private final WorkerExecutor worker;
  private final Layouts layouts = new Layouts();

  /** Answers come on the training's own thread, questions on the web's. */
  private final AtomicInteger waiting = new AtomicInteger();

  public GraphApi(Vertx vertx, RequestedRun requested) {
    this.requested = requested;
    this.worker = vertx.createSharedWorkerExecutor("livegrad-graphs", 1);
  }

  public void mount(Router router) {
    router.get("/api/graph").handler(context -> answer(context, this::graph));
    router.get("/api/graph/walk").handler(context -> answer(context, GraphApi::walk));
  }

  /**
   * What a request asks for.
   *
   * @param run as it stands
   * @param at the numbers are of this checkpoint
   * @param nextSamples those that the next step after it sees; null where that isn't kept
   */
  private record Query(
      RunSnapshot run,
      int sample,
      Checkpoint at,
      int @Nullable [] nextSamples,
      @Nullable String collapsed) {
    static Query of(MultiMap asked, RunSnapshot run) {
      int samples = run.network().setup().data().samples();
      int sample = (int) number("sample", asked, 0, samples - 1);
      Checkpoint present = run.present();
      long wanted = number("step", asked, present.step(), present.step());
      Checkpoint at = wanted == present.step() ? present : run.checkpointAt(wanted).orElse(present);
      boolean sameSamples =
          at.step() == present.step()
              || (run.nextSamples().length == samples
                  && AddedSamples.count(at.added()) == AddedSamples.count(run.network().setup()));
      return new Query(
          run, sample, at, sameSamples ? run.nextSamples() : null, asked.get("collapsed"));
    }

    RunSetup setup() {
      return run.network().setup();
    }
  }

  private void answer(RoutingContext context, Function<Query, Map<String, Object>> tree) {
    if (waiting.get() >= MAX_WAITING) {
      Json.refuse(context, 503, "too many ask for graphs; try again in a moment");
      return;
    }
    MultiMap asked = Json.params(context);
    if (asked == null) {
      return;
    }
    waiting.incrementAndGet();
    requested
        .snapshot(context)
        .compose(run -> worker.executeBlocking(() -> tree.apply(Query.of(asked, run))))
        .onComplete(result -> {
          waiting.decrementAndGet();
          if (result.succeeded()) {
            Json.send(context, 200, result.result());
          } else if (result.cause() instanceof GraphException refusal) {
            Json.refuse(context, 400, refusal.getMessage());
          } else {
            context.fail(result.cause());
          }
        });
  }

  private static long number(String name, MultiMap asked, long otherwise, long greatest) {
    String text = Objects.requireNonNullElse(asked.get(name), Long.toString(otherwise));
    boolean number = text.matches("\\d{1,18}");
    if (!number || Long.parseLong(text) > greatest) {
      throw new GraphException(
          "%s: %s is not allowed; a whole number from 0 to %d is"
              .formatted(name, Json.oneLine(text), greatest));
    }
    return Long.parseLong(text);
  }

  private Map<String, Object> graph(Query query) {
    if (!LossGraph.canShow(query.setup())) {
      return tooLarge(query);
    }
    LossGraph graph = new LossGraph(query.setup());
    ComputationGraph structure = graph.structure();
    Collection<String> collapsed = collapsed(query.collapsed(), structure);
    int boxes = Drawing.count(structure, collapsed);
    String note = null;
    if (boxes > Drawing.MAX_BOXES) {
      collapsed = structure.collapsedTo(MAX_BOXES_BY_DEFAULT);
      note =
          "%,d boxes are too many to draw; up to %,d are. Expand some neurons, not all."
              .formatted(boxes, Drawing.MAX_BOXES);
    }
    Map<String, Object> tree = numbers(graph, query);
    tree.put("samples", graph.samples());
    tree.put("groups", structure.groups());
    tree.put("collapsed", collapsed);
    tree.put("nodes", structure.nodes());
    tree.put("layout", layouts.of(Drawing.of(structure, collapsed)));
    tree.put("note", note);
    return tree;
  }

  /** An empty graph, and why: nobody has asked for anything wrong. */
  private static Map<String, Object> tooLarge(Query query) {
    Map<String, Object> tree = place(query);
    tree.put("data", List.of());
    tree.put("grad", List.of());
    tree.put("samples", query.setup().data().samples());
    tree.put("groups", List.of());
    tree.put("collapsed", List.of());
    tree.put("nodes", List.of());
    tree.put("layout", new Placement(0, 0, List.of(), List.of(), List.of()));
    tree.put(
        "note",
        "the graph of this run has more than %,d nodes, which is as many as can be shown"
            .formatted(LossGraph.MAX_NODES));
    return tree;
  }

  private static Collection<String> collapsed(@Nullable String text, ComputationGraph structure) {
    return switch (text) {
      case null -> structure.collapsedTo(MAX_BOXES_BY_DEFAULT);
      case "" -> Set.of();
      case "neurons" -> structure.inner();
      case "layers" -> structure.outer();
      default -> Arrays.stream(text.split(",")).map(Json::oneLine).distinct().toList();
    };
  }

  private static Map<String, Object> walk(Query query) {
    LossGraph graph = new LossGraph(query.setup());
    Map<String, Object> tree = numbers(graph, query);
    tree.put("steps", graph.backwardPass().steps());
    try {
      tree.put("training", training(graph, query));
      tree.put("note", null);
    } catch (GraphException tooMuch) {
      tree.put("training", null);
      tree.put("note", tooMuch.getMessage());
    }
    return tree;
  }

  private static Map<String, Object> place(Query query) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("trajectory", query.run().trajectory());
    tree.put("step", query.at().step());
    tree.put("sample", query.sample());
    return tree;
  }

  /** The moment, and every node's numbers by its id. */
  private static Map<String, Object> numbers(LossGraph graph, Query query) {
    graph.run(query.at().parameters(), query.sample());
    Map<String, Object> tree = place(query);
    tree.put("data", graph.data());
    tree.put("grad", graph.grad());
    return tree;
  }

  private static Map<String, Object> training(LossGraph graph, Query query) {
    int[] samples = query.nextSamples();
    if (samples == null) {
      throw new GraphException("which samples an earlier step saw isn’t kept");
    }
    TrainingStep step = TrainingStep.of(graph, query.setup(), query.at(), samples);
    record Updated(String name, double data, double grad, double updated) {}
    List<String> names = query.run().description().parameterNames();
    List<Updated> parameters =
        IntStream.range(0, names.size())
            .mapToObj(i ->
                new Updated(
                    names.get(i), step.parameters()[i], step.gradients()[i], step.updated()[i]))
            .toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("samples", step.samples());
    tree.put("includesSample", Arrays.stream(samples).anyMatch(n -> n == query.sample()));
    tree.put("share", step.lossScale());
    tree.put("learningRate", step.learningRate());
    tree.put("penalty", step.penalty());
    tree.put("lossBefore", step.lossBefore());
    tree.put("lossAfter", step.lossAfter());
    tree.put("parameters", parameters);
    return tree;
  }
}
