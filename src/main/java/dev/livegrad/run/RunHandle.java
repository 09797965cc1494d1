package dev.livegrad.run;

import dev.livegrad.training.inspect.GradientCheck;
import dev.livegrad.training.spec.SpecException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All that the world outside knows of a run: it can be given commands, watched and read.
 *
 * <p>Thread-safe. What is asked for is done in order, between two steps, on a thread of the run's
 * {@link TimeShare}; the listener is told the events and given the answers in one order. A snapshot
 * comes after the events that it knows of, the answer to a command before those that it leads to.
 */
public final class RunHandle {
  /** With so many events on their way to the listener, training waits for it. */
  private static final int MAX_UNTOLD = 64;

  /** With so much that the store hasn't kept yet, commands are refused. */
  private static final int MAX_UNKEPT = 1_000;

  private static final long CATCHING_UP_NANOS = 10_000_000;

  private final String id;
  private final RunSession session;
  private final CommandQueue commands;
  private final TimeShare.Member member;
  private final Executor listener;
  private final AtomicInteger untold = new AtomicInteger();

  /** On the run's thread. */
  private boolean closed;

  private RunHandle(
      String id,
      RunEnvironment environment,
      BiConsumer<RunHandle, RunEvent> events,
      Function<Frames.Outlet, RunSession> session) {
    this.id = id;
    this.listener = environment.listener();
    this.session =
        session.apply((told, answers) -> {
          untold.incrementAndGet();
          listener.execute(() -> {
            untold.decrementAndGet();
            try {
              told.forEach(event -> events.accept(this, event));
            } finally {
              answers.forEach(Runnable::run);
            }
          });
        });
    this.member = environment.timeShare().add(new Turns());
    this.commands = new CommandQueue(this.session, environment.builder(), this::run);
  }

  /**
   * Opens a run that begins; the first event tells of it. Takes as long as its trajectory takes to
   * build.
   *
   * @param events hears what happens, as the environment's listener
   */
  static RunHandle create(
      RunStore.Created created,
      Command.Origin origin,
      RunEnvironment environment,
      BiConsumer<RunHandle, RunEvent> events) {
    RunHandle run =
        new RunHandle(
            created.id(),
            environment,
            events,
            outlet -> new RunSession(created.id(), origin, environment, outlet));
    run.run(() -> run.session.begin(created));
    return run;
  }

  /**
   * Opens a run where it was when it was kept; the first events tell of its past. One that doesn't
   * train has its first turn when it is asked for something, so that whoever opens it is answered
   * with its first frame and not with the second. Takes as long as what wasn't kept takes to be
   * made again.
   *
   * @param events hears what happens, as the environment's listener
   */
  static RunHandle resume(
      RunStore.KeptRun kept, RunEnvironment environment, BiConsumer<RunHandle, RunEvent> events) {
    RunHandle run =
        new RunHandle(
            kept.summary().id(),
            environment,
            events,
            outlet -> RunSession.resume(kept, environment, outlet));
    if (run.session.isTraining()) {
      run.run(() -> {});
    }
    return run;
  }

  /** Those of the session, as long as those who listen follow. */
  private final class Turns implements TimeShare.Turns {
    @Override
    public void turn(long deadline) {
      if (isFollowed()) {
        session.turn(deadline);
      }
    }

    @Override
    public long nanosLeft() {
      long left = session.nanosLeft();
      return isFollowed() ? left : Math.max(left, CATCHING_UP_NANOS);
    }

    private boolean isFollowed() {
      return untold.get() + session.pending() < MAX_UNTOLD;
    }
  }

  private void run(Runnable task) {
    if (!member.run(task)) {
      throw new RejectedExecutionException();
    }
  }

  /** The run's. */
  public String id() {
    return id;
  }

  /**
   * Keeps the run as it is and gives it no more turns.
   *
   * @param evenIfTraining else, where it trains, it goes on as if nothing was asked
   * @return whether that was done, which completes when all is kept
   */
  CompletionStage<Boolean> close(boolean evenIfTraining) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    boolean willBeAsked =
        member.run(() -> {
          if (!closed && (evenIfTraining || !session.isTraining())) {
            closed = true;
            member.leave();
            commands.close(listener, closed());
            session.close(() -> done.complete(true));
          } else {
            done.complete(false);
          }
        });
    if (!willBeAsked) {
      done.complete(false);
    }
    return done;
  }

  /**
   * Gives a command. Who gave it hears the answer at once, while those who watch are told with the
   * next frame; only where another trajectory begins does the answer come after it was told.
   *
   * @param by who gives it
   */
  public CompletionStage<CommandResult> apply(Command command, String by) {
    return ask(answer -> {
      String lost = session.lost();
      if (lost != null) {
        listener.execute(() -> answer.complete(CommandQueue.lost(command, lost)));
      } else if (session.pending() < MAX_UNKEPT) {
        commands.give(command, by, answer);
      } else {
        String reason = command.word() + ": nothing can be kept at the moment; try again later";
        listener.execute(() -> answer.complete(new CommandResult.Rejected(reason)));
      }
    });
  }

  /**
   * Tells which topics are watched, and which of them somebody has just asked for: their levels
   * follow even if they have not changed.
   */
  public void watch(Set<Topic> watched, Set<Topic> fresh) {
    Set<Topic> topics = Set.copyOf(watched);
    Set<Topic> asked = Set.copyOf(fresh);
    boolean _ = member.run(() -> session.watch(topics, asked));
  }

  /**
   * The beginning of a run that is this one until {@code step} steps are done.
   *
   * @return fails with a {@link SpecException} where there are less steps
   */
  CompletionStage<Command.Origin> branch(long step, String by) {
    return ask(answer -> {
      Command.Origin origin = session.origin(new Command.Rewind(step), by).get();
      session.whenKept(RunStore.Kept.completing(answer, origin));
    });
  }

  /** The run as it stands. */
  public CompletionStage<RunSnapshot> snapshot() {
    return ask(answer ->
        session.whenTold(() -> {
          try {
            RunSnapshot snapshot = session.snapshot();
            return () -> answer.complete(snapshot);
          } catch (RuntimeException e) {
            // Nobody else is to wait for his frame.
            return () -> answer.completeExceptionally(e);
          }
        }));
  }

  /** This, where all that was told of it is kept; else throws a {@link StoreException}. */
  RunHandle kept() {
    String lost = session.lost();
    if (lost != null) {
      throw new StoreException(lost);
    }
    return this;
  }

  /** A check of the gradients as they are; it is left to the caller to run it. */
  public CompletionStage<PendingGradientCheck> gradientCheck() {
    return ask(answer -> {
      PendingGradientCheck check =
          new PendingGradientCheck(session.snapshot().trajectory(), session.gradientCheck());
      session.whenKept(RunStore.Kept.completing(answer, check));
    });
  }

  /** A check that still has to be run, on any thread; it can take seconds. */
  public record PendingGradientCheck(long trajectory, GradientCheck check) {}

  private <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean willBeAsked =
        member.run(() -> {
          try {
            requireOpen();
            question.accept(answer);
          } catch (RuntimeException e) {
            listener.execute(() -> answer.completeExceptionally(e));
          }
        });
    if (!willBeAsked) {
      answer.completeExceptionally(closed());
    }
    return answer;
  }

  private void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  private static ClosedException closed() {
    return new ClosedException();
  }

  /** The run is closed; there may be another handle for it. */
  public static final class ClosedException extends IllegalStateException {
    private ClosedException() {
      super("the run is closed");
    }
  }
}
