package dev.livegrad.server.http;

import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunStatus;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The run and the lessons over HTTP; {@code openapi.json} describes the whole API. */
public final class RunApi {
  private final RequestedRun requested;
  private final Bodies bodies;
  private final Collection<RunSetup> lessons;
  private final String description = StaticPages.resource("dev/livegrad/openapi.json");

  public RunApi(RequestedRun requested, Bodies bodies, Collection<RunSetup> lessons) {
    this.requested = requested;
    this.bodies = bodies;
    this.lessons = lessons;
  }

  public void mount(Router router) {
    router.get("/healthz").handler(it -> Json.send(it, 200, Map.of("status", "up")));
    router.get("/api/openapi.json").handler(it -> Json.sendText(it, 200, description));
    router.get("/api/lessons").handler(this::lessons);
    router.get("/api/run").handler(this::run);
    bodies.read(router.put("/api/run").consumes("application/json")).handler(this::load);
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
        .snapshot(context)
        .onSuccess(snapshot -> Json.send(context, 200, Run.of(snapshot)))
        .onFailure(context::fail);
  }

  /** Replaces the run by one of the spec in the body. */
  private void load(RoutingContext context) {
    try {
      RunSpec spec = RunSpec.parse(Json.object(context.body().asString(), "a run spec"));
      if (spec.data() instanceof DataSpec.Csv) {
        throw new SpecException("data.csv: is not allowed over HTTP; inline and generator are");
      }
      Command load = new Command.Load(RunSetup.load(spec, Path.of("")));
      requested
          .ask(context, run -> run.apply(load, "HTTP"))
          .onSuccess(_ -> run(context))
          .onFailure(context::fail);
    } catch (SpecException e) {
      Json.refuse(context, 400, e.getMessage());
    }
  }

  /** The run as it stands. */
  private record Run(
      RunStatus status,
      long step,
      double learningRate,
      @Nullable Double stepsPerSecond,
      @Nullable String message,
      long trajectory,
      long seed,
      Map<String, Object> spec,
      List<JournalEntry> journal,
      List<Parameter> parameters) {

    private record Parameter(String name, double data, double grad) {}

    static Run of(RunSnapshot run) {
      List<String> names = run.description().parameterNames();
      double[] data = run.present().parameters();
      double[] grad = run.present().gradients();
      return new Run(
          run.state().status(),
          run.state().step(),
          run.state().learningRate(),
          run.state().stepsPerSecond(),
          run.state().message(),
          run.trajectory(),
          run.description().seed(),
          run.description().spec(),
          run.journal(),
          IntStream.range(0, names.size())
              .mapToObj(i -> new Parameter(names.get(i), data[i], grad[i]))
              .toList());
    }
  }
}
