package dev.livegrad.server;

import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.stream.RunStream;
import dev.livegrad.stream.Subscriber;
import dev.livegrad.training.Journal;
import dev.livegrad.training.Lesson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the training thread's updates meet the viewers. Belongs to one event loop, which all its
 * connections share, so that nothing here needs a lock.
 */
final class Hub {
  private static final String FAILED = "the server failed; see its log";

  private final Context context;
  private final TrainingVerticle training;
  private final Map<String, Lesson> lessons;
  private final String version;

  private final RunStream stream = new RunStream();
  private final Set<ViewerConnection> connections = new LinkedHashSet<>();
  private Journal journal = new Journal();

  /** This epoch's, by number; the diagnosis makes no more than some hundreds. */
  private final Map<Integer, ServerMessage.Finding> findings = new TreeMap<>();

  private ServerMessage.@Nullable Run run;
  private ServerMessage.@Nullable Status status;
  private long visits;
  private boolean audienceChanged;
  private boolean checking;

  Hub(Context context, TrainingVerticle training, Map<String, Lesson> lessons, String version) {
    this.context = context;
    this.training = training;
    this.lessons = lessons;
    this.version = version;
  }

  /** Takes what the training thread sends. */
  void accept(Update update) {
    switch (update) {
      case Update.Began began -> {
        run = began.run();
        status = began.status();
        journal = new Journal();
        findings.clear();
        stream.begin(began.run().epoch());
        connections.forEach(this::welcome);
        stream.broadcast(began.status().withViewers(stream.viewers()));
      }
      case Update.Journalled journalled -> {
        journal.append(journalled.entry());
        stream.broadcast(
            new ServerMessage.Journal(
                stream.epoch(), List.of(JournalLines.of(journalled.entry()))));
      }
      case Update.Progressed progressed -> {
        stream.publish(progressed.entries());
        if (status != null) {
          status = status.at(stream.offset());
        }
      }
      case Update.Stands stands -> {
        status = stands.status();
        stream.broadcast(stands.status().withViewers(stream.viewers()));
      }
      case Update.Found found -> {
        findings.put(found.finding().number(), found.finding());
        stream.broadcast(found.finding());
      }
      case Update.Level level -> stream.publish(level.topic(), level.level());
    }
  }

  /** Welcomes a viewer. */
  void open(ServerWebSocket socket) {
    visits++;
    ViewerConnection connection = new ViewerConnection(socket, this, "viewer " + visits, now());
    connections.add(connection);
    audienceChanged = true;
    welcome(connection);
  }

  /** Does what a viewer asks for. */
  void received(ViewerConnection connection, ClientMessage message) {
    switch (message) {
      case ClientMessage.Subscribe subscribe -> {
        if (!connection.subscriber().hasRoomFor(subscribe.topics())) {
          String reason =
              "subscribe.topics: %d at a time are allowed; unsubscribe from some"
                  .formatted(Subscriber.MAX_TOPICS);
          connection.answer(subscribe.id(), new Answer.Rejected(reason));
          return;
        }
        accepted(connection, subscribe);
        stream.subscribe(connection.subscriber(), subscribe.topics(), subscribe.position());
        training.watch(stream.watched(), subscribe.topics());
      }
      case ClientMessage.Unsubscribe unsubscribe -> {
        stream.unsubscribe(connection.subscriber(), unsubscribe.topics());
        training.watch(stream.watched(), Set.of());
        accepted(connection, unsubscribe);
      }
      case ClientMessage.CheckGradients check -> checkGradients(connection, check);
      case ClientMessage.Load load when lessons.get(load.lesson()) instanceof Lesson lesson ->
          answer(connection, load, training.load(lesson, connection.name()));
      case ClientMessage.Command command ->
          answer(connection, command, training.apply(command, connection.name()));
    }
  }

  Subscriber add(ViewerConnection connection) {
    return stream.add(connection);
  }

  void remove(ViewerConnection connection) {
    connections.remove(connection);
    stream.remove(connection.subscriber());
    training.watch(stream.watched(), Set.of());
    audienceChanged = true;
  }

  void drained(Subscriber subscriber) {
    stream.drained(subscriber);
  }

  int viewers() {
    return stream.viewers();
  }

  /** Looks after all connections, every few seconds. */
  void tend() {
    List.copyOf(connections).forEach(connection -> connection.tend(now()));
  }

  /** Tells how many are watching, if that has changed; called a few times a second. */
  void tellAudience() {
    if (audienceChanged && status instanceof ServerMessage.Status current) {
      audienceChanged = false;
      stream.broadcast(current.withViewers(stream.viewers()));
    }
  }

  void closeAll() {
    List.copyOf(connections).forEach(connection -> connection.close(CloseCode.STOPPING));
  }

  long now() {
    return System.nanoTime();
  }

  private void welcome(ViewerConnection connection) {
    if (run != null && status != null) {
      connection.send(
          new ServerMessage.Welcome(
              version,
              connection.name(),
              run,
              status.withViewers(stream.viewers()),
              journal.entries().stream().map(JournalLines::of).toList(),
              List.copyOf(findings.values()),
              stream.offset()));
    }
  }

  private void accepted(ViewerConnection connection, ClientMessage message) {
    long step = status == null ? 0 : status.step();
    connection.send(new ServerMessage.Accepted(message.id(), step, null));
  }

  /** One at a time and on a thread of its own, since it can take seconds. */
  private void checkGradients(ViewerConnection connection, ClientMessage.CheckGradients message) {
    if (checking) {
      connection.answer(
          message.id(),
          new Answer.Rejected("checkGradients: another check is under way; try again in a moment"));
      return;
    }
    checking = true;
    training
        .gradientCheck()
        .compose(check ->
            context.executeBlocking(
                () -> CheckLines.of(message.id(), check.epoch(), check.job().run()), false))
        .onComplete(result ->
            context.runOnContext(_ -> {
              checking = false;
              if (result.succeeded()) {
                connection.send(result.result());
              } else {
                connection.answer(message.id(), new Answer.Rejected(FAILED));
              }
            }));
  }

  /** Answers on the event loop, behind the updates that the command has caused. */
  private void answer(ViewerConnection connection, ClientMessage message, Future<Answer> future) {
    future.onComplete(result ->
        context.runOnContext(_ ->
            connection.answer(
                message.id(), result.succeeded() ? result.result() : new Answer.Rejected(FAILED))));
  }
}
