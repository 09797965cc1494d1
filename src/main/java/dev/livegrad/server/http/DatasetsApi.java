package dev.livegrad.server.http;

import dev.livegrad.data.CsvFile;
import dev.livegrad.data.DataException;
import dev.livegrad.data.TextFile;
import dev.livegrad.run.RunStore;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Tables of comma-separated values that people upload, each kept once, by its content. */
public final class DatasetsApi {
  private static final int MAX_BYTES = 8 << 20;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final RunStore store;
  private final Bodies bodies;
  private final WorkerExecutor worker;

  private record Kept(String id, List<String> columns, long rows) {}

  public DatasetsApi(Vertx vertx, RunStore store, Bodies bodies) {
    this.store = store;
    this.bodies = bodies;
    this.worker = SpecBodies.reader(vertx);
  }

  public void mount(Router router) {
    bodies.read(router.post("/api/datasets"), MAX_BYTES, MediaType.CSV).handler(this::keep);
    router.get("/api/datasets/:id").handler(this::read);
  }

  private void keep(RoutingContext context) {
    Buffer body = Objects.requireNonNullElseGet(context.body().buffer(), Buffer::buffer);
    worker
        .executeBlocking(
            () -> {
              byte[] bytes = body.getBytes();
              CsvFile.Table table = CsvFile.look(TextFile.decode(bytes));
              return new Kept(store.putDataset(bytes), table.columns(), table.rows());
            },
            false)
        .onSuccess(kept -> {
          context.response().putHeader(HttpHeaders.LOCATION, "/api/datasets/" + kept.id());
          Json.send(context, 201, kept);
        })
        .onFailure(failure -> {
          if (failure instanceof DataException e) {
            Json.refuse(context, 400, "the table " + e.getMessage());
          } else {
            Json.fail(context, failure);
          }
        });
  }

  private void read(RoutingContext context) {
    String id = Objects.requireNonNullElse(context.pathParam("id"), "");
    worker
        .executeBlocking(() -> ID.matcher(id).matches() ? store.dataset(id) : null, false)
        .onSuccess(bytes -> {
          if (bytes == null) {
            Json.refuse(context, 404, "dataset: there is none with the id " + Json.oneLine(id));
            return;
          }
          context
              .response()
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8")
              .end(Buffer.buffer(bytes));
        })
        .onFailure(failure -> Json.fail(context, failure));
  }
}
