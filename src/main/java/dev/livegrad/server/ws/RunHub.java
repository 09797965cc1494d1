package dev.livegrad.server.ws;

import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.Decoder;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ProtocolException;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.run.Command;
import dev.livegrad.run.CommandResult;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunState;
import dev.livegrad.run.Topic;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a run meets its viewers: its events go to all of them, and what they say goes to it.
 *
 * <p>Belongs to one event loop, which all its connections share, so that nothing here needs a lock.
 * The run's events and its answers reach that loop in the order in which the run gave them.
 */
final class RunHub {
  private static final CommandResult FAILED =
      new CommandResult.Rejected("the server failed; see its log");

  /**
   * Stands for a viewer's name in the welcome that is encoded once for all; see {@link #welcome}.
   */
  private static final String PLACEHOLDER = "viewer 0";

  private static final System.Logger LOG = System.getLogger(RunHub.class.getName());

  /** So long after the last viewer has left, the run is still one that is watched. */
  private static final long NANOS_WATCHED = 5_000_000_000L;

  private final Context context;
  private final RunHandle run;
  private final Decoder decoder;
  private final String version;
  private final LongSupplier nanoTime;
  private final RunHubs hubs;

  private final RunStream stream = new RunStream();
  private final Set<ViewerConnection> connections = new LinkedHashSet<>();

  private @Nullable RunState state;

  /** Why nothing can be kept, and so nothing is told; null where it can. */
  private @Nullable String trouble;

  private long visits;

  /** Those whose welcome is under way: one snapshot is for all who come before it is there. */
  private final List<ViewerSocket> arriving = new ArrayList<>();

  /** Topics that somebody has asked for since the run was told what is watched. */
  private final Set<Topic> fresh = new HashSet<>();

  /** Whether the run is about to be told. */
  private boolean watchChanged;

  private boolean audienceChanged;
  private boolean checkingGradients;

  /** When there was a viewer, or when it began. */
  private long lastWatched;

  /**
   * @param context the event loop's
   * @param nanoTime as {@link System#nanoTime}
   */
  RunHub(
      Context context,
      RunHandle run,
      Decoder decoder,
      String version,
      LongSupplier nanoTime,
      RunHubs hubs) {
    this.context = context;
    this.run = run;
    this.decoder = decoder;
    this.version = version;
    this.nanoTime = nanoTime;
    this.hubs = hubs;
    this.lastWatched = nanoTime.getAsLong();
    run.watch(Set.of(), Set.of());
  }

  /** Takes what happened to the run. */
  void accept(RunEvent event) {
    switch (event) {
      case RunEvent.TrajectoryBegan(var began) -> {
        stream.begin(began.trajectory(), began.series());
        welcome(connections, began);
        told(began.state());
      }
      case RunEvent.CommandsApplied(long trajectory, var entries) ->
          stream.broadcast(() -> Encoder.encode(new ServerMessage.Journal(trajectory, entries)));
      case RunEvent.SamplesChanged(long trajectory, var samples) ->
          stream.broadcast(() -> Encoder.encode(ServerMessage.Samples.of(trajectory, samples)));
      case RunEvent.StepsMade made -> {
        stream.publish(made);
        if (state != null) {
          state = state.at(stream.offset());
        }
      }
      case RunEvent.StatusChanged(RunState changed) -> told(changed);
      case RunEvent.FindingChanged finding -> stream.broadcast(() -> Encoder.encode(finding));
      case RunEvent.LevelChanged(Topic topic, var level) -> stream.publish(topic, level);
    }
  }

  private void told(RunState state) {
    this.state = state;
    stream.broadcast(
        () -> Encoder.encode(new ServerMessage.Status(state, stream.viewers(), trouble)));
  }

  /** Tells every viewer why the run stands still, or that it goes on. */
  void tellTrouble(@Nullable String trouble) {
    this.trouble = trouble;
    if (state != null) {
      told(state);
    }
  }

  /** Takes in a viewer, whose first message is a welcome with the run as it stands. */
  void open(ViewerSocket viewer) {
    viewer.socket().pause();
    arriving.add(viewer);
    if (arriving.size() == 1) {
      hear(
          run.snapshot(),
          this::welcome,
          _ -> {
            // The run was closed in the meantime; whoever comes back finds it open again.
            arriving.forEach(it -> CloseCode.STOPPING.close(it.socket()));
            arriving.clear();
            hubs.closed(run, false);
          });
    }
  }

  private void welcome(RunSnapshot snapshot) {
    List<ViewerSocket> open = arriving.stream().filter(it -> !it.socket().isClosed()).toList();
    arriving.clear();
    List<ViewerConnection> arrived = new ArrayList<>();
    for (ViewerSocket viewer : open) {
      visits++;
      arrived.add(new ViewerConnection(viewer, this, "viewer " + visits, nanoTime.getAsLong()));
    }
    connections.addAll(arrived);
    audienceChanged = true;
    welcome(arrived, snapshot);
    open.forEach(it -> it.socket().resume());
  }

  /** Encodes one welcome, which can be large, and sends it with each viewer's own name in it. */
  private void welcome(Collection<ViewerConnection> viewers, RunSnapshot snapshot) {
    if (viewers.isEmpty()) {
      return;
    }
    String text =
        Encoder.encode(
            ServerMessage.Welcome.of(
                snapshot, stream.offset(), version, PLACEHOLDER, stream.viewers()));
    int name = text.indexOf(PLACEHOLDER);
    String before = text.substring(0, name);
    String after = text.substring(name + PLACEHOLDER.length());
    viewers.forEach(it -> it.send(before + it.name() + after));
  }

  /** Does what a viewer says. */
  void received(ViewerConnection connection, String text) {
    try {
      received(connection, decoder.decode(text));
    } catch (ProtocolException e) {
      connection.answer(e.id(), new CommandResult.Rejected(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // A mistake of ours; as the connection ends, the log can't be filled with it.
      LOG.log(System.Logger.Level.ERROR, "a message could not be read", e);
      connection.close(CloseCode.FAILED);
    }
  }

  private void received(ViewerConnection connection, ClientMessage message) {
    switch (message) {
      case ClientMessage.Subscribe subscribe -> subscribe(connection, subscribe);
      case ClientMessage.Unsubscribe unsubscribe -> {
        stream.unsubscribe(connection.subscriber(), unsubscribe.topics());
        watch(Set.of());
        accepted(connection, unsubscribe);
      }
      case ClientMessage.CheckGradients check -> checkGradients(connection, check);
      case ClientMessage.Steer(Object id, Command command) ->
          hear(
              run.apply(command, connection.name()),
              result -> connection.answer(id, result),
              failure -> connection.answer(id, failed(command.word(), connection, failure)));
    }
  }

  private void subscribe(ViewerConnection connection, ClientMessage.Subscribe message) {
    if (!connection.subscriber().hasRoomFor(message.topics())) {
      String reason =
          "subscribe.topics: %d at a time are allowed; unsubscribe from some"
              .formatted(Decoder.MAX_TOPICS);
      connection.answer(message.id(), new CommandResult.Rejected(reason));
      return;
    }
    accepted(connection, message);
    stream.subscribe(connection.subscriber(), message.topics(), message.position());
    watch(message.topics());
  }

  /** Tells the run what is watched, once for all who come and go in the same moment. */
  private void watch(Set<Topic> topics) {
    fresh.addAll(topics);
    if (!watchChanged) {
      watchChanged = true;
      context.runOnContext(_ -> {
        watchChanged = false;
        run.watch(stream.watched(), fresh);
        fresh.clear();
      });
    }
  }

  private void accepted(ViewerConnection connection, ClientMessage message) {
    long step = state == null ? 0 : state.step();
    connection.answer(message.id(), new CommandResult.Accepted(step, null));
  }

  /** One at a time and on a thread of its own, since it can take seconds. */
  private void checkGradients(ViewerConnection connection, ClientMessage.CheckGradients message) {
    if (checkingGradients) {
      connection.answer(
          message.id(),
          new CommandResult.Rejected(
              "checkGradients: another check is under way; try again in a moment"));
      return;
    }
    checkingGradients = true;
    hear(
        run.gradientCheck()
            .thenCompose(pending ->
                context
                    .executeBlocking(
                        () -> ServerMessage.GradientChecked.of(message.id(), pending), false)
                    .toCompletionStage()),
        checked -> {
          checkingGradients = false;
          connection.send(checked);
        },
        failure -> {
          checkingGradients = false;
          connection.answer(message.id(), failed("checkGradients", connection, failure));
        });
  }

  /** What is answered where the server failed; its log says of which run, and why. */
  private CommandResult failed(String what, ViewerConnection asking, Throwable failure) {
    if (failure instanceof RunHandle.ClosedException) {
      return new CommandResult.Rejected(what + ": the run is closed");
    }
    String line = "run %s: %s by %s failed".formatted(run.id(), what, asking.name());
    LOG.log(System.Logger.Level.ERROR, line, failure);
    return FAILED;
  }

  Subscriber add(Transport transport) {
    return stream.add(transport);
  }

  void remove(ViewerConnection connection) {
    connections.remove(connection);
    stream.remove(connection.subscriber());
    watch(Set.of());
    audienceChanged = true;
  }

  void drained(Subscriber subscriber) {
    stream.drained(subscriber);
  }

  /** How many are watching, or about to. */
  int viewers() {
    return stream.viewers() + arriving.size();
  }

  /** Whether there is a viewer, or was one some moments ago. */
  boolean isWatched() {
    long now = nanoTime.getAsLong();
    if (viewers() > 0) {
      lastWatched = now;
    }
    return now - lastWatched < NANOS_WATCHED;
  }

  /** Its viewers, but for those who are just arriving. */
  Collection<ViewerConnection> connections() {
    return List.copyOf(connections);
  }

  /** Counts bytes that wait for a viewer, or no longer do. */
  void count(long more) {
    hubs.count(more);
  }

  /** Drops viewers where too much waits for all together. */
  void makeRoom() {
    hubs.makeRoom();
  }

  /** Tells how many are watching, if that has changed; to be called a few times a second. */
  void tellAudience() {
    if (audienceChanged && state != null) {
      audienceChanged = false;
      told(state);
    }
  }

  /** Closes all connections. */
  void closeAll(CloseCode why) {
    List.copyOf(connections).forEach(it -> it.close(why));
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Hears the run's answer, which is given on the event loop. */
  private <T> void hear(CompletionStage<T> answer, Consumer<T> then, Consumer<Throwable> failed) {
    answer
        .handle((value, failure) -> {
          if (failure == null) {
            then.accept(value);
          } else {
            failed.accept(failure);
          }
          return null;
        })
        .exceptionally(mistake -> {
          LOG.log(
              System.Logger.Level.ERROR, "run %s: nobody was told".formatted(run.id()), mistake);
          return null;
        });
  }
}
