package dev.livegrad.server.http;

import dev.livegrad.run.Command;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Runs;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.RunName;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All runs over HTTP: they are made, listed, read, renamed, branched and deleted. */
public final class RunsApi {
  private static final int LISTED = 100;
  private static final int MAX_LISTED = 1_000;
  private static final int MAX_POINTS = 1_000;

  private final Runs runs;
  private final RequestedRun requested;
  private final Bodies bodies;
  private final SpecBodies specs;
  private final Context loop;

  /**
   * @param loop answers are given on it
   */
  public RunsApi(SpecBodies specs, Context loop, Runs runs, RequestedRun requested, Bodies bodies) {
    this.runs = runs;
    this.requested = requested;
    this.bodies = bodies;
    this.specs = specs;
    this.loop = loop;
  }

  public void mount(Router router) {
    router.get("/api/runs").handler(this::list);
    bodies.read(router.post("/api/runs"), MediaType.JSON, MediaType.YAML).handler(this::create);
    router.get("/api/runs/:id").handler(this::read);
    bodies.read(router.patch("/api/runs/:id"), MediaType.JSON).handler(this::rename);
    router.delete("/api/runs/:id").handler(this::delete);
    bodies.read(router.post("/api/runs/:id/branch"), MediaType.JSON).handler(this::branch);
  }

  /** A run as the list shows it; of one that is damaged id, name, and why it can't be read. */
  private record Item(
      String id,
      String name,
      @Nullable RunStatus status,
      @Nullable Long step,
      @Nullable Double loss,
      @Nullable Double accuracy,
      @Nullable Double testLoss,
      @Nullable Double testAccuracy,
      @Nullable String createdAt,
      @Nullable String updatedAt,
      @Nullable String by,
      @Nullable List<double[]> curve,
      @Nullable String unreadable) {
    static Item of(RunStore.Listed listed, @Nullable List<double[]> curve) {
      return switch (listed) {
        case RunStore.Summary run ->
            new Item(
                run.id(),
                run.name(),
                run.status(),
                run.step(),
                run.loss(),
                run.accuracy(),
                run.testLoss(),
                run.testAccuracy(),
                run.createdAt().toString(),
                run.updatedAt().toString(),
                run.by(),
                curve,
                null);
        case RunStore.Unreadable(String id, String name, String why) ->
            new Item(id, name, null, null, null, null, null, null, null, null, null, curve, why);
      };
    }
  }

  private void list(RoutingContext context) {
    MultiMap asked = Json.params(context);
    if (asked == null) {
      return;
    }
    String after = asked.get("after");
    String words = Objects.requireNonNullElse(asked.get("name"), "");
    int limit = number(context, asked, "limit", LISTED, 1, MAX_LISTED);
    int points = number(context, asked, "curve", 0, 2, MAX_POINTS);
    if (limit < 0 || points < 0) {
      return;
    }
    RunStore.Order order = order(context, asked.get("sort"));
    if (order == null) {
      return;
    }
    Future<List<RunStore.Listed>> known =
        after == null
            ? Future.succeededFuture(List.of())
            : requested.found(after, runs::listed).map(List::of);
    known
        .compose(_ -> on(runs.list(order, limit, after, words)))
        .compose(found -> points == 0 ? Future.succeededFuture(items(found)) : drawn(found, points))
        .map(items -> Map.of("runs", items))
        .onSuccess(answer -> {
          if (points == 0) {
            Json.send(context, 200, answer);
          } else {
            Json.sendLarge(context, 200, answer, specs.worker());
          }
        })
        .onFailure(failure -> Json.fail(context, failure));
  }

  /** What the list is sorted by; null, and the request is refused, where it can't be by that. */
  private static RunStore.@Nullable Order order(RoutingContext context, @Nullable String word) {
    if (word == null) {
      return RunStore.Order.CREATED;
    }
    for (RunStore.Order order : RunStore.Order.values()) {
      if (order.word().equals(word)) {
        return order;
      }
    }
    String words =
        Arrays.stream(RunStore.Order.values())
            .map(RunStore.Order::word)
            .collect(Collectors.joining(", "));
    Json.refuse(
        context, 400, "sort: %s is not allowed; one of %s is".formatted(Json.oneLine(word), words));
    return null;
  }

  /** A parameter of the query; negative, and the request is refused, where it is not allowed. */
  private static int number(
      RoutingContext context, MultiMap asked, String name, int otherwise, int least, int most) {
    String text = asked.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("\\d{1,9}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    Json.refuse(
        context,
        400,
        "%s: %s is not allowed; a whole number from %d to %d is"
            .formatted(name, Json.oneLine(text), least, most));
    return -1;
  }

  private static List<Item> items(List<RunStore.Listed> found) {
    return found.stream().map(run -> Item.of(run, null)).toList();
  }

  private Future<List<Item>> drawn(List<RunStore.Listed> found, int points) {
    return on(runs.curves(found.stream().map(RunStore.Listed::id).toList(), points))
        .map(curves ->
            IntStream.range(0, found.size())
                .mapToObj(i -> Item.of(found.get(i), curve(curves.get(i))))
                .toList());
  }

  /** Each point as a list of its step and its loss. */
  private static List<double[]> curve(List<RunStore.Point> points) {
    return points.stream().map(it -> new double[] {it.step(), it.loss()}).toList();
  }

  private void create(RoutingContext context) {
    MediaType type = MediaType.of(context).orElseThrow();
    String body = context.body().asString();
    specs
        .read(type, body)
        .compose(setup -> on(runs.create(setup, Requester.nameOf(context))))
        .onSuccess(run -> made(context, run))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private static void made(RoutingContext context, RunHandle run) {
    Json.header(context, HttpHeaders.LOCATION, "/api/runs/" + run.id());
    Json.send(context, 201, Map.of("id", run.id()));
  }

  private void read(RoutingContext context) {
    requested
        .answer(context)
        .onSuccess(run -> Json.sendLarge(context, 200, run, specs.worker()))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private void rename(RoutingContext context) {
    String id = requested.id(context);
    try {
      Fields fields = Fields.root(Json.object(context.body().asString(), "what is to be changed"));
      String name = RunName.read(fields);
      fields.end();
      requested
          .found(id, it -> runs.rename(it, name).thenCompose(_ -> runs.listed(it)))
          .onSuccess(run -> Json.send(context, 200, Item.of(run, null)))
          .onFailure(failure -> Json.fail(context, failure));
    } catch (SpecException e) {
      Json.refuse(context, 400, e.getMessage());
    }
  }

  private void branch(RoutingContext context) {
    String id = requested.id(context);
    String by = Requester.nameOf(context);
    try {
      Fields fields =
          Fields.root(Json.object(context.body().asString(), "where a run is to branch"));
      long step = fields.integer("step", 0, RunSpec.MAX_STEPS);
      Double rate = fields.numberIfGiven("learningRate", 0, LearningRate.MAX);
      fields.end();
      requested
          .found(id, it -> runs.branch(it, step, by))
          .compose(run ->
              rate == null
                  ? Future.succeededFuture(run)
                  : on(run.apply(new Command.SetLearningRate(rate), by)).map(run))
          .onSuccess(run -> made(context, run))
          .onFailure(failure -> Json.fail(context, failure));
    } catch (SpecException e) {
      Json.refuse(context, 400, e.getMessage());
    }
  }

  private void delete(RoutingContext context) {
    String id = requested.id(context);
    if (id.equals(runs.shared())) {
      Json.refuse(
          context, 409, "this is the run that all see who ask for none; it can't be deleted");
      return;
    }
    requested
        .found(id, it -> runs.delete(it).thenApply(known -> known ? it : null))
        .onSuccess(_ -> Json.sendNothing(context))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private <T> Future<T> on(CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, loop);
  }
}
