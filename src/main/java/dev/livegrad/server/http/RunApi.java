package dev.livegrad.server.http;

import dev.livegrad.run.Command;
import dev.livegrad.run.CommandResult;
import dev.livegrad.training.RunSetup;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The run and the lessons over HTTP; {@code openapi.json} describes the whole API. */
public final class RunApi {
  private final SpecBodies specs;
  private final RequestedRun requested;
  private final Bodies bodies;
  private final Collection<RunSetup> lessons;
  private final String description = StaticPages.resource("dev/livegrad/openapi.json");

  public RunApi(
      SpecBodies specs, RequestedRun requested, Bodies bodies, Collection<RunSetup> lessons) {
    this.specs = specs;
    this.requested = requested;
    this.bodies = bodies;
    this.lessons = lessons;
  }

  public void mount(Router router) {
    router.get("/healthz").handler(it -> Json.send(it, 200, Map.of("status", "up")));
    router.get("/api/openapi.json").handler(it -> Json.sendText(it, 200, description));
    router.get("/api/lessons").handler(this::lessons);
    router.get("/api/run").handler(this::run);
    bodies.read(router.put("/api/run"), MediaType.JSON).handler(this::load);
  }

  private void lessons(RoutingContext context) {
    record Item(String name, String description, Map<String, Object> spec) {}
    List<Item> items =
        lessons.stream()
            .map(RunSetup::spec)
            .map(spec -> new Item(spec.name(), spec.description(), spec.toTree()))
            .toList();
    Json.send(context, 200, Map.of("lessons", items));
  }

  private void run(RoutingContext context) {
    requested
        .answer(context)
        .onSuccess(run -> Json.sendLarge(context, 200, run, specs.worker()))
        .onFailure(failure -> Json.fail(context, failure));
  }

  /** Replaces the run by one of the spec in the body. */
  private void load(RoutingContext context) {
    String body = context.body().asString();
    specs
        .read(MediaType.JSON, body)
        .map(Command.Load::new)
        .compose(load -> requested.ask(context, run -> run.apply(load, Requester.nameOf(context))))
        .onSuccess(result -> {
          switch (result) {
            case CommandResult.Accepted _ -> run(context);
            case CommandResult.Rejected(String reason) -> Json.refuse(context, 409, reason);
          }
        })
        .onFailure(failure -> Json.fail(context, failure));
  }
}
