package dev.livegrad.run;

import dev.livegrad.data.Refusal;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.RunName;
import dev.livegrad.training.spec.SpecException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a server. Each is kept in the store; those that train or are watched are open, the
 * others take no memory and are opened when somebody asks for them.
 *
 * <p>Thread-safe.
 */
public final class Runs {
  /** Of the runs that go on when the server starts. */
  private static final int OPENED_AT_ONCE = 2;

  private final RunEnvironment environment;
  private final int maxRuns;
  private final Supplier<String> ids;
  private final Listener listener;

  /** By id those that are open, being opened or being closed; guarded by this. */
  private final Map<String, OpenRun> openRuns = new HashMap<>();

  /** Those that are being made and may not be kept yet; guarded by this. */
  private int beingMade;

  private volatile String shared = "";

  /**
   * A run that is open, being opened or being closed.
   *
   * @param run completes when it is open; of one that is being closed, when that is over: with null
   *     if it was closed, with the run if it stays open. Null too where there is no such run
   */
  private record OpenRun(CompletableFuture<@Nullable RunHandle> run, boolean closing) {}

  /** Where a branch begins, and the run that it leaves; both null where there is no such run. */
  private record BranchPoint(Command.@Nullable Origin origin, RunStore.@Nullable Summary kept) {}

  /** Hears what happens to open runs, on the environment's listener. */
  public interface Listener {
    void happened(RunHandle run, RunEvent event);

    /**
     * The run tells nothing any more; who asks for it again is given another handle.
     *
     * @param deleted whether there is nothing to ask for again
     */
    void closed(RunHandle run, boolean deleted);
  }

  /**
   * @param maxRuns the most that are kept
   * @param ids gives each run an id that no other has, in small letters and digits
   */
  public Runs(RunEnvironment environment, int maxRuns, Supplier<String> ids, Listener listener) {
    this.environment = environment;
    this.maxRuns = maxRuns;
    this.ids = ids;
    this.listener = listener;
  }

  /**
   * Makes a run at its step 0; completes when it is kept.
   *
   * @param by who makes it
   * @return fails with a {@link LimitException} where there are as many as are allowed
   */
  public CompletionStage<RunHandle> create(RunSetup setup, String by) {
    Command.Origin origin = new Command.Origin(setup, setup.spec().seed());
    return create(origin, setup.spec().name(), by);
  }

  /**
   * Makes a run that has behind it what another one has when {@code step} steps are done, the same
   * bits, and goes its own way from there; completes when it is kept. Its name is the other's with
   * the step behind it.
   *
   * @param id of the other run
   * @param by who makes it
   * @return null where there is none of this id; fails with a {@link SpecException} where the other
   *     run hasn't made so many steps, and with a {@link LimitException} where there are as many
   *     runs as are allowed
   */
  public CompletionStage<@Nullable RunHandle> branch(String id, long step, String by) {
    return ask(id, run -> run.branch(step, by))
        .thenCombine(summary(id), (origin, kept) -> new BranchPoint(origin, kept))
        .thenCompose(it ->
            it.origin() == null || it.kept() == null
                ? noRun()
                : create(it.origin(), RunName.ofBranch(it.kept().name(), step), by)
                    .thenApply(run -> run));
  }

  private CompletionStage<RunHandle> create(Command.Origin origin, String name, String by) {
    return build(() -> reserve(environment.store().count()))
        .thenCompose(_ ->
            build(() -> made(origin, name, by))
                .thenCompose(run -> run.snapshot().thenApply(_ -> run.kept()))
                .whenComplete((_, _) -> release()));
  }

  private synchronized boolean reserve(int kept) {
    if (kept + beingMade >= maxRuns) {
      throw new LimitException(
          "%s, as many as are allowed; delete one to make another"
              .formatted(Refusal.thereAre(maxRuns, "run")));
    }
    beingMade++;
    return true;
  }

  private synchronized void release() {
    beingMade--;
  }

  private RunHandle made(Command.Origin origin, String name, String by) {
    RunStore.Created created = new RunStore.Created(ids.get(), name, by);
    RunHandle run = RunHandle.create(created, origin, environment, listener::happened);
    synchronized (this) {
      openRuns.put(created.id(), new OpenRun(CompletableFuture.completedFuture(run), false));
    }
    return run;
  }

  /** Opens a run; null where there is none of this id. */
  public synchronized CompletionStage<@Nullable RunHandle> open(String id) {
    OpenRun entry = openRuns.get(id);
    if (entry == null) {
      entry = new OpenRun(build(() -> resumed(id)), false);
      openRuns.put(id, entry);
      OpenRun opening = entry;
      var _ =
          opening.run.whenComplete((run, _) -> {
            if (run == null) {
              remove(id, opening);
            }
          });
    }
    return entry.closing
        ? entry.run.thenCompose(
            run -> run == null ? open(id) : CompletableFuture.completedFuture(run))
        : entry.run;
  }

  private @Nullable RunHandle resumed(String id) {
    RunStore.KeptRun kept = environment.store().read(id);
    if (kept == null) {
      return null;
    }
    try {
      return RunHandle.resume(kept, environment, listener::happened);
    } catch (IllegalArgumentException | SpecException e) {
      throw new StoreException.OfRun(id, "it can't be what its journal tells: " + e.getMessage());
    }
  }

  private synchronized void remove(String id, OpenRun entry) {
    openRuns.remove(id, entry);
  }

  private <T extends @Nullable Object> CompletableFuture<T> build(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, environment.builder());
  }

  /**
   * Asks an open run, or one that is opened for it.
   *
   * @return null where there is none of this id
   */
  public <T> CompletionStage<@Nullable T> ask(
      String id, Function<RunHandle, CompletionStage<T>> question) {
    return askOnce(id, question)
        .exceptionallyCompose(failure ->
            isClosed(failure) ? askOnce(id, question) : CompletableFuture.failedFuture(failure));
  }

  private <T> CompletionStage<@Nullable T> askOnce(
      String id, Function<RunHandle, CompletionStage<T>> question) {
    return open(id)
        .thenCompose(
            run -> run == null ? CompletableFuture.completedFuture(null) : question.apply(run));
  }

  /** It was closed between the question for it and the question to it. */
  private static boolean isClosed(Throwable failure) {
    return failure instanceof RunHandle.ClosedException
        || (failure instanceof CompletionException e
            && e.getCause() != null
            && isClosed(e.getCause()));
  }

  /** Closes the runs that neither train nor are watched: they take memory for nothing. */
  public void park(Predicate<RunHandle> watched) {
    List<String> open;
    synchronized (this) {
      open = List.copyOf(openRuns.keySet());
    }
    for (String id : open) {
      var _ = close(id, run -> !watched.test(run), Closing.PARKED);
    }
  }

  private enum Closing {
    PARKED,
    STOPPED,
    DELETED
  }

  /**
   * Closes a run.
   *
   * @return null when it is closed, and gone where it is deleted; the run where it stays open
   */
  private synchronized CompletionStage<@Nullable RunHandle> close(
      String id, Predicate<RunHandle> may, Closing why) {
    OpenRun entry = openRuns.get(id);
    RunHandle run = entry == null || entry.closing ? null : entry.run.getNow(null);
    if (entry == null || run == null || !may.test(run)) {
      return entry == null ? CompletableFuture.completedFuture(null) : entry.run;
    }
    CompletableFuture<@Nullable RunHandle> stays = new CompletableFuture<>();
    OpenRun closing = new OpenRun(stays, true);
    openRuns.put(id, closing);
    run.close(why != Closing.PARKED)
        .whenComplete((closed, _) -> {
          if (!Boolean.TRUE.equals(closed)) {
            replace(id, closing, entry);
            stays.complete(run);
            return;
          }
          // Whoever asks for it meanwhile must not find it in the store.
          CompletableFuture<@Nullable Void> gone =
              why == Closing.DELETED
                  ? keep(List.of(new RunStore.Deleted(id)), null)
                  : CompletableFuture.completedFuture(null);
          var _ =
              gone.whenComplete((_, lost) -> {
                remove(id, closing);
                boolean deleted = why == Closing.DELETED && lost == null;
                environment.listener().execute(() -> listener.closed(run, deleted));
                if (lost == null) {
                  stays.complete(null);
                } else {
                  stays.completeExceptionally(lost);
                }
              });
        });
    return stays;
  }

  private synchronized void replace(String id, OpenRun closing, OpenRun entry) {
    openRuns.replace(id, closing, entry);
  }

  /**
   * Deletes a run, even one that trains and is watched, or one that is damaged; completes when it
   * is gone for good.
   *
   * @return whether there was one of this id
   */
  public synchronized CompletionStage<Boolean> delete(String id) {
    OpenRun entry = openRuns.get(id);
    if (entry == null) {
      return deleteClosed(id);
    }
    return entry
        .run
        // What can't be opened is closed.
        .exceptionally(_ -> null)
        .thenCompose(run -> {
          if (run != null) {
            return delete(run);
          }
          remove(id, entry);
          return delete(id);
        });
  }

  /** Nobody opens it meanwhile: there would be a run that nothing is kept of. */
  private CompletionStage<Boolean> deleteClosed(String id) {
    CompletableFuture<@Nullable RunHandle> gone = new CompletableFuture<>();
    OpenRun closing = new OpenRun(gone, true);
    openRuns.put(id, closing);
    return build(() -> environment.store().listed(id) != null)
        .thenCompose(known -> keep(known ? List.of(new RunStore.Deleted(id)) : List.of(), known))
        .whenComplete((_, _) -> {
          remove(id, closing);
          gone.complete(null);
        });
  }

  private CompletionStage<Boolean> delete(RunHandle run) {
    AtomicBoolean isOurs = new AtomicBoolean();
    return close(
            run.id(),
            it -> {
              isOurs.set(it == run);
              return it == run;
            },
            Closing.DELETED)
        .thenCompose(stays ->
            stays == null && isOurs.get()
                ? CompletableFuture.completedFuture(true)
                // Somebody else has closed it or kept it from being closed.
                : delete(run.id()));
  }

  /**
   * Gives a run another name; completes when it is kept.
   *
   * @return whether there is one of this id
   */
  public CompletionStage<Boolean> rename(String id, String name) {
    return build(() -> environment.store().listed(id) != null)
        .thenCompose(
            known -> keep(known ? List.of(new RunStore.Renamed(id, name)) : List.of(), known));
  }

  /** Completes with {@code answer} when that is kept. */
  private <T extends @Nullable Object> CompletableFuture<T> keep(
      List<RunStore.Update> updates, T answer) {
    CompletableFuture<T> kept = new CompletableFuture<>();
    environment.store().keep(updates, RunStore.Kept.completing(kept, answer));
    return kept;
  }

  /** A run as the list shows it; null where there is none of this id. */
  public CompletionStage<RunStore.@Nullable Listed> listed(String id) {
    return build(() -> environment.store().listed(id));
  }

  /** {@link #listed}, of a run that can be read; fails with a {@link StoreException} where not. */
  public CompletionStage<RunStore.@Nullable Summary> summary(String id) {
    return listed(id).thenApply(run -> run == null ? null : run.readable());
  }

  /** The runs in an order; see {@link RunStore#list}. */
  public CompletionStage<List<RunStore.Listed>> list(
      RunStore.Order order, int limit, @Nullable String after, String words) {
    return build(() -> environment.store().list(order, limit, after, words));
  }

  /** These runs' loss curves, see {@link RunStore#curve}. */
  public CompletionStage<List<List<RunStore.Point>>> curves(List<String> ids, int points) {
    return build(() -> ids.stream().map(id -> environment.store().curve(id, points)).toList());
  }

  /** The id of the run that all see who ask for none; empty before there is one. */
  public String shared() {
    return shared;
  }

  /**
   * Lets all who ask for no run see the one that was shared before or, where there is none, another
   * one. One that was shared before is opened when somebody asks for it.
   *
   * @param another whether it is another one in any case
   */
  public CompletionStage<Void> share(RunSetup setup, boolean another) {
    return build(() -> another ? null : sharedBefore())
        .thenCompose(id ->
            id == null
                ? create(setup, "server").thenApply(RunHandle::id)
                : CompletableFuture.completedFuture(id))
        .thenAccept(this::share);
  }

  /** Null also where what the store says is the id of none. */
  private @Nullable String sharedBefore() {
    String id = environment.store().shared();
    return id == null || environment.store().listed(id) == null ? null : id;
  }

  private static CompletionStage<@Nullable RunHandle> noRun() {
    return CompletableFuture.completedFuture(null);
  }

  private void share(String id) {
    shared = id;
    environment.store().keep(List.of(new RunStore.Shared(id)), _ -> {});
  }

  /**
   * Opens the run that all see, then those that trained when the store was left, which go on; a few
   * at a time, so that whoever asks for another one need not wait behind them all.
   *
   * @param setup of another run for all to see, where that one is damaged
   * @param failed hears of each that can't be opened, on any thread
   */
  public CompletionStage<Void> resume(RunSetup setup, BiConsumer<String, Throwable> failed) {
    String first = shared;
    AtomicBoolean isDamaged = new AtomicBoolean();
    BiConsumer<String, Throwable> all =
        (id, failure) -> {
          isDamaged.compareAndSet(false, id.equals(first) && isDamage(failure));
          failed.accept(id, failure);
        };
    return build(
            () -> {
              Set<String> ids = new LinkedHashSet<>(List.of(first));
              ids.addAll(environment.store().training());
              return new ConcurrentLinkedQueue<>(ids);
            })
        .thenCompose(ids ->
            CompletableFuture.allOf(
                Stream.generate(() -> openAll(ids, all))
                    .limit(OPENED_AT_ONCE)
                    .toArray(CompletableFuture[]::new)))
        .thenCompose(
            _ -> isDamaged.get() ? share(setup, true) : CompletableFuture.completedFuture(null));
  }

  private static boolean isDamage(Throwable failure) {
    return failure instanceof StoreException.OfRun
        || failure.getCause() instanceof StoreException.OfRun;
  }

  private CompletableFuture<Void> openAll(Queue<String> ids, BiConsumer<String, Throwable> failed) {
    String id = ids.poll();
    return id == null
        ? CompletableFuture.completedFuture(null)
        : open(id)
            .handle((_, failure) -> {
              if (failure != null) {
                failed.accept(id, failure);
              }
              return id;
            })
            .thenComposeAsync(_ -> openAll(ids, failed), environment.builder())
            .toCompletableFuture();
  }

  /** Keeps all as it is and closes it; what trains trains again when the store is opened. */
  public CompletionStage<Void> close() {
    List<String> open;
    synchronized (this) {
      open = List.copyOf(openRuns.keySet());
    }
    return CompletableFuture.allOf(
        open.stream()
            .map(id -> close(id, _ -> true, Closing.STOPPED).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }
}
