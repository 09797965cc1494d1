package dev.livegrad.server;

import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.Lesson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains, on a worker thread, in turns of a few milliseconds; between turns it lets its context
 * hear what others ask of it, so that a command takes effect at the next step boundary.
 *
 * <p>Everything reaches it by {@link Context#runOnContext}, in order, and leaves it as immutable
 * {@link Update}s. Its methods may be called on any thread.
 */
final class TrainingVerticle extends VerticleBase {
  private static final long TURN_NANOS = 4_000_000;

  private final Lesson lesson;
  private final ServerOptions options;

  private Consumer<Update> updates = _ -> {};
  private @Nullable TrainingSession session;

  /** The timer for the next turn; -1 where none is set. */
  private long timer = -1;

  private boolean turnQueued;

  /** Once it has stopped, what still comes is dropped: its thread may be gone. */
  private volatile boolean stopped;

  /** A verticle that will begin with {@code lesson}. */
  TrainingVerticle(Lesson lesson, ServerOptions options) {
    this.lesson = lesson;
    this.options = options;
  }

  /**
   * Sends updates to {@code updates}, on the training thread, in order; to be called before start.
   */
  void sendTo(Consumer<Update> updates) {
    this.updates = updates;
  }

  @Override
  public Future<?> start() {
    Epochs epochs = new Epochs(System.currentTimeMillis());
    session = new TrainingSession(lesson, options, System::nanoTime, epochs::next, updates);
    session.begin();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    // What is queued runs out first, while its thread is still there.
    Promise<Void> done = Promise.promise();
    context.runOnContext(_ -> done.complete());
    return done.future();
  }

  /** Applies a command; the future completes after all updates that belong to it were sent. */
  Future<Answer> apply(ClientMessage.Command command, String by) {
    return onTraining(session -> session.apply(command, by));
  }

  /** Replaces the run. */
  Future<Answer> load(Lesson lesson, String by) {
    return onTraining(session -> session.load(lesson, by));
  }

  /** Tells which topics are watched, and which of them somebody has just asked for. */
  void watch(Set<Topic> watched, Set<Topic> fresh) {
    onTraining(session -> {
      session.watch(watched, fresh);
      return watched;
    });
  }

  Future<TrainingSession.RunSnapshot> snapshot() {
    return onTraining(TrainingSession::snapshot);
  }

  /** What is kept of the run, from its beginning on. */
  Future<RunPast> past() {
    return onTraining(TrainingSession::past);
  }

  /** The check of the gradients between two steps; it is left to the caller to run it. */
  Future<TrainingSession.Check> gradientCheck() {
    return onTraining(TrainingSession::gradientCheck);
  }

  private <T> Future<T> onTraining(Function<TrainingSession, T> action) {
    if (stopped) {
      return Future.failedFuture("the server is stopping");
    }
    Promise<T> promise = Promise.promise();
    context.runOnContext(_ -> {
      TrainingSession current = Objects.requireNonNull(session);
      try {
        promise.complete(action.apply(current));
      } catch (RuntimeException e) {
        promise.fail(e);
      }
      schedule(current);
    });
    return promise.future();
  }

  private void turn(TrainingSession current) {
    if (!stopped) {
      current.turn(System.nanoTime() + TURN_NANOS);
      schedule(current);
    }
  }

  /** Sees to the next turn: at once behind whatever else waits, or by a timer. */
  private void schedule(TrainingSession current) {
    if (timer != -1) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    long nanos = current.nanosLeft();
    if (turnQueued || nanos == Long.MAX_VALUE) {
      return;
    }
    if (nanos == 0) {
      turnQueued = true;
      context.runOnContext(_ -> {
        turnQueued = false;
        turn(current);
      });
    } else {
      timer =
          vertx.setTimer(
              Math.ceilDiv(nanos, 1_000_000),
              _ -> {
                timer = -1;
                turn(current);
              });
    }
  }

  /** Numbers that differ within one server, and from those of a server started earlier. */
  private static final class Epochs {
    private long next;

    Epochs(long first) {
      this.next = first;
    }

    long next() {
      return next++;
    }
  }
}
