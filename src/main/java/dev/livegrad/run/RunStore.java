package dev.livegrad.run;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where runs are kept. A run is kept as what happened to it: its setup and seed, and the commands
 * that it got; all else could be made again, and is kept so that this takes no time.
 *
 * <p>Thread-safe. What reads may wait for a disk or a network, and throws a {@link StoreException}
 * where nothing can be read.
 */
public interface RunStore extends AutoCloseable {
  /**
   * Keeps what happened. All of one call is kept or, where the process ends first, nothing of it;
   * calls are kept in their order. Where the store can't be written it tries again until it can,
   * unless it is damaged: then nothing is kept any more.
   *
   * <p>Does not wait, whatever state the store is in. What concerns a run or a trajectory that is
   * not kept, as one that was deleted, is left out. Texts are kept but for NUL and halves of
   * surrogate pairs, which become U+FFFD.
   *
   * @param updates in the order in which they happened; may be empty
   * @param kept is told when these updates, and all that were given before them, are durable; one
   *     after the other, on a thread of the store
   */
  void keep(List<Update> updates, Kept kept);

  /** Who is told what becomes of updates. */
  interface Kept {
    /**
     * Tells what became of them.
     *
     * @param lost why they can't be kept, now or later, in a sentence without its end; null where
     *     they are kept
     */
    void told(@Nullable String lost);

    /** Completes {@code answer} with {@code value} or, where they are lost, fails it. */
    static <T extends @Nullable Object> Kept completing(CompletableFuture<T> answer, T value) {
      return lost -> {
        if (lost == null) {
          answer.complete(value);
        } else {
          answer.completeExceptionally(new StoreException(lost));
        }
      };
    }
  }

  /** The runs, the newest first, as {@link #list(Order, int, String, String)}. */
  default List<Listed> list(int limit, @Nullable String after, String words) {
    return list(Order.CREATED, limit, after, words);
  }

  /**
   * The runs in an order.
   *
   * @param limit the most that are given
   * @param after only those that come behind the run of this id; null for all
   * @param words only those that have this in their names, in capitals or small letters; empty for
   *     all
   */
  List<Listed> list(Order order, int limit, @Nullable String after, String words);

  /** How many runs there are. */
  int count();

  /** A run as the list shows it; null where none has this id. */
  @Nullable Listed listed(String id);

  /**
   * Points of a run's loss curve at about equal distances, as far as it is kept: the first, the
   * last, and some between; empty where none has this id.
   *
   * @param points about how many, 2 or more
   */
  List<Point> curve(String id, int points);

  /**
   * A run; null where none has this id.
   *
   * @throws StoreException.OfRun if what can't be made again of it is damaged
   */
  @Nullable KeptRun read(String id);

  /** The ids of the runs that were training when they were last heard of. */
  List<String> training();

  /** The id of the run that everybody sees who asks for none; null before there is one. */
  @Nullable String shared();

  /** The largest number that a trajectory of this store ever had; 0 before there was one. */
  long lastTrajectory();

  /**
   * Keeps a table that somebody uploaded; the same bytes are kept once.
   *
   * @return its id: the SHA-256 of the bytes, in small hexadecimal digits
   */
  String putDataset(byte[] bytes);

  /** The table of this id, as it was uploaded; null where none has it. */
  byte @Nullable [] dataset(String id);

  /**
   * Tells {@code listener} whenever the store can't be written, and null when it can be again; on a
   * thread of the store.
   */
  void onTrouble(Consumer<@Nullable Trouble> listener);

  /**
   * The store can't be written.
   *
   * @param why a sentence for people without its end
   * @param passes whether it is tried again; false where the store is damaged
   */
  record Trouble(String why, boolean passes) {}

  /** Keeps nothing more; waits until all is kept that was given before, as long as that can be. */
  @Override
  void close();

  /**
   * By what runs are listed: times, steps and accuracies from the greatest on, names and losses
   * from the least. Runs that don't have it come last.
   */
  enum Order {
    CREATED("created"),
    UPDATED("updated"),
    NAME("name"),
    STEP("step"),
    LOSS("loss"),
    ACCURACY("accuracy"),
    TEST_LOSS("testLoss"),
    TEST_ACCURACY("testAccuracy");

    private final String word;

    Order(String word) {
      this.word = word;
    }

    /** What a query calls it. */
    public String word() {
      return word;
    }
  }

  /** What can be kept. Trajectories have numbers that no other trajectory of the store has. */
  sealed interface Update
      permits Created,
          Renamed,
          Deleted,
          Shared,
          TrajectoryCreated,
          CheckpointMade,
          RunEvent.CommandsApplied,
          RunEvent.StepsMade,
          RunEvent.StatusChanged,
          RunEvent.FindingChanged {}

  /**
   * There is another run; its first trajectory follows.
   *
   * @param id no other run has it
   * @param by who made it
   */
  record Created(String id, String name, String by) implements Update {}

  record Renamed(String id, String name) implements Update {}

  record Deleted(String id) implements Update {}

  /** This is now the run that everybody sees who asks for none. */
  record Shared(String id) implements Update {}

  /**
   * The run began another trajectory. The one before it, if it has made a step, becomes a run of
   * its own, whose id is that of this run with a number behind it, as {@code k3f9xw2m-1}.
   */
  record TrajectoryCreated(String id, long trajectory, RunSetup setup, long seed)
      implements Update {}

  /**
   * From here the trajectory can go on.
   *
   * @param passing whether it is one of those of which only the last few are of use; the others are
   *     the steps that can be gone back to, see {@link Checkpoints}
   */
  record CheckpointMade(long trajectory, Checkpoint checkpoint, boolean passing)
      implements Update {}

  /** A run in a list. */
  sealed interface Listed {
    String id();

    String name();

    /**
     * What is known of it.
     *
     * @throws StoreException.OfRun if it is {@link Unreadable}
     */
    Summary readable();
  }

  /**
   * A run whose row is damaged. It can't be opened, but renamed and deleted.
   *
   * @param name its id where its name is what can't be read
   * @param why a sentence for people without its end, as "its status can't be read: ..."
   */
  record Unreadable(String id, String name, String why) implements Listed {
    @Override
    public Summary readable() {
      throw new StoreException.OfRun(id, why);
    }
  }

  /**
   * A run as a list shows it.
   *
   * @param loss of the last step; null before the first
   * @param accuracy likewise; null also where it is not defined
   * @param testLoss of the test samples when they were last measured; null before that and where
   *     there are none
   * @param testAccuracy measured with it; null also where it is not defined
   * @param earlier the id of what the run was before it began its present trajectory, which is a
   *     run of its own since, see {@link TrajectoryCreated}; null where there is none
   */
  record Summary(
      String id,
      String name,
      String by,
      RunStatus status,
      long step,
      @Nullable Double loss,
      @Nullable Double accuracy,
      @Nullable Double testLoss,
      @Nullable Double testAccuracy,
      Instant createdAt,
      Instant updatedAt,
      @Nullable String earlier)
      implements Listed {
    @Override
    public Summary readable() {
      return this;
    }
  }

  /** The loss of a step. */
  record Point(long step, double loss) {}

  /**
   * All that is kept of a run.
   *
   * @param state as it was last told; its step may be behind that of journal and series
   * @param series from step 0, without a gap
   * @param findings by number, without remedies
   * @param checkpoints those that are sound, by step
   */
  record KeptRun(
      Summary summary,
      RunSetup setup,
      long seed,
      RunState state,
      List<JournalEntry> journal,
      List<SeriesEntry> series,
      List<RunEvent.FindingChanged> findings,
      List<Checkpoint> checkpoints) {
    public KeptRun {
      journal = List.copyOf(journal);
      series = List.copyOf(series);
      findings = List.copyOf(findings);
      checkpoints = List.copyOf(checkpoints);
    }

    /** How many steps it has begun, by whatever of it is the newest; the last may have diverged. */
    public long stepsBegun() {
      long steps = History.steps(this);
      return state.status() == RunStatus.DIVERGED ? Math.max(steps, state.step() + 1) : steps;
    }
  }
}
