package dev.livegrad.server.http;

import dev.livegrad.data.TextFile;
import dev.livegrad.run.RunStore;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import dev.livegrad.yaml.YamlText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Run specs that come over HTTP. */
public final class SpecBodies {
  private static final int READING_THREADS = 2;

  private final WorkerExecutor worker;
  private final RunStore store;

  /**
   * @param store has the tables that were uploaded
   */
  public SpecBodies(Vertx vertx, RunStore store) {
    this.worker = reader(vertx);
    this.store = store;
  }

  /** Threads that read bodies: neither training nor the event loop waits for them. */
  static WorkerExecutor reader(Vertx vertx) {
    return vertx.createSharedWorkerExecutor("livegrad-bodies", READING_THREADS);
  }

  /** The threads that it reads on, for large answers too. */
  WorkerExecutor worker() {
    return worker;
  }

  /**
   * Reads a spec and makes its data, which may take a while; fails with a {@link SpecException} if
   * it is none that can be run.
   *
   * @param type the body's media type
   */
  Future<RunSetup> read(MediaType type, @Nullable String body) {
    return worker.executeBlocking(() -> parse(type, body), false).map(Objects::requireNonNull);
  }

  private RunSetup parse(MediaType type, @Nullable String body) {
    return setup(RunSpec.parse(tree(type, body)));
  }

  /**
   * Makes the data of a spec, which may take a while.
   *
   * @throws SpecException if it can't be run
   */
  public RunSetup setup(RunSpec spec) {
    if (spec.data().source() instanceof DataSpec.Csv) {
      throw new SpecException(
          "data.csv: is not allowed over HTTP; inline, generator and dataset are");
    }
    return RunSetup.load(spec, Path.of(""), this::table);
  }

  private @Nullable String table(String id) {
    byte[] bytes = store.dataset(id);
    return bytes == null ? null : TextFile.decode(bytes);
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
