package dev.livegrad.server.http;

import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.Topic;
import dev.livegrad.training.Checkpoint;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A level as it was since the run began, over HTTP, for those who come late. Computed on a thread
 * of its own, once for all who ask for the same at the same time.
 */
public final class LevelHistoryApi {
  /** The most different questions that may wait. */
  private static final int MAX_WAITING = 64;

  private final RequestedRun requested;
  private final WorkerExecutor worker;
  private final LevelHistory levels = new LevelHistory();
  private final Map<Question, Future<byte @Nullable []>> underWay = new HashMap<>();

  /** What is the same for all who share an answer. */
  private record Question(Topic topic, long trajectory, long step, List<Checkpoint> checkpoints) {}

  public LevelHistoryApi(Vertx vertx, RequestedRun requested) {
    this.requested = requested;
    this.worker = vertx.createSharedWorkerExecutor("livegrad-past", 1);
  }

  public void mount(Router router) {
    router.get("/api/past").handler(this::past);
  }

  private void past(RoutingContext context) {
    MultiMap asked = Json.params(context);
    if (asked == null) {
      return;
    }
    String word = Objects.requireNonNullElse(asked.get("topic"), "");
    Topic topic = Topic.parse(word);
    if (topic == null || topic.equals(Topic.STEPS)) {
      Json.refuse(
          context,
          400,
          "topic: %s is not allowed; one of %s is"
              .formatted(Json.oneLine(word), Topic.formsOfLevels()));
      return;
    }
    requested
        .snapshot(context)
        .onSuccess(snapshot -> answer(context, topic, snapshot))
        .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Topic topic, RunSnapshot snapshot) {
    Question question =
        new Question(topic, snapshot.trajectory(), snapshot.state().step(), snapshot.checkpoints());
    Future<byte @Nullable []> answer = underWay.get(question);
    if (answer == null) {
      if (underWay.size() >= MAX_WAITING) {
        Json.refuse(context, 503, "too many ask for the past; try again in a moment");
        return;
      }
      answer = worker.executeBlocking(() -> levels.answer(topic, snapshot));
      underWay.put(question, answer);
      answer.onComplete(_ -> underWay.remove(question));
    }
    answer.onSuccess(zipped -> send(context, topic, zipped)).onFailure(context::fail);
  }

  private void send(RoutingContext context, Topic topic, byte @Nullable [] zipped) {
    if (zipped == null) {
      Json.refuse(context, 404, "topic: this run has no %s".formatted(topic.word()));
      return;
    }
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted != null && accepted.contains("gzip")) {
      Json.header(context, HttpHeaders.CONTENT_ENCODING, "gzip");
      Json.sendBytes(context, 200, Buffer.buffer(zipped));
    } else {
      worker
          .executeBlocking(() -> unzipped(zipped), false)
          .onSuccess(json -> Json.sendBytes(context, 200, json))
          .onFailure(context::fail);
    }
  }

  private static Buffer unzipped(byte[] zipped) throws IOException {
    try (GZIPInputStream json = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return Buffer.buffer(json.readAllBytes());
    }
  }
}
