package dev.livegrad.server.http;

import dev.livegrad.data.CsvSummary;
import dev.livegrad.data.DataException;
import dev.livegrad.data.TextFile;
import dev.livegrad.run.RunStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tables of comma-separated values that people upload, each kept once, by its content. */
public final class DatasetsApi {
  private static final int MAX_BYTES = 8 << 20;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final RunStore store;
  private final Bodies bodies;
  private final WorkerExecutor worker;

  /**
   * A table that is kept.
   *
   * @param id the hash of its content
   * @param columns their names
   * @param described what stands in each
   * @param first some rows from the top
   */
  private record Kept(
      String id,
      List<String> columns,
      long rows,
      char delimiter,
      char decimal,
      List<CsvSummary.Column> described,
      List<List<String>> first) {
    static Kept of(String id, CsvSummary table) {
      return new Kept(
          id,
          table.names(),
          table.rows(),
          table.delimiter(),
          table.decimal(),
          table.columns(),
          table.first());
    }
  }

  public DatasetsApi(Vertx vertx, RunStore store, Bodies bodies) {
    this.store = store;
    this.bodies = bodies;
    this.worker = SpecBodies.reader(vertx);
  }

  public void mount(Router router) {
    bodies.read(router.post("/api/datasets"), MAX_BYTES, MediaType.CSV).handler(this::keep);
    router.get("/api/datasets/:id").handler(this::read);
    router.get("/api/datasets/:id/summary").handler(this::summary);
  }

  private void keep(RoutingContext context) {
    Buffer body = Objects.requireNonNullElseGet(context.body().buffer(), Buffer::buffer);
    worker
        .executeBlocking(
            () -> {
              byte[] bytes = body.getBytes();
              CsvSummary table = CsvSummary.of(TextFile.decode(bytes));
              return Kept.of(store.putDataset(bytes), table);
            },
            false)
        .onSuccess(kept -> {
          Json.header(context, HttpHeaders.LOCATION, "/api/datasets/" + kept.id());
          Json.send(context, 201, kept);
        })
        .onFailure(failure -> {
          if (failure instanceof DataException e) {
            Json.refuse(context, 400, "the table: " + e.getMessage());
          } else {
            Json.fail(context, failure);
          }
        });
  }

  private void read(RoutingContext context) {
    kept(context, (_, bytes) -> bytes)
        .onSuccess(bytes -> {
          if (bytes != null) {
            Json.sendBytes(context, 200, "text/csv; charset=utf-8", Buffer.buffer(bytes));
          }
        });
  }

  private void summary(RoutingContext context) {
    kept(context, (id, bytes) -> Kept.of(id, CsvSummary.of(TextFile.decode(bytes))))
        .onSuccess(kept -> {
          if (kept != null) {
            Json.send(context, 200, kept);
          }
        });
  }

  /** What is made of the table that is asked for; null, and the request is refused, for none. */
  private <T> Future<@Nullable T> kept(RoutingContext context, BiFunction<String, byte[], T> use) {
    String id = Objects.requireNonNullElse(context.pathParam("id"), "");
    return worker
        .executeBlocking(
            () -> {
              byte[] bytes = ID.matcher(id).matches() ? store.dataset(id) : null;
              return bytes == null ? null : use.apply(id, bytes);
            },
            false)
        .onSuccess(found -> {
          if (found == null) {
            Json.refuse(context, 404, "dataset: there is none with the id " + Json.oneLine(id));
          }
        })
        .onFailure(failure -> Json.fail(context, failure));
  }
}
