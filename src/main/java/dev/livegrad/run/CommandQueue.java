package dev.livegrad.run;

import dev.livegrad.training.spec.SpecException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Gives a run its commands. Another trajectory is built beside, which takes seconds for a large
 * run; meanwhile the present one goes on and does what it is told. Only who asked for the other one
 * means that one with all that he says next: his commands wait for it, in order, and so does
 * whatever begins yet another one.
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

  /** What the trajectory is built for; null where none is built. */
  private @Nullable Given building;

  private record Given(Command command, String by, CompletableFuture<CommandResult> answer) {
    /** Answers with {@code result}, as soon as that is true for good. */
    RunStore.Kept answering(CommandResult result) {
      return new RunStore.Kept() {
        @Override
        public void kept() {
          answer.complete(result);
        }

        @Override
        public void lost(String why) {
          answer.complete(CommandQueue.lost(command, why));
        }
      };
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
   * @param answer of what begins a trajectory it is given when that was told, of others at once
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

  private boolean mustWait(Given given) {
    return building != null
        && (given.command instanceof Command.Beginning
            || given.by.equals(building.by)
            || waiting.stream().anyMatch(it -> it.by.equals(given.by)));
  }

  private void take(Given given) {
    switch (session.give(given.command, given.by)) {
      case CommandResult result -> session.whenKept(given.answering(result));
      case CommandEffect.Beginning beginning -> build(given, beginning);
    }
  }

  private void build(Given given, CommandEffect.Beginning beginning) {
    CompletableFuture<Trajectory> built =
        CompletableFuture.supplyAsync(beginning.trajectory(), builder);
    building = given;
    var _ = built.whenCompleteAsync((_, _) -> begin(given, beginning, built), turns);
  }

  private void begin(
      Given given, CommandEffect.Beginning beginning, CompletableFuture<Trajectory> built) {
    building = null;
    answering(
        given,
        () -> {
          CommandResult result = begin(given.command, beginning, built);
          session.whenTold(() ->
              () -> {
                String lost = session.lost();
                given.answer.complete(lost == null ? result : lost(given.command, lost));
              });
        });
    List<Given> next = List.copyOf(waiting);
    waiting.clear();
    next.forEach(this::give);
  }

  private static CommandResult begin(
      Command command, CommandEffect.Beginning beginning, CompletableFuture<Trajectory> built) {
    try {
      return beginning.begin().apply(built.join());
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
      session.whenKept(() -> given.answer.completeExceptionally(e));
    }
  }
}
