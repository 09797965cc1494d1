package dev.livegrad.server.http;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import dev.livegrad.yaml.YamlText;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run spec that came over HTTP. */
final class SpecBody {
  private static final int READING_THREADS = 2;

  private SpecBody() {}

  /** Threads that read bodies: neither training nor the event loop waits for them. */
  static WorkerExecutor reader(Vertx vertx) {
    return vertx.createSharedWorkerExecutor("livegrad-bodies", READING_THREADS);
  }

  /**
   * Reads a spec and makes its data, which may take a while.
   *
   * @param type the body's media type
   * @throws SpecException if it is none that can be run
   */
  static RunSetup read(MediaType type, @Nullable String body) {
    RunSpec spec = RunSpec.parse(tree(type, body));
    if (spec.data() instanceof DataSpec.Csv) {
      throw new SpecException("data.csv: is not allowed over HTTP; inline and generator are");
    }
    return RunSetup.load(spec, Path.of(""));
  }

  private static Map<?, ?> tree(MediaType type, @Nullable String body) {
    return switch (type) {
      case YAML -> {
        if (yaml(body == null ? "" : body) instanceof Map<?, ?> tree) {
          yield tree;
        }
        throw new SpecException("a run spec is one object, with fields as name, data, model");
      }
      case JSON, CSV -> Json.object(body, "a run spec");
    };
  }

  private static @Nullable Object yaml(String body) {
    try {
      return YamlText.parse(body);
    } catch (SpecException e) {
      throw new SpecException("the body is not YAML: " + e.getMessage());
    }
  }
}
