package dev.livegrad.server;

import dev.livegrad.graph.ComputationGraph;
import dev.livegrad.graph.Drawing;
import dev.livegrad.graph.GraphException;
import dev.livegrad.graph.Layouts;
import dev.livegrad.graph.LossGraph;
import dev.livegrad.graph.Placement;
import dev.livegrad.graph.TrainingStep;
import dev.livegrad.graph.Walk;
import dev.livegrad.training.Moment;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a sample's loss over HTTP: its structure with its layout, and the walk back through
 * it. Computed on a thread of its own, since a layout can take a second; at most {@value
 * #MAX_WAITING} requests wait for it.
 */
final class GraphApi {
  private static final int MAX_WAITING = 64;

  /** What is collapsed where nobody says, so that no more boxes than these are drawn. */
  private static final int PLEASANT = 24;

  private final TrainingVerticle training;
  private final WorkerExecutor worker;
  private final Layouts layouts = new Layouts();

  /** Answers come on the training's own thread, questions on the web's. */
  private final AtomicInteger waiting = new AtomicInteger();

  GraphApi(Vertx vertx, TrainingVerticle training) {
    this.training = training;
    this.worker = vertx.createSharedWorkerExecutor("livegrad-graphs", 1);
  }

  void mount(Router router) {
    router.get("/api/graph").handler(context -> answer(context, this::graph));
    router.get("/api/graph/walk").handler(context -> answer(context, GraphApi::walk));
  }

  /**
   * What a request asks for.
   *
   * @param moment of the run, which the numbers are of
   * @param nextSamples those that the next step after the moment sees; null where that isn't kept
   */
  private record Query(
      int sample, Moment moment, int @Nullable [] nextSamples, @Nullable String collapsed) {}

  private void answer(
      RoutingContext context,
      BiFunction<TrainingSession.RunSnapshot, Query, Map<String, Object>> tree) {
    if (waiting.get() >= MAX_WAITING) {
      Api.refuse(context, 503, "too many ask for graphs; try again in a moment");
      return;
    }
    waiting.incrementAndGet();
    MultiMap asked = context.request().params();
    training
        .snapshot()
        .compose(snapshot ->
            training
                .past()
                .compose(past ->
                    worker.executeBlocking(
                        () -> tree.apply(snapshot, query(asked, snapshot, past)))))
        .onComplete(result -> {
          waiting.decrementAndGet();
          if (result.succeeded()) {
            Api.json(context, 200, result.result());
          } else if (result.cause() instanceof GraphException refusal) {
            Api.refuse(context, 400, refusal.getMessage());
          } else {
            context.fail(result.cause());
          }
        });
  }

  private static Query query(MultiMap asked, TrainingSession.RunSnapshot snapshot, RunPast past) {
    int samples = snapshot.lesson().data().samples();
    int sample = (int) number("sample", asked, 0, samples - 1);
    long now = snapshot.status().step();
    long wanted = number("step", asked, now, now);
    Moment present =
        new Moment(
            now, snapshot.parameters(), snapshot.gradients(), snapshot.status().learningRate());
    Moment moment =
        wanted == now || past.epoch() != snapshot.status().epoch()
            ? present
            : past.at(wanted).orElse(present);
    boolean sameSamples = moment.step() == now || snapshot.nextSamples().length == samples;
    return new Query(
        sample, moment, sameSamples ? snapshot.nextSamples() : null, asked.get("collapsed"));
  }

  private static long number(String name, MultiMap asked, long otherwise, long greatest) {
    String text = Objects.requireNonNullElse(asked.get(name), Long.toString(otherwise));
    boolean number = text.matches("\\d{1,18}");
    if (!number || Long.parseLong(text) > greatest) {
      throw new GraphException(
          "%s: %s is not allowed; a whole number from 0 to %d is"
              .formatted(name, Api.oneLine(text), greatest));
    }
    return Long.parseLong(text);
  }

  private Map<String, Object> graph(TrainingSession.RunSnapshot snapshot, Query query) {
    if (!LossGraph.canShow(snapshot.lesson())) {
      return tooLarge(snapshot, query);
    }
    LossGraph graph = new LossGraph(snapshot.lesson());
    ComputationGraph structure = graph.structure();
    Collection<String> collapsed = collapsed(query.collapsed(), structure);
    int boxes = Drawing.count(structure, collapsed);
    String note = null;
    if (boxes > Drawing.MAX_BOXES) {
      collapsed = structure.collapsedTo(PLEASANT);
      note =
          "%,d boxes are too many to draw; up to %,d are. Expand some neurons, not all."
              .formatted(boxes, Drawing.MAX_BOXES);
    }
    Map<String, Object> tree = numbers(graph, snapshot, query);
    tree.put("samples", graph.samples());
    tree.put("groups", structure.groups());
    tree.put("collapsed", collapsed);
    tree.put("nodes", structure.toTree());
    tree.put("layout", layouts.of(Drawing.of(structure, collapsed)).toTree());
    tree.put("note", note);
    return tree;
  }

  /** An empty graph, and why: nobody has asked for anything wrong. */
  private static Map<String, Object> tooLarge(TrainingSession.RunSnapshot snapshot, Query query) {
    Map<String, Object> tree = place(snapshot, query);
    tree.put("data", List.of());
    tree.put("grad", List.of());
    tree.put("samples", snapshot.lesson().data().samples());
    tree.put("groups", List.of());
    tree.put("collapsed", List.of());
    tree.put("nodes", List.of());
    tree.put("layout", new Placement(0, 0, List.of(), List.of(), List.of()).toTree());
    tree.put(
        "note",
        "the graph of this run has more than %,d nodes, which is as many as can be shown"
            .formatted(LossGraph.MAX_NODES));
    return tree;
  }

  private static Collection<String> collapsed(@Nullable String text, ComputationGraph structure) {
    return switch (text) {
      case null -> structure.collapsedTo(PLEASANT);
      case "" -> Set.of();
      case "neurons" -> structure.inner();
      case "layers" -> structure.outer();
      default -> Arrays.stream(text.split(",")).map(Api::oneLine).distinct().toList();
    };
  }

  private static Map<String, Object> walk(TrainingSession.RunSnapshot snapshot, Query query) {
    LossGraph graph = new LossGraph(snapshot.lesson());
    Map<String, Object> tree = numbers(graph, snapshot, query);
    tree.put("steps", graph.walk().steps().stream().map(GraphApi::tree).toList());
    try {
      tree.put("training", training(graph, snapshot, query));
      tree.put("note", null);
    } catch (GraphException tooMuch) {
      tree.put("training", null);
      tree.put("note", tooMuch.getMessage());
    }
    return tree;
  }

  private static Map<String, Object> place(TrainingSession.RunSnapshot snapshot, Query query) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("epoch", snapshot.status().epoch());
    tree.put("step", query.moment().step());
    tree.put("sample", query.sample());
    return tree;
  }

  /** The moment, and every node's numbers by its id. */
  private static Map<String, Object> numbers(
      LossGraph graph, TrainingSession.RunSnapshot snapshot, Query query) {
    graph.run(query.moment().parameters(), query.sample());
    Map<String, Object> tree = place(snapshot, query);
    tree.put("data", numbers(graph.data()));
    tree.put("grad", numbers(graph.grad()));
    return tree;
  }

  private static Map<String, Object> tree(Walk.Step step) {
    List<Map<String, Object>> shares = new ArrayList<>();
    for (Walk.Share share : step.shares()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("child", share.child());
      tree.put("local", Api.number(share.local()));
      tree.put("amount", Api.number(share.amount()));
      tree.put("before", Api.number(share.before()));
      tree.put("after", Api.number(share.after()));
      shares.add(tree);
    }
    return Map.of("node", step.node(), "grad", Api.number(step.grad()), "shares", shares);
  }

  private static Map<String, Object> training(
      LossGraph graph, TrainingSession.RunSnapshot snapshot, Query query) {
    int[] samples = query.nextSamples();
    if (samples == null) {
      throw new GraphException("which samples an earlier step saw isn’t kept");
    }
    TrainingStep step =
        TrainingStep.of(
            graph,
            snapshot.lesson().spec().loss(),
            query.moment().parameters(),
            query.moment().learningRate(),
            samples);
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (int i = 0; i < step.parameters().length; i++) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", snapshot.run().parameterNames().get(i));
      tree.put("data", Api.number(step.parameters()[i]));
      tree.put("grad", Api.number(step.gradients()[i]));
      tree.put("updated", Api.number(step.updated()[i]));
      parameters.add(tree);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("samples", step.samples());
    tree.put("includesSample", Arrays.stream(samples).anyMatch(n -> n == query.sample()));
    tree.put("share", step.share());
    tree.put("learningRate", step.learningRate());
    tree.put("penalty", Api.number(step.penalty()));
    tree.put("lossBefore", Api.number(step.lossBefore()));
    tree.put("lossAfter", Api.number(step.lossAfter()));
    tree.put("parameters", parameters);
    return tree;
  }

  private static List<Object> numbers(double[] values) {
    return Arrays.stream(values).mapToObj(Api::number).toList();
  }
}
