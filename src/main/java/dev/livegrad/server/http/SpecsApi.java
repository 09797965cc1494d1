package dev.livegrad.server.http;

import dev.livegrad.data.Samples;
import dev.livegrad.export.PythonScript;
import dev.livegrad.training.RunSetup;
import dev.livegrad.yaml.YamlText;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a spec would train, over HTTP, before there is a run of it. */
public final class SpecsApi {
  /** The most samples that are shown. */
  private static final int MAX_POINTS = 1_000;

  private final SpecBodies specs;
  private final Bodies bodies;

  public SpecsApi(SpecBodies specs, Bodies bodies) {
    this.specs = specs;
    this.bodies = bodies;
  }

  public void mount(Router router) {
    bodies
        .read(router.post("/api/specs/preview"), MediaType.JSON, MediaType.YAML)
        .handler(this::preview);
    bodies
        .read(router.post("/api/specs/python"), MediaType.JSON, MediaType.YAML)
        .handler(this::python);
  }

  /**
   * What there is to know of a run before it begins.
   *
   * @param spec with every default filled in
   * @param yaml the same as a text
   * @param inputNames of what the network sees
   * @param parameters how many the network has
   * @param testSamples how many of the samples are kept for a test
   * @param classes their names, in the order of the targets; null where targets are numbers
   * @param columns the names of the samples' columns, before features are made of them
   * @param points the first samples
   */
  private record Preview(
      Map<String, Object> spec,
      String yaml,
      List<String> inputNames,
      long parameters,
      int samples,
      int testSamples,
      @Nullable List<String> classes,
      List<String> columns,
      Points points) {
    static Preview of(RunSetup setup) {
      Map<String, Object> tree = setup.spec().toTree();
      int inputs = setup.data().inputColumns();
      Samples samples = setup.samples();
      return new Preview(
          tree,
          YamlText.write(tree),
          setup.data().inputNames(),
          setup.spec().model().parameterCount(inputs),
          samples.count(),
          setup.test() == null ? 0 : setup.test().samples(),
          samples.targets() instanceof Samples.Targets.Classes it ? it.names() : null,
          samples.names(),
          Points.of(setup));
    }
  }

  /**
   * Samples as their source gives them.
   *
   * @param inputs samples by columns
   * @param targets of each sample its first target, or the number of its class from 0
   * @param test whether each is kept for a test
   */
  private record Points(double[][] inputs, double[] targets, boolean[] test) {
    static Points of(RunSetup setup) {
      Samples samples = setup.samples();
      int count = Math.min(samples.count(), MAX_POINTS);
      boolean[] test = new boolean[count];
      if (setup.spec().data().split() != null) {
        var chosen = setup.spec().data().split().testOf(samples.count());
        for (int i = 0; i < count; i++) {
          test[i] = chosen.get(i);
        }
      }
      return new Points(
          Arrays.copyOf(samples.inputs(), count),
          Arrays.copyOf(targets(samples.targets()), count),
          test);
    }

    private static double[] targets(Samples.Targets targets) {
      return switch (targets) {
        case Samples.Targets.Numbers numbers ->
            Arrays.stream(numbers.rows()).mapToDouble(it -> it[0]).toArray();
        case Samples.Targets.Classes classes ->
            Arrays.stream(classes.places()).asDoubleStream().toArray();
      };
    }
  }

  private void preview(RoutingContext context) {
    MediaType type = MediaType.of(context).orElseThrow();
    specs
        .read(type, context.body().asString())
        .compose(setup -> specs.worker().executeBlocking(() -> Preview.of(setup), false))
        .onSuccess(preview -> Json.sendLarge(context, 200, preview, specs.worker()))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private void python(RoutingContext context) {
    MediaType type = MediaType.of(context).orElseThrow();
    specs
        .read(type, context.body().asString())
        .compose(setup -> specs.worker().executeBlocking(() -> PythonScript.of(setup), false))
        .onSuccess(script ->
            Json.sendBytes(context, 200, "text/x-python; charset=utf-8", Buffer.buffer(script)))
        .onFailure(failure -> Json.fail(context, failure));
  }
}
