package dev.livegrad.store;

import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes what is given to it: whatever waits becomes one transaction, since a disk
 * takes as long for one update as for a hundred. What fails is tried again, with a pause, until it
 * succeeds; but a database that is damaged is written no more.
 */
final class Writer {
  /** How long it goes on trying after {@link #close}. */
  private static final Duration LAST_TRIES = Duration.ofSeconds(3);

  private final Database database;
  private final Duration pause;
  private final BlockingQueue<Batch> waiting = new LinkedBlockingQueue<>();
  private final List<Consumer<RunStore.@Nullable Trouble>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "store");

  /** Null after it failed. */
  private @Nullable Sql sql;

  private @Nullable UpdateWriter updates;
  private long transactions;
  private volatile RunStore.@Nullable Trouble trouble;

  /**
   * What is kept together.
   *
   * @param kept is told when it is
   * @param last whether nothing follows
   */
  record Batch(Work work, RunStore.Kept kept, boolean last) {}

  /** Changes rows. */
  interface Work {
    void write(UpdateWriter writer) throws SQLException;
  }

  /**
   * @param sql to write with; belongs to this from now on
   * @param pause between a failure and the next try
   */
  Writer(Database database, Sql sql, Duration pause) throws SQLException {
    this.database = database;
    this.pause = pause;
    this.sql = sql;
    synchronized (sql) {
      this.transactions = transactions(sql);
      sql.rollback();
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes it soon. */
  void add(Work work, RunStore.Kept kept) {
    waiting.add(new Batch(work, kept, false));
  }

  /** Why nothing can be written; null where it can. */
  RunStore.@Nullable Trouble trouble() {
    return trouble;
  }

  void onTrouble(Consumer<RunStore.@Nullable Trouble> listener) {
    listeners.add(listener);
  }

  /** Waits until all is written, as long as that can be. */
  void close() {
    waiting.add(new Batch(_ -> {}, _ -> {}, true));
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      List<Batch> taken = new ArrayList<>();
      do {
        taken.clear();
        taken.add(waiting.take());
        waiting.drainTo(taken);
      } while (write(taken) && taken.stream().noneMatch(Batch::last));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    } finally {
      if (sql != null) {
        sql.close();
      }
    }
  }

  /** Writes them in one transaction; false where it is time to give up. */
  private boolean write(List<Batch> batches) throws InterruptedException {
    long end = Long.MAX_VALUE;
    for (boolean again = false; ; again = true) {
      try {
        RunStore.Trouble damage = trouble;
        if (damage != null && !damage.passes()) {
          tell(batches, damage.why());
          return true;
        }
        transaction(batches, again);
        tell(null);
        tell(batches, null);
        return true;
      } catch (StoreException e) {
        tell(new RunStore.Trouble(String.valueOf(e.getMessage()), true));
      } catch (SQLException e) {
        if (database.isRefusal(e)) {
          return withoutTheWrongOne(batches, e);
        }
        boolean passes = !database.isDamage(e);
        tell(new RunStore.Trouble(database.sentence(e), passes));
        if (!passes) {
          tell(batches, database.sentence(e));
          return true;
        }
      } catch (RuntimeException e) {
        return withoutTheWrongOne(batches, e);
      }
      if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        if (end == Long.MAX_VALUE) {
          end = System.nanoTime() + LAST_TRIES.toNanos();
        } else if (System.nanoTime() - end > 0) {
          return false;
        }
        Thread.sleep(pause);
      }
    }
  }

  /** A mistake of ours, which another try would not mend, is not to keep all else from the disk. */
  private boolean withoutTheWrongOne(List<Batch> batches, Exception e) throws InterruptedException {
    abandon();
    if (batches.size() == 1) {
      report(e);
      return true;
    }
    boolean going = true;
    for (Batch batch : batches) {
      going = going && write(List.of(batch));
    }
    return going;
  }

  private void tell(List<Batch> batches, @Nullable String lost) {
    for (Batch batch : batches) {
      try {
        batch.kept().told(lost);
      } catch (RuntimeException e) {
        report(e);
      }
    }
  }

  private void report(Exception e) {
    thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
  }

  private void transaction(List<Batch> batches, boolean again) throws SQLException {
    try {
      Sql open = sql == null ? database.writing() : sql;
      sql = open;
      synchronized (open) {
        transaction(open, batches, again);
      }
    } catch (SQLException | RuntimeException e) {
      abandon();
      throw e;
    }
  }

  private void transaction(Sql sql, List<Batch> batches, boolean again) throws SQLException {
    // The connection may have been lost after it was kept, and before that was told.
    if (!again || transactions(sql) <= transactions) {
      UpdateWriter writer = updates == null ? new UpdateWriter(sql) : updates;
      updates = writer;
      for (Batch batch : batches) {
        batch.work().write(writer);
      }
      writer.seal();
      sql.update("update livegrad set written = ?", transactions + 1);
      sql.commit();
    }
    transactions++;
  }

  /** How many were kept. */
  private static long transactions(Sql sql) throws SQLException {
    return sql.number("select written from livegrad");
  }

  private void abandon() {
    updates = null;
    if (sql != null && sql.abandon()) {
      sql = null;
    }
  }

  private void tell(RunStore.@Nullable Trouble now) {
    if (!Objects.equals(now, trouble)) {
      trouble = now;
      listeners.forEach(it -> it.accept(now));
    }
  }
}
