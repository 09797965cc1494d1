package dev.livegrad.server.http;

import dev.livegrad.data.Refusal;
import dev.livegrad.run.Command;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Runs;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** All runs over HTTP: they are made, listed, read, renamed, branched and deleted. */
public final class RunsApi {
  private static final int LISTED = 100;
  private static final int MAX_LISTED = 1_000;
  private static final int MAX_NAME = 100;

  /** Who makes a run here. */
  private static final String BY = "HTTP";

  private final Runs runs;
  private final RequestedRun requested;
  private final Bodies bodies;
  private final WorkerExecutor worker;
  private final Context loop;

  /**
   * @param loop answers are given on it
   */
  public RunsApi(Vertx vertx, Context loop, Runs runs, RequestedRun requested, Bodies bodies) {
    this.runs = runs;
    this.requested = requested;
    this.bodies = bodies;
    this.worker = SpecBody.reader(vertx);
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

  /** A run as the list shows it. */
  private record Item(
      String id,
      String name,
      RunStatus status,
      long step,
      @Nullable Double loss,
      String createdAt,
      String updatedAt,
      String by) {
    static Item of(RunStore.Summary run) {
      return new Item(
          run.id(),
          run.name(),
          run.status(),
          run.step(),
          run.loss(),
          run.createdAt().toString(),
          run.updatedAt().toString(),
          run.by());
    }
  }

  private void list(RoutingContext context) {
    MultiMap asked = Json.params(context);
    if (asked == null) {
      return;
    }
    String after = asked.get("after");
    String limit = Objects.requireNonNullElse(asked.get("limit"), String.valueOf(LISTED));
    if (!limit.matches("\\d{1,9}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MAX_LISTED) {
      Json.refuse(
          context,
          400,
          "limit: %s is not allowed; a whole number from 1 to %d is"
              .formatted(Json.oneLine(limit), MAX_LISTED));
      return;
    }
    Future<List<RunStore.Summary>> known =
        after == null
            ? Future.succeededFuture(List.of())
            : requested.found(after, runs::summary).map(List::of);
    known
        .compose(_ -> on(runs.list(Integer.parseInt(limit), after)))
        .map(found -> Map.of("runs", found.stream().map(Item::of).toList()))
        .onSuccess(answer -> Json.send(context, 200, answer))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private void create(RoutingContext context) {
    MediaType type = MediaType.of(context).orElseThrow();
    String body = context.body().asString();
    worker
        .executeBlocking(() -> SpecBody.read(type, body), false)
        .compose(setup -> on(runs.create(setup, BY)))
        .onSuccess(run -> made(context, run))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private static void made(RoutingContext context, RunHandle run) {
    context.response().putHeader(HttpHeaders.LOCATION, "/api/runs/" + run.id());
    Json.send(context, 201, Map.of("id", run.id()));
  }

  private void read(RoutingContext context) {
    requested
        .answer(context)
        .onSuccess(run -> Json.send(context, 200, run))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private void rename(RoutingContext context) {
    String id = requested.id(context);
    try {
      Fields fields = Fields.root(Json.object(context.body().asString(), "what is to be changed"));
      String name = name(fields.required("name"));
      fields.end();
      requested
          .found(id, it -> runs.rename(it, name).thenCompose(_ -> runs.summary(it)))
          .onSuccess(run -> Json.send(context, 200, Item.of(run)))
          .onFailure(failure -> Json.fail(context, failure));
    } catch (SpecException e) {
      Json.refuse(context, 400, e.getMessage());
    }
  }

  private void branch(RoutingContext context) {
    String id = requested.id(context);
    try {
      Fields fields =
          Fields.root(Json.object(context.body().asString(), "where a run is to branch"));
      long step = fields.integer("step", 0, RunSpec.MAX_STEPS);
      Double rate = fields.numberIfGiven("learningRate", 0, LearningRate.MAX);
      fields.end();
      requested
          .found(id, it -> runs.branch(it, step, BY))
          .compose(run ->
              rate == null
                  ? Future.succeededFuture(run)
                  : on(run.apply(new Command.SetLearningRate(rate), BY)).map(run))
          .onSuccess(run -> made(context, run))
          .onFailure(failure -> Json.fail(context, failure));
    } catch (SpecException e) {
      Json.refuse(context, 400, e.getMessage());
    }
  }

  /** Any text that is seen and stays in its line. */
  private static String name(Object value) {
    if (value instanceof String name
        && !name.isBlank()
        && name.codePointCount(0, name.length()) <= MAX_NAME
        && name.codePoints().allMatch(RunsApi::isAllowed)) {
      return name;
    }
    throw new SpecException(
        Refusal.notAllowed(
            "name", value, "text of 1 to %d characters in one line".formatted(MAX_NAME)));
  }

  private static boolean isAllowed(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
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
        .onSuccess(_ -> context.response().setStatusCode(204).end())
        .onFailure(failure -> Json.fail(context, failure));
  }

  private <T> Future<T> on(CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, loop);
  }
}
