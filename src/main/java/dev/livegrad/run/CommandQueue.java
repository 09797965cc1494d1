package dev.livegrad.run;

import dev.livegrad.training.spec.SpecException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Gives a run its commands. A command that begins another trajectory can take seconds, since that
 * is built first, on another thread; meanwhile the present one goes on training and takes commands.
 * Two kinds of commands have to wait until the new trajectory is there, in order: those of the
 * person who asked for it, who means the new one with whatever follows, and those that begin yet
 * another one.
 *
 * <p>Belongs to the run's thread.
 */
final class CommandQueue {
  /** The most commands that may wait. */
  static final int MAX_WAITING = 100;

  private final RunSession session;
  private final Executor builder;
  private final Executor turns;
  private final Queue<Given> waiting = new ArrayDeque<>();

  /** The command for which a trajectory is being built; null while none is. */
  private @Nullable Given building;

  private record Given(Command command, String by, CompletableFuture<CommandResult> answer) {
    /** Answers with {@code result}, where it is kept. */
    RunStore.Kept answering(CommandResult result) {
      return lost -> answer(result, lost);
    }

    void answer(CommandResult result, @Nullable String lost) {
      answer.complete(lost == null ? result : CommandQueue.lost(command, lost));
    }
  }

  /**
   * @param builder builds trajectories, on a thread that nobody waits for
   * @param turns runs what it is given on the run's thread, between two steps
   */
  CommandQueue(RunSession session, Executor builder, Executor turns) {
    this.session = session;
    this.builder = builder;
    this.turns = turns;
  }

  /** The answer to a command that can't be kept. */
  static CommandResult lost(Command command, String why) {
    return new CommandResult.Rejected(command.word() + ": nothing is kept any more: " + why);
  }

  /**
   * Lets a command take effect as soon as it is its turn.
   *
   * @param answer completes at once, or, where another trajectory begins, after viewers were told
   */
  void give(Command command, String by, CompletableFuture<CommandResult> answer) {
    give(new Given(command, by, answer));
  }

  private void give(Given given) {
    if (!mustWait(given)) {
      answering(given, () -> take(given));
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(given);
    } else {
      String reason =
          "%s: a run is being built, and %d commands wait for it; try again in a moment"
              .formatted(given.command.word(), MAX_WAITING);
      session.whenKept(given.answering(new CommandResult.Rejected(reason)));
    }
  }

  /** Fails what waits, since the run is closed: it has not taken effect, and may be given again. */
  void close(Executor listener, RuntimeException closed) {
    List<Given> unanswered = new ArrayList<>(waiting);
    waiting.clear();
    if (building != null) {
      unanswered.addFirst(building);
      building = null;
    }
    listener.execute(() -> unanswered.forEach(given -> given.answer.completeExceptionally(closed)));
  }

  private boolean mustWait(Given given) {
    return building != null
        && (given.command instanceof Command.Beginning
            || given.by.equals(building.by)
            || waiting.stream().anyMatch(it -> it.by.equals(given.by)));
  }

  private void take(Given given) {
    switch (session.give(given.command, given.by)) {
      case CommandResult result -> session.whenKept(given.answering(result));
      case CommandEffect.NewTrajectory next -> build(given, next);
    }
  }

  private void build(Given given, CommandEffect.NewTrajectory next) {
    CompletableFuture<Trajectory> built = CompletableFuture.supplyAsync(next.build(), builder);
    building = given;
    var _ = built.whenCompleteAsync((_, _) -> replace(given, next, built), turns);
  }

  private void replace(
      Given given, CommandEffect.NewTrajectory next, CompletableFuture<Trajectory> built) {
    if (building == null) {
      // It was closed meanwhile.
      return;
    }
    building = null;
    answering(
        given,
        () -> {
          CommandResult result = replace(given.command, next, built);
          session.whenTold(() ->
              () -> {
                String lost = session.lost();
                given.answer.complete(lost == null ? result : lost(given.command, lost));
              });
        });
    List<Given> waited = List.copyOf(waiting);
    waiting.clear();
    waited.forEach(this::give);
  }

  private static CommandResult replace(
      Command command, CommandEffect.NewTrajectory next, CompletableFuture<Trajectory> built) {
    try {
      return next.replace().apply(built.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof SpecException why) {
        return RunSession.refused(command, why);
      }
      throw e;
    }
  }

  /** A failure is an answer, too, and keeps nobody else from his own. */
  private void answering(Given given, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      session.whenKept(_ -> given.answer.completeExceptionally(e));
    }
  }
}
