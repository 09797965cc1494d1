package dev.livegrad.server.http;

import dev.livegrad.export.CsvTable;
import dev.livegrad.export.PythonScript;
import dev.livegrad.export.RunFile;
import dev.livegrad.export.RunRecipe;
import dev.livegrad.export.ScriptedRun;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Runs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run over HTTP, as {@code livegrad train} writes them.
 *
 * <p>What a step measured and what was noticed is made again for whoever asks, on threads of their
 * own: of a long run only its outline is kept. Belongs to one event loop.
 */
public final class RunFilesApi {
  /** A run that is made again takes a processor, which training needs, too. */
  private static final int MAX_MADE_AGAIN = 2;

  private static final int MAX_UNDER_WAY = 8;
  private static final String RETRY_SECONDS = "5";

  /** Nothing is sent before all findings are known, and who hears nothing does not wait longer. */
  private static final long MAX_NANOS_SILENT = 20_000_000_000L;

  private final Runs runs;
  private final RequestedRun requested;
  private final LongSupplier nanoTime;
  private final WorkerExecutor worker;
  private int madeAgain;
  private int underWay;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public RunFilesApi(Vertx vertx, Runs runs, RequestedRun requested, LongSupplier nanoTime) {
    this.runs = runs;
    this.requested = requested;
    this.nanoTime = nanoTime;
    this.worker =
        vertx.createSharedWorkerExecutor(
            "livegrad-files", MAX_UNDER_WAY, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  public void mount(Router router) {
    for (RunFile file : RunFile.values()) {
      router.get("/api/runs/:id/" + file.fileName()).handler(context -> send(context, file));
    }
    router.get("/api/runs/:id/train.py").handler(this::python);
  }

  private void python(RoutingContext context) {
    requested
        .snapshot(context)
        .compose(run -> worker.executeBlocking(() -> PythonScript.of(RunRecipe.of(run)), false))
        .onSuccess(script ->
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/x-python; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(script))
        .onFailure(failure -> Json.fail(context, failure));
  }

  private void send(RoutingContext context, RunFile file) {
    boolean again = file == RunFile.STEPS || file == RunFile.FINDINGS;
    if (underWay >= MAX_UNDER_WAY || (again && madeAgain >= MAX_MADE_AGAIN)) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      Json.refuse(context, 503, "too many ask for files; try again in a moment");
      return;
    }
    underWay++;
    madeAgain += again ? 1 : 0;
    requested
        .snapshot(context)
        .compose(run ->
            requested
                .found(requested.id(context), runs::summary)
                .compose(kept -> send(context, file, run, kept)))
        .onComplete(result -> {
          underWay--;
          madeAgain -= again ? 1 : 0;
          if (result.succeeded()) {
            return;
          }
          if (Json.isAnswered(context)) {
            // It ends in the middle, and whoever reads it is to see that.
            context.request().connection().close();
          } else {
            Json.fail(context, result.cause());
          }
        });
  }

  private Future<@Nullable Void> send(
      RoutingContext context, RunFile file, RunSnapshot run, RunStore.Summary kept) {
    if (Json.isAnswered(context)) {
      return Future.succeededFuture();
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, FileName.attachment(kept, file));
    return worker.executeBlocking(
        () -> {
          ResponseWriter out = new ResponseWriter(context.response());
          write(file, run, out);
          out.finish();
          return null;
        },
        false);
  }

  private void write(RunFile file, RunSnapshot run, Writer out) throws IOException {
    switch (file) {
      case SPEC -> out.write(RunRecipe.of(run).spec());
      case JOURNAL -> out.write(RunRecipe.of(run).journalText());
      case STEPS -> steps(RunRecipe.of(run), out);
      case PARAMETERS ->
          CsvTable.parameters(out, run.description().parameterNames(), run.present().parameters());
      case PREDICTIONS -> CsvTable.predictions(out, run.network(), run.present().parameters());
      case FINDINGS -> findings(RunRecipe.of(run), out);
    }
  }

  private static void steps(RunRecipe recipe, Writer out) {
    ScriptedRun run = recipe.begin();
    CsvTable table = CsvTable.ofSteps(out, run.isTested());
    for (long i = 0; i < recipe.steps() && run.run().divergence() == null; i++) {
      table.step(run.step(), run.test());
    }
  }

  private void findings(RunRecipe recipe, Writer out) {
    long until = nanoTime.getAsLong() + MAX_NANOS_SILENT;
    ScriptedRun run = recipe.begin();
    for (long i = 0; i < recipe.steps() && run.run().divergence() == null; i++) {
      run.step();
      if (nanoTime.getAsLong() - until > 0) {
        throw new HttpException(
            503,
            "findings.csv: to make these %d steps again takes too long; livegrad train does it"
                .formatted(recipe.steps()));
      }
    }
    run.finish();
    CsvTable.findings(out, run.findings());
  }
}
