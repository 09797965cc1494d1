package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.inspect.GradientCheck;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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

  private static final long CATCHING_UP_NANOS = 10_000_000;

  private final RunSession session;
  private final CommandQueue commands;
  private final TimeShare.Member member;
  private final Executor listener;

  private RunHandle(
      RunSession session, TimeShare.Member member, Executor builder, Executor listener) {
    this.session = session;
    this.commands =
        new CommandQueue(
            session,
            builder,
            task -> {
              if (!member.run(task)) {
                throw new RejectedExecutionException();
              }
            });
    this.member = member;
    this.listener = listener;
  }

  /**
   * Opens a run at its step 0; the first event tells of it.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param numbers gives each trajectory a number that no other has
   * @param builder builds the trajectories that commands begin, each of which may take seconds
   * @param listener runs what it is given in order: events are told and answers given there, so
   *     that whoever asks on its thread hears no event between his question and his answer that the
   *     answer doesn't have
   * @param events hears what happens
   */
  public static RunHandle open(
      RunSetup setup,
      RunOptions options,
      TimeShare timeShare,
      LongSupplier nanoTime,
      LongSupplier numbers,
      Executor builder,
      Executor listener,
      Consumer<RunEvent> events) {
    AtomicInteger untold = new AtomicInteger();
    RunSession session =
        new RunSession(
            setup,
            options,
            nanoTime,
            numbers,
            event -> {
              untold.incrementAndGet();
              listener.execute(() -> {
                untold.decrementAndGet();
                events.accept(event);
              });
            });
    TimeShare.Member member =
        timeShare.add(
            new TimeShare.Turns() {
              @Override
              public void turn(long deadline) {
                if (untold.get() < MAX_UNTOLD) {
                  session.turn(deadline);
                }
              }

              @Override
              public long nanosLeft() {
                long left = session.nanosLeft();
                return untold.get() < MAX_UNTOLD ? left : Math.max(left, CATCHING_UP_NANOS);
              }
            });
    boolean _ = member.run(session::begin);
    return new RunHandle(session, member, builder, listener);
  }

  /**
   * Gives a command. Who gave it hears the answer at once, while those who watch are told with the
   * next frame; only where another trajectory begins does the answer come after it was told.
   *
   * @param by who gives it
   */
  public CompletionStage<CommandResult> apply(Command command, String by) {
    return ask(answer -> commands.give(command, by, answer));
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

  /** The run as it stands. */
  public CompletionStage<RunSnapshot> snapshot() {
    return ask(answer -> session.whenTold(() -> answer.complete(session.snapshot())));
  }

  /** A check of the gradients as they are; it is left to the caller to run it. */
  public CompletionStage<PendingGradientCheck> gradientCheck() {
    return ask(answer ->
        answer.complete(
            new PendingGradientCheck(session.snapshot().trajectory(), session.gradientCheck())));
  }

  /** A check that still has to be run, on any thread; it can take seconds. */
  public record PendingGradientCheck(long trajectory, GradientCheck check) {}

  private <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    // Before the question, so that the listener hears the answer where it stands among the events.
    CompletionStage<T> heard = answer.whenCompleteAsync((_, _) -> {}, listener);
    boolean willBeAsked =
        member.run(() -> {
          try {
            question.accept(answer);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    if (!willBeAsked) {
      answer.completeExceptionally(new IllegalStateException("there are no more turns"));
    }
    return heard;
  }
}
